"""The preprint page: the work, what was published about it, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from preprints.models import Preprint, Version
from preprints.version_names import source_reference, version_words
from reading.links import Link
from reading.selectors.actions import Action, actions
from reading.selectors.locations import LocationView, location_view
from reading.selectors.notices import Notice, notices
from reading.selectors.related import Related, related
from reading.selectors.reviews import (
    ResponseView,
    ReviewView,
    response_views,
    review_views,
    with_versions,
)
from reading.selectors.scales import Scales
from reading.selectors.versions import may_read_recommendations
from reading.selectors.works import status_words
from reading.status_words import status_sentence
from reading.timeline import TimelineItem, timeline
from reviews.models import Assessment, Response, Submission
from reviews.selectors.named_events import data_with_name, with_names
from web.term_scale import TermScale

TIMELINE_ITEMS_SHOWN = 80


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The editors' assessment; about_other: the version it is about, when not the one shown."""

    identifier: str
    html: str
    scales: tuple[TermScale, TermScale]
    competing_interests: str
    published_at: datetime
    about_other: int | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list of all; `changes_url` leads to what changed since the one before.

    One that only the source has has the source's name as `location`."""

    words: str
    url: str
    posted_at: datetime
    is_withdrawn: bool = False
    is_shown: bool = False
    changes_url: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A line for a list of references: of the version that was reviewed, where one was."""

    words: str
    identifier: str
    url: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class IssueSelection:
    """That an issue has the work, and why."""

    issue: str
    url: str
    html: str
    name: str


@dataclass(frozen=True, slots=True)
class PublishedReviews:
    """What is public about a preprint: all of it, or what is about one version."""

    assessment: AssessmentView | None
    reviews: list[ReviewView]
    responses: list[Response]


@dataclass(frozen=True, slots=True)
class PreprintPage:
    """`body_html` is empty where the full text may not be shown; `more_authors` counts those not
    named; `locations` are where it still is, `all_locations` also where it no longer is."""

    preprint: Preprint
    version: Version
    status: str
    status_sentence: str
    authors: list[dict[str, str]]
    more_authors: int
    notices: list[Notice]
    locations: list[LocationView]
    all_locations: list[LocationView]
    subjects: list[Link]
    body_html: str
    consent: str
    assessment: AssessmentView | None
    reviews: list[ReviewView]
    responses: list[ResponseView]
    timeline_items: list[TimelineItem]
    versions: list[VersionRow]
    related: Related
    selections: list[IssueSelection]
    actions: list[Action]
    citation: Citation
    version_words: str


def preprint_page(version: Any, user: Any, *, only_this_version: bool) -> PreprintPage:
    """version: as `find_version` loads it. Six queries. It shows the reviews of every version, or
    of this one only."""
    preprint = version.preprint
    versions = _versions(preprint)
    asked = [one for one in versions if one.pk == version.pk or not only_this_version]
    published = _published_reviews(version, user, asked)
    has_assessment = published.assessment is not None
    all_locations = [location_view(row) for row in version.beside["locations"]]
    locations = [location for location in all_locations if not location.gone_since] or all_locations
    return PreprintPage(
        preprint=preprint,
        version=version,
        status=status_words(preprint),
        status_sentence=status_sentence(
            preprint.status,
            status_at=preprint.status_at,
            reviews=len(published.reviews),
            has_assessment=has_assessment,
            has_response=bool(published.responses),
            was_submitted=version.was_submitted,
        ),
        authors=version.first_authors,
        more_authors=version.author_count - len(version.first_authors),
        notices=notices(version, versions, all_locations, reviewed=version.beside["reviewed"]),
        locations=locations,
        all_locations=all_locations,
        subjects=[Link(one["name"], _url("subject", one["slug"])) for one in version.subjects],
        body_html=version.body,
        consent=_consent(version),
        assessment=published.assessment,
        reviews=published.reviews,
        responses=response_views(published.responses, shown=version),
        timeline_items=_timeline(version),
        versions=_version_rows(version, versions, all_locations),
        related=related(version.beside["relations"], version.beside["discussions"]),
        selections=[_selection(one) for one in version.issues],
        actions=actions(
            version, user, responses=published.responses, has_assessment=has_assessment
        ),
        citation=_citation(version, versions, published.reviews, all_locations),
        version_words=_words(version, all_locations),
    )


def _published_reviews(version: Any, user: Any, versions: Sequence[Version]) -> PublishedReviews:
    """versions: those whose reviews, assessments and responses are asked for."""
    scales = Scales()
    assessments = (
        Assessment.objects.published().filter(version__in=versions).order_by("-published_at", "-pk")
    )
    responses = Response.objects.filter(version__in=versions)
    return PublishedReviews(
        assessment=_assessment(with_versions(assessments[:1], versions), scales, version),
        reviews=review_views(
            scales,
            versions,
            shown=version,
            shows_recommendations=may_read_recommendations(version, user),
        ),
        responses=with_versions(responses, versions),
    )


def _assessment(
    assessments: Sequence[Assessment], scales: Scales, shown: Version
) -> AssessmentView | None:
    for assessment in assessments:
        other = assessment.version_id != shown.pk
        return AssessmentView(
            identifier=assessment.identifier,
            html=assessment.text_html,
            scales=scales.pair(assessment),
            competing_interests=assessment.competing_interests,
            published_at=assessment.published_at or assessment.proposed_at,
            about_other=assessment.version.number if other else None,
        )
    return None


def _versions(preprint: Preprint) -> list[Version]:
    fields = ("preprint_id", "number", "location_id", "source_version", "posted_at", "is_withdrawn")
    cited = ("title_plain", "author_line", "seen_at")
    return list(preprint.versions.only(*fields, *cited).order_by("-number"))


def _version_rows(
    shown: Version, versions: Sequence[Version], locations: Sequence[LocationView]
) -> list[VersionRow]:
    """Those stored here and those that only the source's own list names, newest first."""
    befores = [*versions[1:], None]
    rows = [
        VersionRow(
            words=_words(one, locations),
            url=one.get_absolute_url(),
            posted_at=one.posted_at,
            is_withdrawn=one.is_withdrawn,
            is_shown=one.pk == shown.pk,
            changes_url=_changes_url(before, one) if before else "",
        )
        for one, before in zip(versions, befores, strict=True)
    ]
    labels = {(one.location_id, one.source_version) for one in versions}
    rows += [
        VersionRow(
            words=entry["label"],
            url=location.url_of(entry["label"]),
            posted_at=datetime.fromisoformat(entry["posted_at"]),
            is_withdrawn=entry.get("is_withdrawn", False),
            location=location.words,
        )
        for location in locations
        for entry in location.history
        if not labels & {(location.location_id, entry["label"]), (None, entry["label"])}
    ]
    return sorted(rows, key=lambda row: row.posted_at, reverse=True)


def _changes_url(older: Version, newer: Version) -> str:
    return reverse("reading:compare", args=[newer.preprint_id, older.number, newer.number])


def _consent(version: Any) -> str:
    return next((str(Submission.Consent(one["consent"]).label) for one in version.submission), "")


def _timeline(version: Version) -> list[TimelineItem]:
    preprint = version.preprint
    events = Event.objects.public().about_preprint(preprint.pk).order_by("-at", "-pk")
    listed = list(with_names(events)[:TIMELINE_ITEMS_SHOWN])
    for event in listed:
        event.data = data_with_name(event)
    return [*timeline(listed), TimelineItem(_("Posted"), preprint.first_posted_at)]


def _selection(issue: dict[str, Any]) -> IssueSelection:
    label = _("Volume %(volume)s, Issue %(number)s") % issue
    url = reverse("reading:issue", args=[issue["volume"], issue["number"]])
    return IssueSelection(label, url, issue["html"], issue["name"])


def _citation(
    shown: Version,
    versions: Sequence[Version],
    reviews: Sequence[ReviewView],
    locations: Sequence[LocationView],
) -> Citation:
    """Of the newest version with a review on the page; of the one shown where there is none."""
    reviewed = {review.about_other or shown.number for review in reviews}
    number = max(reviewed, default=shown.number)
    version = next(one for one in versions if one.number == number)
    reference = source_reference(
        _location_of(version, locations),
        version.source_version,
        posted_at=version.posted_at,
        seen_at=version.seen_at,
    )
    parts = [
        f"{version.author_line} ({version.posted_at.year})",
        version.title_plain.rstrip("."),
        *([reference] if reference else []),
    ]
    return Citation(
        words=". ".join(parts) + ".",
        identifier=version.identifier,
        url=version.get_absolute_url(),
        is_reviewed=bool(reviewed),
    )


def _words(version: Version, locations: Sequence[LocationView]) -> str:
    location = _location_of(version, locations)
    return version_words(
        version.number, version.source_version, location.source if location else ""
    )


def _location_of(version: Version, locations: Sequence[LocationView]) -> LocationView | None:
    """Where it was seen; where nobody kept it, the work's first place."""
    if version.location_id is None:
        return next(iter(locations), None)
    return next(
        (location for location in locations if location.location_id == version.location_id), None
    )


def _url(name: str, key: int | str) -> str:
    return reverse(f"reading:{name}", args=[key])
