"""Published reviews, and the authors' responses to them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypedDict, TypeVar

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from preprints.models import Version
from reading.selectors.assessments import PostedCorrection
from reading.selectors.scales import Scales
from reviews.confidence import confidence_words
from reviews.models import Assessment, Byline, Response, Review
from reviews.models.reviews import PARTS
from reviews.selectors.preview import BYLINE_NOTES, ReviewText
from reviews.selectors.redactions import RedactionView, redaction_views
from text.code import colour_code
from web.compiled import compiled

Row = TypeVar("Row", bound=Review | Assessment | Response)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView(ReviewText):
    """A published review; `about_other` is the version it is about, when not the one shown.

    is_without_round: it was volunteered, and no assessment weighs it.
    """

    identifier: str
    number: int | None
    url: str
    published_at: datetime | None
    about_other: int | None
    is_without_round: bool
    redactions: list[RedactionView]


@dataclass(frozen=True, slots=True)
class TombstoneView:
    """What stands in the place of a text that was withdrawn. name: of its writer, as published."""

    identifier: str
    kind: str
    name: str
    published_at: datetime | None
    withdrawn_at: datetime
    how: str
    reason: str
    redactions: list[RedactionView]
    about_other: int | None
    corrections: list[PostedCorrection] = field(default_factory=list)  # of reviews that stand


@dataclass(frozen=True, slots=True)
class ResponseView:
    identifier: str
    name: str
    html: str
    competing_interests: str
    posted_at: datetime
    about_other: int | None
    redactions: list[RedactionView]


class _Annotations(TypedDict):
    signed_handle: str | None


PublishedReview: TypeAlias = "WithAnnotations[Review, _Annotations]"


def published_reviews() -> "QuerySet[PublishedReview]":
    """With the withdrawn ones, of which only the tombstone is shown (`split_withdrawn`). With the
    handle of the reviewer where the review is signed and they have an account; no other trace of
    who wrote.
    """
    handle = Case(
        When(
            byline_kind=Byline.SIGNED,
            reviewer__is_active=True,  # no guest is
            then=F("reviewer__profile__handle"),
        ),
        default=Value(""),
        output_field=CharField(),
    )
    return (
        Review.objects.shown()
        .defer("reviewer", *PARTS)
        .annotate(signed_handle=handle)
        .order_by("-version__number", "number")
    )


@compiled
def reviews_of(*, versions: Sequence[int]) -> "QuerySet[PublishedReview]":
    return published_reviews().filter(version__in=versions)


def split_withdrawn(
    rows: "Iterable[Row]", *, shown: Version
) -> "tuple[list[Row], list[TombstoneView]]":
    """Those that are published, and the tombstones of the others.

    rows: with their versions loaded. shown: the version whose page it is.
    """
    published: list[Row] = []
    tombstones = []
    for row in rows:
        if row.is_withdrawn:
            tombstones.append(tombstone_view(row, shown=shown))
        else:
            published.append(row)
    return published, tombstones


def tombstone_view(row: Review | Assessment | Response, *, shown: Version) -> TombstoneView:
    """row: withdrawn, with its version loaded."""
    kind, name, published_at = _what_was_there(row)
    assert row.withdrawn_at is not None  # noqa: S101 - a constraint says so
    return TombstoneView(
        identifier=row.identifier,
        kind=kind,
        name=name,
        published_at=published_at,
        withdrawn_at=row.withdrawn_at,
        how=row.get_withdrawn_as_display(),
        reason=row.withdrawal_reason,
        redactions=redaction_views(row.redactions_of_tombstone()),
        about_other=row.version.number if row.version_id != shown.pk else None,
    )


def _what_was_there(row: Review | Assessment | Response) -> tuple[str, str, datetime | None]:
    if isinstance(row, Review):
        words = _("Review %(number)s") % {"number": row.number}
        return words, row.byline(), row.published_at
    if isinstance(row, Assessment):
        return _("Editors’ assessment"), "", row.published_at
    return _("Author response"), row.author_name, row.posted_at


def with_versions(rows: "Iterable[Row]", versions: Collection[Version]) -> "list[Row]":
    """Give each row its version from those at hand: a join would load each one's whole text."""
    known = {version.pk: version for version in versions}
    loaded = list(rows)
    for row in loaded:
        row.version = known[row.version_id]
    return loaded


def review_views(
    reviews: Iterable[PublishedReview],
    scales: Scales,
    *,
    shown: Version,
    shows_recommendations: bool,
) -> list[ReviewView]:
    """reviews: published ones, each with its version."""
    return [
        review_view(review, scales, shown=shown, shows_recommendations=shows_recommendations)
        for review in reviews
    ]


def review_view(
    review: PublishedReview, scales: Scales, *, shown: Version, shows_recommendations: bool
) -> ReviewView:
    """review: with its version loaded."""
    handle = review.signed_handle or ""
    other = review.version_id != shown.pk
    return ReviewView(
        identifier=review.identifier,
        number=review.number,
        url=review.get_absolute_url(),
        byline=review.byline(),
        byline_note=_byline_note(review),
        person_url=reverse("reading:person", args=[handle]) if handle else "",
        public_parts=[(head, colour_code(html)) for head, html in review.public_parts()],
        scales=scales.pair(review),
        confidence=confidence_words(review.confidence),
        competing_interests=review.public_interests(),
        ai_use=review.public_ai_use(),
        recommendations_html=review.recommendations_html if shows_recommendations else "",
        published_at=review.published_at,
        about_other=review.version.number if other else None,
        is_without_round=review.round_id is None,
        redactions=redaction_views(review.redactions),
    )


def _byline_note(review: Review) -> str:
    kind = Byline(review.byline_kind)
    if kind == Byline.ANONYMOUS and review.round_id is None:
        return _("the journal knows who wrote this")
    return str(BYLINE_NOTES[kind])


def response_views(responses: Sequence[Response], *, shown: Version) -> list[ResponseView]:
    """responses: with their version loaded."""
    return [
        ResponseView(
            identifier=response.identifier,
            name=response.author_name,
            html=colour_code(response.text_html),
            competing_interests=response.interests_in_words,
            posted_at=response.posted_at,
            about_other=response.version.number if response.version_id != shown.pk else None,
            redactions=redaction_views(response.redactions),
        )
        for response in responses
    ]
