"""The preprint page: the work, what was said about it, and what happened to it."""

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
from reading.selectors.actions import Act, acts
from reading.selectors.locations import Place, read_place
from reading.selectors.notices import Notice, notices
from reading.selectors.related import Related, related
from reading.selectors.reviews import Answer, Letter, answers, letters, with_versions
from reading.selectors.scales import Scales
from reading.selectors.versions import may_read_recommendations
from reading.selectors.works import status_words
from reading.status_words import status_sentence
from reading.timeline import Moment, timeline
from reviews.models import Assessment, Response, Submission
from reviews.named_events import data_with_name, with_names
from web.term_scale import TermScale

MOMENTS_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Summary:
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

    One that only the source has has the source's name as `place`."""

    words: str
    url: str
    posted_at: datetime
    is_withdrawn: bool = False
    is_shown: bool = False
    changes_url: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A line for a list of references: of the version that was reviewed, where one was."""

    words: str
    identifier: str
    url: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """That an issue has the work, and why."""

    issue: str
    url: str
    html: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is public about a preprint: all of it, or what is about one version."""

    summary: Summary | None
    letters: list[Letter]
    responses: list[Response]


@dataclass(frozen=True, slots=True)
class PreprintPage:
    """`body_html` is empty where the full text may not be shown; `more_authors` counts those not
    named; `places` are where it still is, `all_places` also where it no longer is."""

    preprint: Preprint
    version: Version
    status: str
    status_sentence: str
    authors: list[dict[str, str]]
    more_authors: int
    notices: list[Notice]
    places: list[Place]
    all_places: list[Place]
    subjects: list[Link]
    body_html: str
    consent: str
    summary: Summary | None
    letters: list[Letter]
    answers: list[Answer]
    moments: list[Moment]
    versions: list[VersionRow]
    related: Related
    selections: list[Selection]
    acts: list[Act]
    citation: Citation
    version_words: str


def preprint_page(version: Any, user: Any, *, only_this_version: bool) -> PreprintPage:
    """version: as `find_version` loads it. Six queries; what is said about every version is shown,
    or only about this one."""
    preprint = version.preprint
    versions = _versions(preprint)
    asked = [one for one in versions if one.pk == version.pk or not only_this_version]
    said = _said(version, user, asked)
    has_assessment = said.summary is not None
    all_places = [read_place(row) for row in version.beside["places"]]
    places = [place for place in all_places if not place.gone_since] or all_places
    return PreprintPage(
        preprint=preprint,
        version=version,
        status=status_words(preprint),
        status_sentence=status_sentence(
            preprint.status,
            status_at=preprint.status_at,
            reviews=len(said.letters),
            has_assessment=has_assessment,
            has_response=bool(said.responses),
            was_submitted=version.was_submitted,
        ),
        authors=version.first_authors,
        more_authors=version.author_count - len(version.first_authors),
        notices=notices(version, versions, all_places, reviewed=version.beside["reviewed"]),
        places=places,
        all_places=all_places,
        subjects=[Link(one["name"], _url("subject", one["slug"])) for one in version.subjects],
        body_html=version.body,
        consent=_consent(version),
        summary=said.summary,
        letters=said.letters,
        answers=answers(said.responses, shown=version),
        moments=_moments(version),
        versions=_version_rows(version, versions, all_places),
        related=related(version.beside["relations"], version.beside["discussions"]),
        selections=[_selection(one) for one in version.issues],
        acts=acts(version, user, responses=said.responses, has_assessment=has_assessment),
        citation=_citation(version, versions, said.letters, all_places),
        version_words=_words(version, all_places),
    )


def _said(version: Any, user: Any, versions: Sequence[Version]) -> Said:
    """versions: those whose reviews, assessments and responses are asked for."""
    scales = Scales()
    assessments = (
        Assessment.objects.published().filter(version__in=versions).order_by("-published_at", "-pk")
    )
    responses = Response.objects.filter(version__in=versions)
    return Said(
        summary=_summary(with_versions(assessments[:1], versions), scales, version),
        letters=letters(
            scales,
            versions,
            shown=version,
            shows_recommendations=may_read_recommendations(version, user),
        ),
        responses=with_versions(responses, versions),
    )


def _summary(assessments: Sequence[Assessment], scales: Scales, shown: Version) -> Summary | None:
    for assessment in assessments:
        other = assessment.version_id != shown.pk
        return Summary(
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
    shown: Version, versions: Sequence[Version], places: Sequence[Place]
) -> list[VersionRow]:
    """Those stored here and those that only the source's own list names, newest first."""
    befores = [*versions[1:], None]
    rows = [
        VersionRow(
            words=_words(one, places),
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
            url=place.url_of(entry["label"]),
            posted_at=datetime.fromisoformat(entry["posted_at"]),
            is_withdrawn=entry.get("is_withdrawn", False),
            place=place.words,
        )
        for place in places
        for entry in place.history
        if not labels & {(place.location_id, entry["label"]), (None, entry["label"])}
    ]
    return sorted(rows, key=lambda row: row.posted_at, reverse=True)


def _changes_url(older: Version, newer: Version) -> str:
    return reverse("reading:compare", args=[newer.preprint_id, older.number, newer.number])


def _consent(version: Any) -> str:
    return next((str(Submission.Consent(one["consent"]).label) for one in version.submission), "")


def _moments(version: Version) -> list[Moment]:
    preprint = version.preprint
    events = Event.objects.public().about_preprint(preprint.pk).order_by("-at", "-pk")
    told = list(with_names(events)[:MOMENTS_SHOWN])
    for event in told:
        event.data = data_with_name(event)
    return [*timeline(told), Moment(_("Posted"), preprint.first_posted_at)]


def _selection(issue: dict[str, Any]) -> Selection:
    label = _("Volume %(volume)s, Issue %(number)s") % issue
    url = reverse("reading:issue", args=[issue["volume"], issue["number"]])
    return Selection(label, url, issue["html"], issue["name"])


def _citation(
    shown: Version, versions: Sequence[Version], letters: Sequence[Letter], places: Sequence[Place]
) -> Citation:
    """Of the newest version with a review on the page; of the one shown where there is none."""
    reviewed = {letter.about_other or shown.number for letter in letters}
    number = max(reviewed, default=shown.number)
    version = next(one for one in versions if one.number == number)
    reference = source_reference(
        _place_of(version, places),
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


def _words(version: Version, places: Sequence[Place]) -> str:
    place = _place_of(version, places)
    return version_words(version.number, version.source_version, place.source if place else "")


def _place_of(version: Version, places: Sequence[Place]) -> Place | None:
    """Where it was seen; where nobody kept it, the work's first place."""
    if version.location_id is None:
        return next(iter(places), None)
    return next((place for place in places if place.location_id == version.location_id), None)


def _url(name: str, key: int | str) -> str:
    return reverse(f"reading:{name}", args=[key])
