"""What a search can be narrowed by, with how many texts there are of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.models import Issue
from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint, Subject
from reading.selectors.preprint_list import ALL_REVIEWED, REVIEWED
from reading.selectors.scales import Scales
from reviews.models import Term, Vocabulary
from search import marks
from search.finding import Counts
from search.models import DocumentKind

Words = str | Promise
SHOWN_AT_FIRST = 8  # choices of a facet; the others are folded
KINDS = {
    DocumentKind.WORK: _("Preprints"),
    DocumentKind.ASSESSMENT: _("Assessments"),
    DocumentKind.REVIEW: _("Reviews"),
    DocumentKind.RESPONSE: _("Author responses"),
    DocumentKind.EDITORIAL: _("Editorials"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """value: in the address. marks: a text has one of them. at: where it stands among others,
    None for: by how many texts."""

    value: str
    words: Words
    marks: tuple[str, ...]
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """name: in the address, and of its counts unless `mark` is another one."""

    name: str
    label: Words
    mark: str
    choices: Sequence[Choice]
    is_ordered: bool = False  # its choices have an order of their own

    def chosen(self, query: QueryDict) -> Choice | None:
        asked = query.get(self.name, "")
        return next((choice for choice in self.choices if choice.value == asked), None)


@dataclass(frozen=True, slots=True)
class FacetLink:
    words: Words
    texts: int
    url: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    label: Words
    links: list[FacetLink]
    folded: list[FacetLink]


class Facets:
    """All of them; three queries: terms, subjects, issues."""

    def __init__(self, scales: Scales) -> None:
        terms = {vocabulary.scale: words for vocabulary, words in scales.in_use()}
        significance = terms.get(Vocabulary.Scale.SIGNIFICANCE, [])
        strength = terms.get(Vocabulary.Scale.STRENGTH, [])
        self.all = (
            Facet("type", _("What"), marks.KIND, _plain(marks.KIND, KINDS.items())),
            _least(marks.SIGNIFICANCE, _("At least this significant"), significance),
            _least(marks.STRENGTH, _("Evidence at least"), strength),
            Facet("status", _("Status"), marks.STATUS, _statuses(), is_ordered=True),
            Facet("subject", _("Subject"), marks.SUBJECT, _subjects()),
            Facet("source", _("Source"), marks.SOURCE, _plain(marks.SOURCE, source_choices())),
            Facet("kind", _("Kind of work"), marks.WORK_KIND, _kinds()),
            Facet("issue", _("Issue"), marks.ISSUE, _issues(), is_ordered=True),
        )

    def groups(self, query: QueryDict) -> list[tuple[str, ...]]:
        """The marks that an address asks for, a group for each facet."""
        chosen = [facet.chosen(query) for facet in self.all]
        groups = [choice.marks for choice in chosen if choice]
        year = query.get("year", "")
        return [*groups, (marks.mark(marks.YEAR, year),)] if is_year(year) else groups

    def views(self, counts: Counts, query: QueryDict) -> list[FacetView]:
        """Those that there is something to choose from, or that are chosen."""
        years = _plain(marks.YEAR, ((one, one) for one in sorted(counts.of("year"))[::-1]))
        asked = query.get("year", "")
        if is_year(asked) and asked not in counts.of("year"):
            years = _plain(marks.YEAR, [(asked, asked)])
        with_years = (*self.all, Facet("year", _("Year"), marks.YEAR, years, is_ordered=True))
        views = (_view(facet, counts.of(facet.mark), query) for facet in with_years)
        return [view for view in views if view.links]

    def find(self, name: str, typed: str) -> tuple[str, ...]:
        """The marks of the choices that somebody may mean who typed `subject:` or `source:`."""
        (facet,) = (facet for facet in self.all if facet.name == name)
        low = typed.lower()
        exact = [one for one in facet.choices if low in (one.value, str(one.words).lower())]
        like = exact or [one for one in facet.choices if low in str(one.words).lower()]
        return tuple(mark for one in like for mark in one.marks)


def is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4


def _plain(mark: str, choices: Iterable[tuple[str, Words]]) -> list[Choice]:
    return [Choice(value, words, (marks.mark(mark, value),), (value,)) for value, words in choices]


def _statuses() -> list[Choice]:
    reviewed = tuple(str(status.value) for status in REVIEWED)
    marked = tuple(marks.mark(marks.STATUS, status) for status in reviewed)
    choices = _plain(marks.STATUS, Preprint.Status.choices)
    return [Choice(ALL_REVIEWED, _("All reviewed"), marked, reviewed), *choices]


def _kinds() -> list[Choice]:
    known = [choice for choice in Kind.choices if choice[0] != Kind.UNKNOWN]
    return _plain(marks.WORK_KIND, known)


def _subjects() -> list[Choice]:
    rows = Subject.objects.values_list("pk", "slug", "name")
    return [
        Choice(slug, name, (marks.mark(marks.SUBJECT, pk),), (str(pk),)) for pk, slug, name in rows
    ]


def _issues() -> list[Choice]:
    rows = Issue.objects.published().only("pk", "volume", "number")
    return [
        Choice(
            f"{row.volume}.{row.number}",
            row.label,
            (marks.mark(marks.ISSUE, row.pk),),
            (str(row.pk),),
        )
        for row in rows
    ]


def _least(scale: str, label: Words, terms: Sequence[Term]) -> Facet:
    """terms: the highest first."""
    choices = [
        Choice(
            term.slug,
            term.word,
            (marks.mark(scale, term.pk),),
            tuple(str(one.pk) for one in terms if one.rank >= term.rank),
        )
        for term in terms
    ]
    return Facet(scale, label, scale, choices, is_ordered=True)


def _view(facet: Facet, counts: Mapping[str, int], query: QueryDict) -> FacetView:
    """Once one is chosen it stands alone, and its link takes it back."""
    chosen = facet.chosen(query)
    if chosen:
        texts = sum(counts.get(value, 0) for value in chosen.counted)
        link = FacetLink(chosen.words, texts, _address(query, facet.name, ""), is_chosen=True)
        return FacetView(facet.label, [link], [])
    links = [
        FacetLink(choice.words, texts, _address(query, facet.name, choice.value))
        for choice in facet.choices
        if (texts := sum(counts.get(value, 0) for value in choice.counted))
    ]
    if not facet.is_ordered:
        links.sort(key=lambda link: (-link.texts, str(link.words)))
    return FacetView(facet.label, links[:SHOWN_AT_FIRST], links[SHOWN_AT_FIRST:])


def _address(query: QueryDict, name: str, value: str) -> str:
    """Of the same search with another choice, from its first page."""
    address = query.copy()
    address.pop("page", None)
    address[name] = value
    for empty in [one for one, given in address.items() if not given]:
        del address[empty]
    return f"?{address.urlencode()}"
