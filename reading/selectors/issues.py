"""Published issues and their contents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now
from django.http import Http404, QueryDict
from django.urls import reverse
from django_stubs_ext import WithAnnotations

from accounts.models import Profile
from curation.models import Entry, Issue
from curation.sections import by_section
from curation.selectors.interests import DeclaredLine, declared_lines
from curation.selectors.marks import EntryMark, marks_of
from events.models import Checkpoint
from preprints.models import Subject
from reading.cover_drawing import Ring
from reading.selectors.log import checkpoint_of_issue
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reading.selectors.scales import Scales
from reviews.models import Assessment, Reopening
from web.compiled import compiled
from web.paging import Page, page_of
from web.term_scale import TermScale

HEAVY_ENTRY_FIELDS = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as a reader sees it; `scales`: none, or significance and strength. marks: what has
    become of the work since the publication."""

    url: str
    title_html: str
    author_line: str
    version_identifier: str
    recommendation_html: str
    first_sentence: str
    by_name: str
    by_url: str
    scales: tuple[TermScale, ...]
    marks: Sequence[EntryMark] = ()


@dataclass(frozen=True, slots=True)
class IssueSection:
    name: str
    entries: list[EntryView]


@dataclass(frozen=True, slots=True)
class IssueContents:
    issue: Issue
    sections: list[IssueSection]
    editor_name: str = ""
    editor_url: str = ""
    checkpoint: Checkpoint | None = None  # the first of the log with its publication
    interests: Sequence[DeclaredLine] = ()

    @property
    def declares_none(self) -> bool:
        """Whether all its editors declared that they have no competing interests."""
        return bool(self.interests) and not any(one.are_declared for one in self.interests)

    @property
    def entries(self) -> list[EntryView]:
        return [entry for section in self.sections for entry in section.entries]


def published_issue(volume: int, number: int) -> Issue:
    """Without its evidence. Raises Http404 where there is none."""
    for issue in _published(volume=volume, number=number):
        return issue
    raise Http404


def latest_contents(scales: Scales) -> IssueContents | None:
    """The latest published issue with its entries; one query beside the scales'."""
    entries = _latest_entries()
    return _contents(entries[0].issue, entries, scales) if entries else None


def issue_contents(issue: Issue) -> IssueContents:
    """Four queries: the editor's profile, the entries, what its editors declare, the scales; of a
    published issue one more, for the log's checkpoint, and one for what has become of its works,
    if anything has.
    """
    editor = next(iter(_profiles_of(user=issue.editor_id)), None)
    entries: list[LoadedEntry] = _entries_of(issue=issue.pk)
    interests = declared_lines(issue, entries)
    if not issue.is_published:
        return replace(_contents(issue, entries, Scales(), editor), interests=interests)
    marks = marks_of([entry.preprint_id for entry in entries if entry.is_marked])
    contents = _contents(issue, entries, Scales(), editor, marks)
    return replace(contents, interests=interests, checkpoint=checkpoint_of_issue(issue))


def marks_since(issue: Issue) -> list[dict[str, Any]]:
    """What has become of its works since it was published, as JSON; two queries."""
    works = issue.entries.order_by("position").values_list("preprint", flat=True)
    marks = marks_of(list(works))
    return [mark.fields for work in works for mark in marks.get(work, ())]


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


class _NewestTerms(TypedDict):
    """newest_terms: ids of the terms of the newest assessment, by scale, or nothing. is_marked:
    whether something has become of the work since it was selected."""

    newest_terms: list[dict[str, int]]
    is_marked: bool


class _NewestTermsAndSubject(_NewestTerms):
    subject: str | None


LoadedEntry: TypeAlias = "WithAnnotations[Entry, _NewestTerms]"
EntryWithSubject: TypeAlias = "WithAnnotations[Entry, _NewestTermsAndSubject]"


def _entries() -> "QuerySet[LoadedEntry]":
    terms = JSONObject(significance="significance_id", strength="strength_id")
    marked = Reopening.objects.filter(version__preprint=OuterRef("preprint"))
    until = Coalesce(OuterRef("issue__published_at"), Now())  # a later one is no part of the issue
    assessments = Assessment.objects.published().filter(
        version=OuterRef("version"), published_at__lte=until
    )
    return (
        Entry.objects.select_related("version", "recommended_by__profile")
        .defer(*HEAVY_ENTRY_FIELDS)
        .annotate(
            is_marked=Exists(marked),
            newest_terms=ArraySubquery(
                assessments.order_by("-published_at").values(fields=terms)[:1]
            ),
        )
        .order_by("position")
    )


@compiled
def _published(*, volume: int, number: int) -> "QuerySet[Issue]":
    return Issue.objects.published().filter(volume=volume, number=number).defer("evidence")


@compiled
def _profiles_of(*, user: int) -> "QuerySet[Profile]":
    return Profile.objects.filter(user=user)


@compiled
def _entries_of(*, issue: int) -> "QuerySet[LoadedEntry]":
    return _entries().filter(issue=issue)


@compiled
def _latest_entries() -> "QuerySet[LoadedEntry]":
    """With their issue."""
    latest = Issue.objects.published().order_by("-volume", "-number").values("pk")[:1]
    entries = _entries().filter(issue=Subquery(latest))
    return entries.select_related("issue").defer("issue__evidence")


def _contents(
    issue: Issue,
    entries: Sequence[LoadedEntry],
    scales: Scales,
    editor: Profile | None = None,
    marks: Mapping[int, Sequence[EntryMark]] = MappingProxyType({}),
) -> IssueContents:
    """marks: by preprint."""
    return IssueContents(
        issue=issue,
        sections=[
            IssueSection(
                name,
                [
                    _entry_view(entry, scales, marks.get(entry.preprint_id, ()))
                    for entry in in_section
                ],
            )
            for name, in_section in by_section(entries).items()
        ],
        editor_name=editor.name if editor else "",
        editor_url=editor.get_absolute_url() if editor else "",
    )


def _entry_view(entry: LoadedEntry, scales: Scales, marks: Sequence[EntryMark]) -> EntryView:
    version, person = entry.version, entry.recommended_by
    profile = getattr(person, "profile", None) if person.is_active else None
    return EntryView(
        url=reverse("reading:version", args=[version.preprint_id, version.number]),
        title_html=version.title_html,
        author_line=version.author_line,
        version_identifier=version.identifier,
        recommendation_html=entry.recommendation_html,
        first_sentence=entry.first_sentence,
        by_name=entry.recommended_by_name,
        by_url=profile.get_absolute_url() if profile else "",
        scales=_scales(entry, scales),
        marks=marks,
    )


def _scales(entry: LoadedEntry, scales: Scales) -> tuple[TermScale, ...]:
    if not entry.newest_terms:
        return ()
    (terms,) = entry.newest_terms
    return scales.of(terms["significance"]), scales.of(terms["strength"])


def _ring(entry: EntryWithSubject, scales: Scales) -> Ring:
    drawn = _scales(entry, scales)
    positions = [[tick.is_chosen for tick in scale.ticks].index(True) for scale in drawn]
    return Ring(
        significance=positions[0] if drawn else None,
        significances=len(drawn[0].ticks) if drawn else 5,
        strength=positions[1] if drawn else None,
        strengths=len(drawn[1].ticks) if drawn else 6,
        subject=entry.subject or "",
    )
