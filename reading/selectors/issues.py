"""Published issues and their contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Profile
from curation.models import Entry, Issue
from curation.sections import by_section
from preprints.models import Subject
from reading.covers import Ring
from reading.selectors.scales import Scales
from reading.selectors.works import HEAVY_VERSION_FIELDS
from reviews.models import Assessment
from web.paging import Page, page_of
from web.term_scale import TermScale

HEAVY_ENTRY_FIELDS = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One entry as a reader sees it; `scales`: none, or significance and strength."""

    url: str
    title_html: str
    author_line: str
    version_identifier: str
    recommendation_html: str
    first_sentence: str
    by_name: str
    by_url: str
    scales: tuple[TermScale, ...]


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    entries: list[Chosen]


@dataclass(frozen=True, slots=True)
class Contents:
    issue: Issue
    sections: list[Section]
    editor_name: str = ""
    editor_url: str = ""

    @property
    def entries(self) -> list[Chosen]:
        return [entry for section in self.sections for entry in section.entries]


def latest_contents(scales: Scales) -> Contents | None:
    """The latest published issue with its entries; one query beside the scales'."""
    latest = Issue.objects.published().order_by("-volume", "-number").values("pk")[:1]
    entries = list(
        _entries().filter(issue=Subquery(latest)).select_related("issue").defer("issue__evidence")
    )
    return _contents(entries[0].issue, entries, scales) if entries else None


def issue_contents(issue: Issue) -> Contents:
    """Three queries: the editor's profile, the entries, the scales."""
    editor = Profile.objects.filter(user=issue.editor_id).first()
    return _contents(issue, list(_entries().filter(issue=issue)), Scales(), editor)


def issue_page(query: QueryDict) -> Page[Issue]:
    """One query."""
    issues = Issue.objects.published().defer("evidence", "editorial", "editorial_html")
    return page_of(issues, moment="published_at", query=query)


def cover_rings(issue: Issue) -> list[Ring]:
    """What the cover is drawn from; two queries."""
    scales = Scales()
    subjects = Subject.objects.filter(preprints=OuterRef("preprint")).order_by("name")
    entries = _entries().filter(issue=issue)
    return [
        _ring(entry, scales)
        for entry in entries.annotate(subject=Subquery(subjects.values("slug")[:1]))
    ]


def _entries() -> "QuerySet[Entry]":
    terms = JSONObject(significance="significance_id", strength="strength_id")
    assessments = Assessment.objects.published().filter(version=OuterRef("version"))
    return (
        Entry.objects.select_related("version", "recommended_by__profile")
        .defer(*HEAVY_ENTRY_FIELDS)
        .annotate(judged=ArraySubquery(assessments.order_by("-published_at").values(t=terms)[:1]))
        .order_by("position")
    )


def _contents(
    issue: Issue, entries: Sequence[Entry], scales: Scales, editor: Profile | None = None
) -> Contents:
    return Contents(
        issue=issue,
        sections=[
            Section(name, [_chosen(entry, scales) for entry in found])
            for name, found in by_section(entries).items()
        ],
        editor_name=editor.name if editor else "",
        editor_url=editor.get_absolute_url() if editor else "",
    )


def _chosen(entry: Any, scales: Scales) -> Chosen:
    version, profile = entry.version, getattr(entry.recommended_by, "profile", None)
    return Chosen(
        url=reverse("reading:version", args=[version.preprint_id, version.number]),
        title_html=version.title_html,
        author_line=version.author_line,
        version_identifier=version.identifier,
        recommendation_html=entry.recommendation_html,
        first_sentence=entry.first_sentence,
        by_name=entry.recommended_by_name,
        by_url=profile.get_absolute_url() if profile else "",
        scales=_scales(entry, scales),
    )


def _scales(entry: Any, scales: Scales) -> tuple[TermScale, ...]:
    if not entry.judged:
        return ()
    return scales.of(entry.judged[0]["significance"]), scales.of(entry.judged[0]["strength"])


def _ring(entry: Any, scales: Scales) -> Ring:
    drawn = _scales(entry, scales)
    positions = [[tick.is_chosen for tick in scale.ticks].index(True) for scale in drawn]
    return Ring(
        significance=positions[0] if drawn else None,
        significances=len(drawn[0].ticks) if drawn else 5,
        strength=positions[1] if drawn else None,
        strengths=len(drawn[1].ticks) if drawn else 6,
        subject=entry.subject or "",
    )
