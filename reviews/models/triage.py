"""What one editor proposes to do with a submission, until a second editor has decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reviews.limits import DECLINE_CODE_CHARACTERS, DECLINE_WORDS
from reviews.models.submissions import Submission


class TriageProposal(models.Model):
    """One editor's proposal to accept or decline a submission, with the reasons.

    A second editor agrees, or decides otherwise: then theirs is the decision, and this row says
    what was proposed. Nobody but editors reads it.
    """

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("Accept for review")
        DECLINE = "decline", _("Decline")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second editor")
        AGREED = "agreed", _("A second editor agreed")
        OVERRULED = "overruled", _("A second editor decided otherwise")
        CLOSED = "closed", _("Replaced, or the submission was withdrawn")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proposals")
    decision = models.CharField(max_length=7, choices=Decision)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # Of a work that is to be accepted: who seconds it, if that is not whoever agrees; which author
    # the submitter was found to be; what is known of the consent.
    second_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_author = models.ForeignKey(
        "preprints.Author", models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent = models.CharField(max_length=10, choices=Submission.Consent, blank=True)
    # Of one that is to be declined; as `Submission.decline_code` and so on.
    code = models.CharField(max_length=DECLINE_CODE_CHARACTERS, blank=True)
    words = models.CharField(max_length=DECLINE_WORDS, blank=True)
    text = models.TextField(blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["submission"], condition=Q(state="waiting"), name="one_waiting_proposal"
            ),
            models.CheckConstraint(
                name="proposal_to_decline_has_reason",
                condition=~Q(decision="decline") | (~Q(code="") & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="second_editor_decides_not_on_their_own",
                condition=Q(state__in=["waiting", "closed"])
                | (Q(ended_by__isnull=False) & ~Q(ended_by=models.F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"proposal on {self.submission}"
