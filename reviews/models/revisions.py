"""A newer version that an author hands to the editors after a round, and what they decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import MAX_NAME, User
from reviews.models.assessments import Assessment
from reviews.models.redactable import Redactable
from reviews.models.submissions import LEFT, Round


class RevisionQuerySet(models.QuerySet["Revision"]):
    def involving(self, editor: User) -> "RevisionQuerySet":
        """Those of works that the person is an editor of."""
        return self.filter(
            Q(round__submission__editor=editor) | Q(round__submission__second_editor=editor)
        )

    def waiting(self) -> "RevisionQuerySet":
        """Those that the handling editor has not decided on."""
        return self.filter(decision="")


class Revision(Redactable):
    """A version that an author declares to answer a round's reviews, with what changed in it.

    Everybody may read it but `reason`, which the handling editor writes to the authors.
    ended_because: in its place, where the editors ended the wait for a decision: what has happened
    to the work where it was posted.
    """

    class Decision(models.TextChoices):
        NONE = "none", _("No new review")
        EDITORS = "editors", _("A new assessment by the editors alone")
        FULL = "full", _("Full review again")

    round = models.ForeignKey("reviews.Round", models.PROTECT, related_name="revisions")
    version = models.OneToOneField("preprints.Version", models.PROTECT, related_name="revision")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="revisions")
    author_name = models.CharField(max_length=MAX_NAME)
    note = models.TextField()
    note_html = models.TextField()
    declared_at = models.DateTimeField()
    # As the policy was when it was declared; none of those that are older than this field.
    decision_due_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    reason = models.TextField(blank=True)
    ended_because = models.CharField(max_length=9, choices=LEFT, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_revision_has_reason",
                condition=Q(
                    decision="", reason="", ended_because="", decided_by=None, decided_at=None
                )
                | (
                    ~Q(decision="")
                    & (~Q(reason="") | ~Q(ended_because=""))
                    & Q(decided_by__isnull=False)
                    & Q(decided_at__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["decision", "declared_at"])]

    def __str__(self) -> str:
        return self.identifier

    @property
    def identifier(self) -> str:
        """A version is declared once, so it needs no number of its own."""
        return f"{self.version.identifier}.c"


class RevisionAnswer(models.Model):
    """What the author of a revision answers to one earlier review."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="answers")
    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="answers")
    text = models.TextField()
    text_html = models.TextField()

    class Meta:
        ordering = ["review__number"]
        constraints = [
            UniqueConstraint(fields=["revision", "review"], name="one_answer_a_review"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.review}"


class ConfirmedAssessmentQuerySet(models.QuerySet["ConfirmedAssessment"]):
    def in_force(self) -> "ConfirmedAssessmentQuerySet":
        """Without those whose assessment was withdrawn since: it holds for no version any more."""
        return self.filter(assessment__state__in=Assessment.PUBLIC)


WHY_CONFIRMED = "why_confirmed"  # the part of a confirmation that can be redacted


class ConfirmedAssessment(Redactable):
    """The handling editor's word that a published assessment holds for a later version, too.

    Everybody may read it, the reason as well.
    """

    assessment = models.ForeignKey(
        "reviews.Assessment", models.PROTECT, related_name="confirmations"
    )
    version = models.ForeignKey(
        "preprints.Version", models.PROTECT, related_name="confirmed_assessments"
    )
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    # What the editor declares, as `reviews.other_interests` has it.
    interests = models.JSONField(default=list, blank=True)
    confirmed_at = models.DateTimeField()

    objects = ConfirmedAssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "version"], name="confirmed_once_a_version"),
            models.CheckConstraint(name="confirmed_assessment_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} for {self.version}"

    @property
    def round(self) -> Round:
        return self.assessment.round
