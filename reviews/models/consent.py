"""What the authors of a submitted work say to its review, and who of them was asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reviews.models.submissions import Submission

GETS_MAILS = ("", "agreed")  # the answers after which the address is written to


class ConsentRequestQuerySet(models.QuerySet["ConsentRequest"]):
    def with_mails(self) -> "ConsentRequestQuerySet":
        """Those whose address is still written to about the submission: it is not erased, and who
        reads there has neither declined, nor is no author, nor has had the mails stopped."""
        asked = self.exclude(email="").filter(mails_stopped_at=None)
        return asked.filter(answer__in=GETS_MAILS)


class ConsentRequest(models.Model):
    """An author asked whether they agree to the review, by a link mailed to one address.

    The token is made from `nonce` and the journal's secret key when the mail is sent; the row
    holds its hash only. The address is used for this submission alone and erased after some
    months: then the link is closed, and the answer stays. mails_stopped_at: when whoever reads
    there asked for no mails on what becomes of the work. days_away: for how many days since it was
    asked the work was away from where it was posted; no answer was waited for then.
    """

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        NOT_AN_AUTHOR = "not-author", _("is no author of this work")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consent_requests")
    email = models.EmailField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    days_away = models.PositiveIntegerField(default=0, db_default=0)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    mails_stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["submission", "email"],
                condition=~Q(email=""),
                name="one_consent_request_an_address",
            ),
            models.CheckConstraint(
                name="erased_consent_request_has_no_address",
                condition=Q(email="", erased_at__isnull=False) | (~Q(email="") & Q(erased_at=None)),
            ),
            models.CheckConstraint(
                name="answered_consent_request_has_answer",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=~Q(email=""), name="consent_request_with_address"
            )
        ]

    def __str__(self) -> str:
        return f"consent asked for {self.submission}"

    @property
    def may_get_mails(self) -> bool:
        """Whoever declined or is no author gets none on what becomes of the work."""
        return self.answer in GETS_MAILS


class ConsentChange(models.Model):
    """That the consent of a submission changed: to what, by whom, and why.

    changed_by: None where it was answered by a mailed link, or by the schedule. reason: an
    editor's, for editors and authors.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consent_changes")
    consent = models.CharField(max_length=10, choices=Submission.Consent)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.consent}"
