"""What stood in a published text before a passage of it was redacted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from preprints.models import Version
from reviews.models.appeals import Appeal
from reviews.models.assessments import Assessment, Response
from reviews.models.corrections import Correction
from reviews.models.issue_interests import IssueInterests
from reviews.models.redactable import ACT, DECISION_ACT, REDACTION
from reviews.models.reopenings import DECISION_REASON, WHY_REOPENED, Reopening
from reviews.models.reviews import PART_HEADINGS, Review
from reviews.models.revisions import WHY_CONFIRMED, ConfirmedAssessment, Revision
from reviews.models.submissions import Submission
from reviews.models.withdrawable import TOMBSTONE

PART_NAMES = {
    **PART_HEADINGS,
    "recommendations": _("Recommendations to the authors"),
    "text": _("Text"),
    "competing_interests": _("Competing interests"),
    "ai_use": _("Use of AI"),
    "note": _("Note"),
    "wrong": _("What the authors say is wrong"),
    "right": _("What would be right"),
    "reason": _("Why the appeal was decided so"),
    WHY_REOPENED: _("Why it was looked at again"),
    DECISION_REASON: _("Why it was decided so, once it was looked at again"),
    WHY_CONFIRMED: _("Why the assessment holds for a later version"),
    TOMBSTONE: _("Why it was withdrawn"),
}
ANSWER = "answer-"  # and the number of the review that it is to, in a revision
OTHER = "other-"  # and which of the other editors' interests, of an assessment, from 1
DECLINE = "decline-"  # and which one of the submission, from 1; alone, or with a part as above
NUMBERED = {
    ANSWER: _("The answer to review %(number)s"),
    OTHER: _("Competing interests of its other editors, entry %(number)s"),
    ACT: _("Competing interests declared with it"),
    DECISION_ACT: _("Competing interests declared with the decision"),
    REDACTION: _("The reason of redaction %(number)s"),
}
KINDS = (
    *("review", "assessment", "response", "revision", "correction", "appeal"),
    *("reopening", "confirmation", "decline", "declaration"),
)
Of = (
    Review
    | Assessment
    | Response
    | Revision
    | Correction
    | Appeal
    | Reopening
    | ConfirmedAssessment
    | Submission
    | IssueInterests
)

HasSubmission = Review | Reopening | IssueInterests


def kind_of(row: Of) -> str:
    """One of `KINDS`."""
    if isinstance(row, Submission):
        return "decline"
    if isinstance(row, IssueInterests):
        return "declaration"
    return "confirmation" if isinstance(row, ConfirmedAssessment) else str(row._meta.model_name)


def name_of_part(part: str) -> str:
    if part.startswith(DECLINE):
        return _name_of_decline(part.removeprefix(DECLINE))
    for prefix, words in NUMBERED.items():
        if part.startswith(prefix):
            return str(words) % {"number": part.removeprefix(prefix)}
    return str(PART_NAMES[part])


def _name_of_decline(part: str) -> str:
    number, _dash, of_it = part.partition("-")
    if not of_it:
        return str(_("Why it was declined, decision %(number)s")) % {"number": number}
    entry = of_it.rpartition("-")[2]
    words = _("Competing interests of an editor who declined it, entry %(number)s")
    return str(words if of_it.startswith(OTHER) else NUMBERED[REDACTION]) % {"number": entry}


def _is_of_one() -> Q:
    of_each = Q()
    for kind in KINDS:
        others = {f"{other}": None for other in KINDS if other != kind}
        of_each |= Q(**{f"{kind}__isnull": False}, **others)
    return of_each


class SealedOriginalQuerySet(models.QuerySet["SealedOriginal"]):
    def with_texts(self) -> "SealedOriginalQuerySet":
        """With the text that each is of, its version and its submission."""
        placed = ("review", "assessment", "response", "revision")
        ways = [f"{kind}__{way}" for kind in placed for way in ("version", "round__submission")]
        ways += ["correction__round__version", "correction__round__submission"]
        ways += ["appeal__work", "appeal__assessment__version", "decline__version"]
        ways.append("declaration__version")
        for kind in ("reopening", "confirmation"):
            assessed = f"{kind}__assessment"
            ways += [f"{kind}__version", f"{assessed}__version", f"{assessed}__round__submission"]
        return self.select_related(*ways)


class SealedOriginal(models.Model):
    """One part of a published text as it was, from before one redaction of it.

    Nobody reads it but a managing editor, by `services.redacting.read_original`, whose reason is
    logged. It is never changed; triggers see to that.
    """

    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    response = models.ForeignKey(
        Response, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    appeal = models.ForeignKey(
        Appeal, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    reopening = models.ForeignKey(
        Reopening, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    confirmation = models.ForeignKey(
        ConfirmedAssessment, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    decline = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    declaration = models.ForeignKey(
        IssueInterests, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    part = models.CharField(max_length=40)  # see `name_of_part`
    text = models.TextField()
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    redacted_at = models.DateTimeField()

    objects = SealedOriginalQuerySet.as_manager()

    class Meta:
        ordering = ["redacted_at", "pk"]
        constraints = [
            models.CheckConstraint(name="sealed_original_is_of_one_text", condition=_is_of_one())
        ]

    def __str__(self) -> str:
        return f"original {self.part} of {self.of}"

    @property
    def part_name(self) -> str:
        return name_of_part(self.part)

    @property
    def submission(self) -> Submission | None:
        """None of a review without a round."""
        of = self.of
        if isinstance(of, Appeal | Submission):
            return of if isinstance(of, Submission) else of.work
        return of.submission if isinstance(of, HasSubmission) else of.round.submission

    @property
    def version(self) -> Version:
        return self.of.round.version if isinstance(self.of, Correction) else self.of.version

    @property
    def identifier(self) -> str:
        """Under which readers find it: a correction, the outcome of an appeal, and what was said
        when it was looked at again, with the assessment, or its version."""
        of = self.of
        if isinstance(of, Submission):
            return f"V{of.preprint_id}"
        if isinstance(of, Reopening | ConfirmedAssessment):
            return of.assessment.identifier
        if isinstance(of, IssueInterests):
            return of.version.identifier
        if isinstance(of, Appeal) and of.assessment is not None:
            return of.assessment.identifier
        return self.version.identifier if isinstance(of, Appeal | Correction) else of.identifier

    @property
    def reason(self) -> str:
        """As readers see it: that of the redaction before which the part read so."""
        same = {f"{kind}_id": getattr(self, f"{kind}_id") for kind in KINDS}
        kept = [one.pk for one in type(self).objects.filter(**same).only("pk")]
        reason: str = self.of.redactions[kept.index(self.pk)]["reason"]
        return reason

    @property
    def of(self) -> Of:
        found: Of | None = next(filter(None, (getattr(self, kind) for kind in KINDS)), None)
        if found is None:  # which a constraint refuses
            raise ValueError
        return found
