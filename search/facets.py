"""What a search can be narrowed by: on its page, in the API and in its feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.models import Issue
from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint, Subject
from reviews.models import Term, Vocabulary
from search import marks
from search.finding import Counts
from search.models import DocumentKind

Words = str | Promise
ALL_REVIEWED = "all-reviewed"  # a choice of the status that stands for several
REVIEWED = (
    Preprint.Status.REVIEWED,
    Preprint.Status.REVISED,
    Preprint.Status.SELECTED,
    Preprint.Status.FINAL,
)
KINDS = {
    DocumentKind.WORK: _("Preprints"),
    DocumentKind.ASSESSMENT: _("Assessments"),
    DocumentKind.REVIEW: _("Reviews"),
    DocumentKind.RESPONSE: _("Author responses"),
    DocumentKind.EDITORIAL: _("Editorials"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """value: in the address. marks: a text has one of them. counted: values whose counts are its
    own."""

    value: str
    words: Words
    marks: tuple[str, ...]
    counted: tuple[str, ...]

    def texts(self, counts: Mapping[str, int]) -> int:
        return sum(counts.get(value, 0) for value in self.counted)


@dataclass(frozen=True, slots=True)
class Facet:
    """name: in the address, and of its counts unless `mark` is another one."""

    name: str
    label: Words
    mark: str
    choices: Sequence[Choice]
    is_ordered: bool = False  # its choices have an order of their own

    def chosen(self, asked: Mapping[str, str]) -> Choice | None:
        value = asked.get(self.name, "")
        return next((choice for choice in self.choices if choice.value == value), None)


class Facets:
    """All of them; two queries: subjects, issues. terms: of each scale, the highest first."""

    def __init__(self, terms: Mapping[str, Sequence[Term]]) -> None:
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

    def groups(self, asked: Mapping[str, str]) -> list[tuple[str, ...]]:
        """The marks that an address asks for, a group for each facet."""
        chosen = [facet.chosen(asked) for facet in self.all]
        groups = [choice.marks for choice in chosen if choice]
        year = asked.get("year", "")
        return [*groups, (marks.mark(marks.YEAR, year),)] if is_year(year) else groups

    def with_years(self, counts: Counts, asked: Mapping[str, str]) -> list[Facet]:
        """All, and the years that were found or that one is asked for."""
        years = sorted(counts.of("year"), reverse=True)
        year = asked.get("year", "")
        if is_year(year) and year not in years:
            years = [year]
        choices = _plain(marks.YEAR, zip(years, years, strict=True))
        return [*self.all, Facet("year", _("Year"), marks.YEAR, choices, is_ordered=True)]

    def find(self, name: str, typed: str) -> tuple[str, ...]:
        """The marks of the choices that somebody may mean who typed `subject:` or `source:`."""
        (facet,) = (facet for facet in self.all if facet.name == name)
        low = typed.lower()
        exact = [one for one in facet.choices if low in (one.value, str(one.words).lower())]
        like = exact or [one for one in facet.choices if low in str(one.words).lower()]
        return tuple(mark for one in like for mark in one.marks)


def terms_in_use() -> dict[str, list[Term]]:
    """Of each scale those of its current edition, the highest first."""
    terms = Term.objects.filter(vocabulary__is_current=True).select_related("vocabulary")
    ordered = terms.order_by("vocabulary__scale", "-rank")
    return {
        scale: list(words) for scale, words in groupby(ordered, lambda term: term.vocabulary.scale)
    }


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
