"""The assessment of a work in an issue is looked at again: why, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preprints.models import Preprint
from reviews.models.redactable import (
    ACT,
    DECISION_ACT,
    Redactable,
    redactions_under,
    text_part,
)
from reviews.models.submissions import Round, Submission


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def of_submission(self, submission: Submission) -> "ReopeningQuerySet":
        return self.filter(assessment__round__submission=submission)

    def with_words(self) -> "ReopeningQuerySet":
        """Those that say something in an editor's own words."""
        return self.exclude(reason="", decision_reason="")

    def waiting(self) -> "ReopeningQuerySet":
        """Neither decided on, nor answered by a round that was opened for another reason."""
        return self.filter(decision="", round__isnull=True)

    def answered_by(self, answer: Round) -> "ReopeningQuerySet":
        """Those that wait and that this round answers: not that a version appeared which is newer
        than the round's."""
        newer = Q(cause=Reopening.Cause.NEW_VERSION, version__number__gt=answer.version.number)
        return self.of_submission(answer.submission).waiting().exclude(newer)

    def first_waiting(self) -> "ReopeningQuerySet":
        """One of each work: what is decided is decided for all that wait."""
        of_work = Reopening.objects.waiting().filter(
            assessment__round__submission=OuterRef("assessment__round__submission"),
            pk__lt=OuterRef("pk"),
        )
        return self.waiting().exclude(Exists(of_work))


# The parts of it that can be redacted: why it was opened, and why it was decided so.
WHY_REOPENED, DECISION_REASON = "why_reopened", "decision_reason"


class Reopening(Redactable):
    """Everybody may read it. It marks the work's entry in an issue, which itself never changes.

    assessment, version: the newest of the work at that time. review: the late one that it is about.
    reason: of the editor who asked for it. interests, decision_interests: what who asked and who
    decided declares, as `reviews.other_interests` has it.
    """

    class Cause(models.TextChoices):
        WORK_WITHDRAWN = "work-withdrawn", _("The work was withdrawn where it was posted")
        RETRACTION = "retraction", _("The work was retracted where it was posted")
        NEW_VERSION = "new-version", _("A newer version appeared")
        WITHDRAWAL = "withdrawal", _("Its assessment was withdrawn")
        ASSESSMENT = "assessment", _("A later assessment finds the evidence too weak for an issue")
        REVIEW = "review", _("A later review finds the evidence too weak for an issue")
        EDITOR = "editor", _("An editor asked for it")

    class Decision(models.TextChoices):
        STANDS = "stands", _("The assessment stands")
        EDITORS = "editors", _("A new assessment by the editors alone")
        FULL = "full", _("Full review again")
        ENDED = "ended", _("Nothing follows: the work was withdrawn or retracted")

    assessment = models.ForeignKey("reviews.Assessment", models.PROTECT, related_name="reopenings")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="reopenings")
    cause = models.CharField(max_length=14, choices=Cause)
    review = models.ForeignKey(
        "reviews.Review", models.PROTECT, null=True, blank=True, related_name="reopenings"
    )
    reason = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    interests = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_interests = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The round that looks at the work again: opened by the decision, or, where there is none, by
    # what else was decided meanwhile (on a revision, an appeal, a withdrawn assessment).
    round = models.ForeignKey(
        "reviews.Round", models.PROTECT, null=True, blank=True, related_name="reopenings"
    )

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["version", "cause"],
                condition=Q(cause__in=["work-withdrawn", "retraction", "new-version"]),
                name="reopened_once_a_version",
            ),
            UniqueConstraint(
                fields=["assessment", "cause"],
                condition=Q(cause__in=["assessment", "withdrawal"]),
                name="reopened_once_an_assessment",
            ),
            UniqueConstraint(
                fields=["review"], condition=Q(cause="review"), name="reopened_once_a_review"
            ),
            models.CheckConstraint(
                name="review_reopens_as_review",
                condition=Q(cause="review", review__isnull=False)
                | (~Q(cause="review") & Q(review=None)),
            ),
            models.CheckConstraint(
                name="editor_reopens_with_reason",
                condition=Q(cause="editor", opened_by__isnull=False) & ~Q(reason="")
                | (~Q(cause="editor") & Q(reason="", opened_by=None)),
            ),
            models.CheckConstraint(
                name="decided_reopening_has_reason",
                condition=Q(decision="", decision_reason="", decided_by=None, decided_at=None)
                | (
                    ~Q(decision="")
                    & ~Q(decision_reason="")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="reviewed_again_has_round",
                condition=Q(decision="")
                | Q(decision__in=["stands", "ended"], round=None)
                | Q(decision__in=["editors", "full"], round__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, reopened: {self.get_cause_display()}"

    @property
    def decision_words(self) -> str:
        """As it was on the day of the decision: a later retraction opens it again by itself, and
        changes nothing of what was decided before."""
        if self.decision != self.Decision.ENDED or self.decided_at is None:
            return str(self.get_decision_display())
        work = self.version.preprint
        if work.status == Preprint.Status.RETRACTED and work.status_at <= self.decided_at:
            return gettext("Nothing follows, as it was retracted")
        return gettext("Nothing follows, as it was withdrawn")

    def redactions_of_text(self) -> Sequence[Any]:
        """Of why it was opened, and what who asked declared."""
        return redactions_under(self.redactions, WHY_REOPENED, ACT)

    def redactions_of_decision(self) -> Sequence[Any]:
        return redactions_under(self.redactions, DECISION_REASON, DECISION_ACT)

    def is_of_decision(self, part: str) -> bool:
        """Whether it was said with the decision, or is about something that was."""
        said = text_part(self.redactions, part)
        return said.startswith((DECISION_REASON, DECISION_ACT))

    @property
    def is_waiting(self) -> bool:
        return not self.decision and self.round_id is None

    @property
    def submission(self) -> Submission:
        return self.assessment.round.submission

    @property
    def assessed_again_at(self) -> datetime | None:
        """When the round that looked at it again was posted."""
        again = self.round
        return again.closed_at if again and again.state == Round.State.ASSESSED else None
