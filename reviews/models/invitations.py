"""Who was asked to review, by which mails and links."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import MAX_NAME
from accounts.models import User
from mails.people import NOWHERE
from reviews import invitation_rules, rules
from reviews.models.reminders import Reminder
from reviews.models.submissions import Round


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def involving(self, editor: User) -> "InvitationQuerySet":
        """Those to review works that the person is an editor of: who was asked is for these two."""
        return self.filter(
            Q(round__submission__editor=editor) | Q(round__submission__second_editor=editor)
        )

    def without_last_reminder(self) -> "InvitationQuerySet":
        """Those of which nobody was reminded after the day for the answer."""
        return self.exclude(
            Exists(Reminder.objects.last_of("invitation").filter(day=OuterRef("answer_by")))
        )


class Invitation(models.Model):
    """Somebody asked to review, by a link in a mail.

    The link is made from `nonce` and the journal's secret key when the mail is sent, and looked up
    by its hash: neither the database nor a page gives it away. Sending it again makes a new nonce,
    so that the older link is closed. `user` is who accepted: an account, or a guest's row.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Withdrawn by the editor")
        DISOWNED = "disowned", _("Not written by the invited person")
        CLOSED = "closed", _("Ended without an answer")

    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=MAX_NAME, blank=True)
    message = models.TextField(blank=True)
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    # Accepted before links stopped making accounts. The account stays; the link opens it no more.
    made_account = models.BooleanField(default=False)
    # Set when an editor typed another address after the first mail.
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    # Accepted without an account; the review was kept in one afterwards.
    kept_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_received",
    )
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # Until when an answer is hoped for, and when it was asked for; who is asked is reminded of it.
    answer_by = models.DateField(null=True, blank=True)
    answer_asked_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    # Another day, which the invited person proposes; the editor sets it, or another one.
    proposed_due_on = models.DateField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["round", "email"],
                condition=Q(state__in=["pending", "accepted"]),
                name="one_open_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"invitation to {self.round}"

    @property
    def asked_on(self) -> date:
        """When its day was named last."""
        return (self.answer_asked_at or self.invited_at).date()

    @property
    def days_if_accepted_late(self) -> int:
        return invitation_rules.days_if_accepted_late(self.due_on, asked_on=self.asked_on)

    def due_if_accepted(self, today: date) -> date:
        """On which the review is due of who accepts today."""
        return invitation_rules.due_if_accepted(self.due_on, asked_on=self.asked_on, today=today)

    @property
    def moves_if_accepted(self) -> bool:
        """Whether its day has passed or is near, so that accepting today gives a later one."""
        return self.due_if_accepted(timezone.now().date()) > self.due_on

    @property
    def may_be_withdrawn(self) -> bool:
        """Until it is declined, or the review submitted."""
        review = getattr(self, "review", None)
        review_status = review.status if review is not None else ""
        return rules.is_allowed(
            invitation_rules.check_can_revoke, state=self.state, review_status=review_status
        )

    @property
    def may_be_sent_again(self) -> bool:
        """As `invitation_rules.check_can_send_again` decides, but for the number of mails."""
        review = getattr(self, "review", None)
        return not invitation_rules.why_not_sent_again(
            round_state=self.round.state,
            state=self.state,
            review_status=review.status if review else "",
            is_guests=review is not None and review.reviewer.is_guest,
        )

    @property
    def has_submitted_review(self) -> bool:
        review = getattr(self, "review", None)
        return review is not None and review.submitted_at is not None

    @property
    def is_link_closed(self) -> bool:
        """Whether nobody comes in by its link any more, whatever the round's state."""
        return self.state in LINK_CLOSED

    @property
    def is_erased(self) -> bool:
        """Whether a stand-in has taken the place of the address."""
        return self.email.endswith(f"@{NOWHERE}")

    @property
    def is_corrected(self) -> bool:
        """Whether an editor changed the address after the first mail."""
        return self.corrected_at is not None


LINK_CLOSED = (Invitation.State.REVOKED, Invitation.State.DISOWNED)


class ReplacedLink(models.Model):
    """The hash of an invitation's older link, so that who opens it reads of the newer mail."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="replaced_links")
    token_hash = models.CharField(max_length=64, unique=True)
    replaced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"older link of {self.invitation}"


class InvitationMail(models.Model):
    """One sending of an invitation: to which address, who asked for it, when. No link."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="mails")
    email = models.EmailField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()

    class Meta:
        ordering = ["requested_at", "pk"]
        indexes = [models.Index(fields=["email", "requested_at"])]

    def __str__(self) -> str:
        return f"mail of {self.invitation}"
