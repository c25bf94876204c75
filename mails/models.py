"""What is stored of each mail, and how people want to get them."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """The mails of one day to one person, in one mail. day: the day where that person is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"  # not whose


class Mail(models.Model):
    """One mail to one person, from its promise on: what it is about, and for whom.

    It holds no address, no words and no link: it is rendered when it is sent. How far it is, the
    row of the outbox says that it belongs to.

    recipient_kind: "user", an account; "review", its reviewer; "invitation", the address that this
    mail of an invitation goes to; "consent", the address at which an author is asked; "" nobody
    that is known. So no row ties a person to a review.
    submission_id: a plain number, for the mails stand below the reviews.
    digest: the one it was sent with. stopped_at: when an editor ended it, while it waited or after
    it had failed.
    """

    promise = models.OneToOneField(
        "events.Outbox", models.CASCADE, primary_key=True, related_name="mail"
    )
    kind = models.CharField(max_length=40)
    recipient_kind = models.CharField(max_length=12, blank=True)
    recipient_id = models.BigIntegerField(null=True, blank=True)
    submission_id = models.BigIntegerField(null=True, blank=True)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="mails")

    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["submission_id"], name="mail_submission")]

    def __str__(self) -> str:
        return f"{self.kind} {self.promise_id}"


class MailChoice(models.Model):
    """That a person gets mails of a kind in another way than at once."""

    class Way(models.TextChoices):
        AT_ONCE = "at-once", _("At once")
        DAILY = "daily", _("Once a day")
        OFF = "off", _("Not at all")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=7, choices=Way)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"
