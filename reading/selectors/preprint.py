"""The preprint page: the work, what was said about it, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from preprints.models import Preprint, Source, Version
from reading.acts import Act, acts
from reading.letters import Answer, Letter, answers, letters, with_versions
from reading.scales import Scales
from reading.selectors.versions import may_read_recommendations
from reading.statuses import status_sentence
from reading.timeline import Moment, timeline
from reading.works import status_words
from reviews.models import Assessment, Response, Submission
from web.term_scale import TermScale

MOMENTS_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str


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
    named; `newer_url` leads to a newer version of an older one that is shown."""

    preprint: Preprint
    version: Version
    status: str
    status_sentence: str
    authors: list[dict[str, str]]
    more_authors: int
    places: list[Link]
    subjects: list[Link]
    body_html: str
    consent: str
    summary: Summary | None
    letters: list[Letter]
    answers: list[Answer]
    moments: list[Moment]
    versions: list[Version]
    selections: list[Selection]
    acts: list[Act]
    newer_url: str
    citation: str


def preprint_page(version: Any, user: Any, *, only_this_version: bool) -> PreprintPage:
    """version: as `find_version` loads it. Six queries; what is said about every version is shown,
    or only about this one."""
    preprint = version.preprint
    versions = _versions(preprint)
    asked = [one for one in versions if one.pk == version.pk or not only_this_version]
    said = _said(version, user, asked)
    has_assessment = said.summary is not None
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
        ),
        authors=version.first_authors,
        more_authors=version.author_count - len(version.first_authors),
        places=_places(version),
        subjects=[Link(one["name"], _url("subject", one["slug"])) for one in version.subjects],
        body_html=version.body,
        consent=_consent(version),
        summary=said.summary,
        letters=said.letters,
        answers=answers(said.responses, shown=version),
        moments=_moments(version),
        versions=versions,
        selections=[_selection(one) for one in version.issues],
        acts=acts(version, user, responses=said.responses, has_assessment=has_assessment),
        newer_url=_newer_url(version, versions),
        citation=_citation(version),
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
    fields = ("preprint_id", "number", "source_version", "posted_at", "is_withdrawn")
    return list(preprint.versions.only(*fields).order_by("-number"))


def _places(version: Any) -> list[Link]:
    return [Link(str(Source(one["source"]).label), one["url"]) for one in version.places]


def _consent(version: Any) -> str:
    return next((str(Submission.Consent(one["consent"]).label) for one in version.submission), "")


def _moments(version: Version) -> list[Moment]:
    preprint = version.preprint
    events = Event.objects.public().about_preprint(preprint.pk).order_by("-at", "-pk")
    return [*timeline(events[:MOMENTS_SHOWN]), Moment(_("Posted"), preprint.first_posted_at)]


def _selection(issue: dict[str, Any]) -> Selection:
    label = _("Volume %(volume)s, Issue %(number)s") % issue
    url = reverse("reading:issue", args=[issue["volume"], issue["number"]])
    return Selection(label, url, issue["html"], issue["name"])


def _newer_url(version: Version, versions: Sequence[Version]) -> str:
    current = version.preprint.current_version_id
    is_current = version.pk == current
    return "" if is_current or not versions else _url("preprint", version.preprint_id)


def _citation(version: Any) -> str:
    """One line for a list of references; the page adds the address."""
    place = _places(version)[0].words if version.places else ""
    parts = [
        f"{version.author_line} ({version.posted_at.year})",
        version.title_plain.rstrip("."),
        _("%(place)s, version %(number)s") % {"place": place, "number": version.number},
    ]
    return ". ".join(parts) + "."


def _url(name: str, key: int | str) -> str:
    return reverse(f"reading:{name}", args=[key])
