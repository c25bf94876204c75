"""The editors' assessments, as readers see them: with what was confirmed or appealed of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django_stubs_ext import WithAnnotations

from preprints.models import Version
from reading.selectors.scales import Scales
from reviews.models import Appeal, Assessment, ConfirmedAssessment, Correction
from reviews.other_interests import InterestLine, interest_lines
from reviews.selectors.redactions import RedactionView, redaction_views
from web.compiled import compiled
from web.term_scale import TermScale

OF_APPEAL = JSONObject(
    pk="pk",
    outcome="state",
    html="reason_html",
    at="decided_at",
    redactions="redactions",
    interests="interests",
)
OF_OPEN_APPEAL = JSONObject(filed="filed_at", due="due_at")
OF_CORRECTION = JSONObject(
    number="number",
    point="point",
    review="review__number",
    wrong="wrong",
    right="right",
    state="state",
    note="note",
    pk="pk",
    redactions="redactions",
)
OF_CONFIRMED = JSONObject(
    number="version__number",
    reason="reason",
    at="confirmed_at",
    pk="pk",
    interests="interests",
    redactions="redactions",
)


class _Annotations(TypedDict):
    confirmed: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    decided: list[dict[str, Any]]
    appealed: list[dict[str, Any]]


LoadedAssessment: TypeAlias = "WithAnnotations[Assessment, _Annotations]"


@dataclass(frozen=True, slots=True)
class LaterVersionHeld:
    """A later version that an editor confirmed an assessment for: its number, why, when."""

    number: int
    reason: str
    at: datetime
    pk: int
    redactions: list[RedactionView]
    interests: list[InterestLine]


@dataclass(frozen=True, slots=True)
class DecidedAppeal:
    """What became of an appeal against an assessment: why, and when it was decided."""

    is_upheld: bool
    html: str
    at: datetime
    pk: int
    redactions: list[RedactionView]
    interests: list[InterestLine]


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """An appeal that waits: since when, and by when it is to be decided."""

    filed_at: datetime
    due_at: datetime

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "OpenAppeal":
        at = datetime.fromisoformat
        return cls(filed_at=at(stored["filed"]), due_at=at(stored["due"]))


@dataclass(frozen=True, slots=True)
class PostedCorrection:
    """What the authors had corrected, or not, before the round was posted. about: "" where it is
    the assessment."""

    identifier: str
    about: str
    wrong: str
    right: str
    answer: str
    note: str
    pk: int
    redactions: list[RedactionView]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The editors' assessment; about_other: the version it is about, when not the one shown.
    is_dated: whether it stands beside another one, so that each says which version it is of.
    held: the later versions that it was confirmed for."""

    identifier: str
    html: str
    scales: tuple[TermScale, TermScale]
    competing_interests: str
    other_interests: list[InterestLine]
    published_at: datetime
    about_other: int | None
    number: int
    is_dated: bool
    held: list[LaterVersionHeld]
    appeal: DecidedAppeal | None
    open_appeal: OpenAppeal | None
    corrections: list[PostedCorrection]
    agreement: str = ""  # of the reviewers who were asked about its draft, in words
    redactions: list[RedactionView] = field(default_factory=list)
    is_earlier: bool = False

    @property
    def heading_id(self) -> str:
        return f"assessment-{self.identifier}" if self.is_earlier else "assessment"


@compiled
def shown_assessments(*, versions: Sequence[int]) -> "QuerySet[LoadedAssessment]":
    """Each with the later versions for which it was confirmed, its appeal, and those
    corrections of its round whose texts stand."""
    corrections = Correction.objects.shown().filter(round=OuterRef("round"))
    decided = Appeal.objects.decided().filter(assessment=OuterRef("pk"))
    appealed = Appeal.objects.open().filter(assessment=OuterRef("pk"))
    confirmed = ConfirmedAssessment.objects.filter(assessment=OuterRef("pk"))
    return (
        Assessment.objects.shown()
        .filter(version__in=versions)
        .annotate(
            confirmed=ArraySubquery(confirmed.order_by("pk").values(fields=OF_CONFIRMED)),
            corrections=ArraySubquery(corrections.order_by("number").values(fields=OF_CORRECTION)),
            appealed=ArraySubquery(appealed.order_by("pk").values(fields=OF_OPEN_APPEAL)),
            decided=ArraySubquery(decided.order_by("pk").values(fields=OF_APPEAL)),
        )
        .order_by("-published_at", "-pk")
    )


def assessment_views(
    assessments: Sequence[LoadedAssessment], scales: Scales, shown: Version
) -> list[AssessmentView]:
    return [
        AssessmentView(
            identifier=assessment.identifier,
            html=assessment.text_html,
            scales=scales.pair(assessment),
            competing_interests=assessment.interests_in_words,
            other_interests=interest_lines(assessment.other_interests),
            published_at=assessment.published_at or assessment.proposed_at,
            about_other=assessment.version.number if assessment.version_id != shown.pk else None,
            number=assessment.version.number,
            is_dated=len(assessments) > 1,
            held=[_held(confirmed) for confirmed in assessment.confirmed],
            appeal=next(map(_decided, assessment.decided), None),
            open_appeal=next(map(OpenAppeal.read, assessment.appealed), None),
            corrections=posted_corrections(assessment),
            agreement=assessment.agreement,
            redactions=redaction_views(assessment.redactions),
            is_earlier=place > 0,
        )
        for place, assessment in enumerate(assessments)
    ]


def _decided(appeal: dict[str, Any]) -> DecidedAppeal:
    at = datetime.fromisoformat(appeal["at"])
    return DecidedAppeal(
        is_upheld=appeal["outcome"] == "upheld",
        html=appeal["html"],
        at=at,
        pk=appeal["pk"],
        redactions=redaction_views(appeal["redactions"]),
        interests=interest_lines(appeal["interests"]),
    )


def posted_corrections(assessment: LoadedAssessment) -> list[PostedCorrection]:
    """Of a withdrawn one, those of the reviews of its round that stand."""
    return [_correction(one, assessment) for one in assessment.corrections]


def _correction(stored: dict[str, Any], assessment: Assessment) -> PostedCorrection:
    about = f"{assessment.version.identifier}.r{stored['review']}" if stored["review"] else ""
    if about and stored["point"]:
        about = f"{about}.{stored['point']}"
    return PostedCorrection(
        identifier=f"{assessment.identifier}.c{stored['number']}",
        about=about,
        wrong=stored["wrong"],
        right=stored["right"],
        answer=str(Correction.State(stored["state"]).label),
        note=stored["note"],
        pk=stored["pk"],
        redactions=redaction_views(stored["redactions"]),
    )


def _held(confirmed: dict[str, Any]) -> LaterVersionHeld:
    at = datetime.fromisoformat(confirmed["at"])
    return LaterVersionHeld(
        number=confirmed["number"],
        reason=confirmed["reason"],
        at=at,
        pk=confirmed["pk"],
        redactions=redaction_views(confirmed["redactions"]),
        interests=interest_lines(confirmed["interests"]),
    )
