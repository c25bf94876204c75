"""What the journal published of each work in an issue, until that was published: for its files.

Of the pinned version and of those before it. What was withdrawn since stands as its tombstone, as
everywhere; what became of a work later, on its entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypedDict

from django_stubs_ext import WithAnnotations

from curation.models import Issue
from preprints.models import Version
from preprints.version_names import cited_version
from reading.selectors.assessments import (
    AssessmentView,
    LoadedAssessment,
    assessment_views,
    shown_assessments,
)
from reading.selectors.citations import mark_of
from reading.selectors.issues import EntryView, IssueContents
from reading.selectors.locations import LoadedLocation, location_of_version, location_view
from reading.selectors.reviews import (
    PublishedReview,
    ResponseView,
    ReviewView,
    TombstoneView,
    response_views,
    review_views,
    reviews_of,
    split_withdrawn,
    with_versions,
)
from reading.selectors.scales import Scales
from reviews.models import Response
from web.addresses import absolute
from web.compiled import ids


class _Annotations(TypedDict):
    place: list[LoadedLocation]


PlacedVersion: TypeAlias = "WithAnnotations[Version, _Annotations]"


@dataclass(frozen=True, slots=True)
class PublishedWork:
    """One work of an issue. reference: the source's own name of the version; source_url: where it
    is public; "" where nobody knows. mark: "RETRACTED", "WITHDRAWN" or ""."""

    entry: EntryView
    title_plain: str
    url: str
    mark: str
    reference: str
    source_url: str
    assessments: list[AssessmentView]
    reviews: list[ReviewView]
    responses: list[ResponseView]
    tombstones: list[TombstoneView]


@dataclass(frozen=True, slots=True)
class WorkSection:
    name: str
    works: list[PublishedWork]


def issue_works(contents: IssueContents) -> list[WorkSection]:
    """contents: of a published issue. Six queries, one of them for the scales."""
    issue, scales = contents.issue, Scales()
    pinned = {version.identifier: version for version in _pinned(issue)}
    versions = _versions(pinned)
    rows = _Rows.load(versions, until=issue.published_at or issue.created_at)
    return [
        WorkSection(
            section.name,
            [
                _work(entry, pinned[entry.version_identifier], rows, scales)
                for entry in section.entries
            ],
        )
        for section in contents.sections
    ]


def _pinned(issue: Issue) -> "list[PlacedVersion]":
    versions = Version.objects.filter(entries__issue=issue).select_related("preprint")
    fields = ("number", "title_plain", "source_version", "posted_at", "seen_at", "is_withdrawn")
    loaded = versions.only(*fields, "location_id", "preprint__status")
    return list(loaded.annotate(place=location_of_version()))


def _versions(pinned: "dict[str, PlacedVersion]") -> list[Version]:
    """Those in the issue, and the earlier ones of the same works."""
    number = {version.preprint_id: version.number for version in pinned.values()}
    every = Version.objects.filter(preprint__in=number).only("preprint_id", "number")
    return [one for one in every.order_by("pk") if one.number <= number[one.preprint_id]]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Published and withdrawn, each with its version, in the order of their pages."""

    reviews: list[PublishedReview]
    assessments: list[LoadedAssessment]
    responses: list[Response]

    @classmethod
    def load(cls, versions: Sequence[Version], *, until: datetime) -> "_Rows":
        asked = ids(versions)
        reviews = with_versions(reviews_of(versions=asked), versions)
        assessments = with_versions(shown_assessments(versions=asked), versions)
        responses = with_versions(Response.objects.filter(version__in=asked), versions)
        return cls(
            [one for one in reviews if one.published_at and one.published_at <= until],
            [one for one in assessments if one.published_at and one.published_at <= until],
            [one for one in responses if one.posted_at <= until],
        )


def _work(entry: EntryView, version: PlacedVersion, rows: _Rows, scales: Scales) -> PublishedWork:
    of_work = version.preprint_id
    reviews, withdrawn = split_withdrawn(
        (row for row in rows.reviews if row.version.preprint_id == of_work), shown=version
    )
    assessments, withdrawn_assessments = split_withdrawn(
        (row for row in rows.assessments if row.version.preprint_id == of_work), shown=version
    )
    responses, withdrawn_responses = split_withdrawn(
        (row for row in rows.responses if row.version.preprint_id == of_work), shown=version
    )
    place = location_view(version.place[0]) if version.place else None
    return PublishedWork(
        entry=entry,
        title_plain=version.title_plain,
        url=absolute(version.get_absolute_url()),
        mark=mark_of(version),
        reference=cited_version(
            place, version.source_version, posted_at=version.posted_at, seen_at=version.seen_at
        ),
        source_url=place.url if place else "",
        assessments=assessment_views(assessments, scales, version),
        reviews=review_views(reviews, scales, shown=version, shows_recommendations=False),
        responses=response_views(responses, shown=version),
        tombstones=[*withdrawn_assessments, *withdrawn, *withdrawn_responses],
    )
