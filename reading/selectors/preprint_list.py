"""The lists of preprints and their filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint, Subject
from reading.selectors.preprint_rows import (
    ListedPreprint,
    LoadedPreprint,
    preprint_rows,
    with_row_fields,
)
from reading.selectors.scales import Scales
from reviews.models import Assessment, Term
from search.facets import ALL_REVIEWED, REVIEWED
from web.paging import Page, page_of

MAX_SHOWN = 60  # characters of a value that no filter knows


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One option of a filter, and whether it is chosen."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list: the name in the address, its label, what may be chosen.

    asked: what the address asks for, "" where nothing.
    """

    name: str
    label: str
    choices: list[FilterChoice]
    asked: str

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def unknown(self) -> str:
        """What was asked for and cannot be chosen, cut; "" where it can."""
        return "" if self.is_used else self.asked[:MAX_SHOWN]


@dataclass(frozen=True, slots=True)
class PreprintList:
    rows: list[ListedPreprint]
    page: Page[LoadedPreprint]
    filters: list[Filter]

    @property
    def is_filtered(self) -> bool:
        return any(filter_.is_used for filter_ in self.filters)


def preprint_list(
    user: AnyUser, query: QueryDict, *, subject: Subject | None = None
) -> PreprintList:
    """Two queries, and one for the subjects to choose from where none is given."""
    scales = Scales()
    preprints: QuerySet[Preprint] = Preprint.objects.visible_to(user)
    filters = _filters(scales, query, has_subjects=subject is None)
    if subject is not None:
        preprints = preprints.filter(subjects=subject)
    for filter_ in filters:
        for choice in filter_.choices:
            if choice.is_chosen:
                preprints = _narrow(preprints, filter_.name, choice.value, scales)
    page = page_of(with_row_fields(preprints), moment="status_at", query=query)
    return PreprintList(preprint_rows(page.rows, scales), page, filters)


def _filters(scales: Scales, query: QueryDict, *, has_subjects: bool) -> list[Filter]:
    terms = {vocabulary.scale: words for vocabulary, words in scales.in_use()}
    subjects = list(Subject.objects.values_list("slug", "name")) if has_subjects else []
    options: list[tuple[str, str, Sequence[tuple[str, Any]]]] = [
        ("subject", _("Subject"), subjects),
        ("status", _("Status"), [(ALL_REVIEWED, _("All reviewed")), *Preprint.Status.choices]),
        ("source", _("Source"), source_choices()),
        ("kind", _("Kind"), Kind.choices),
        ("significance", _("At least this significant"), _words(terms.get("significance", []))),
        ("strength", _("Evidence at least"), _words(terms.get("strength", []))),
    ]
    return [
        Filter(
            name,
            label,
            [FilterChoice(value, str(words), query.get(name) == value) for value, words in choices],
            asked=query.get(name, ""),
        )
        for name, label, choices in options
        if choices
    ]


def _words(terms: Sequence[Term]) -> list[tuple[str, str]]:
    return [(term.slug, term.word) for term in terms]


def _narrow(
    preprints: "QuerySet[Preprint]", name: str, value: str, scales: Scales
) -> "QuerySet[Preprint]":
    if name == "subject":
        return preprints.filter(subjects__slug=value)
    if name == "source":
        return preprints.filter(locations__source=value, locations__is_canonical=True)
    if (name, value) == ("status", ALL_REVIEWED):
        return preprints.filter(status__in=REVIEWED)
    if name in ("status", "kind"):
        return preprints.filter(**{name: value})
    return _at_least(preprints, name, value, scales)


def _at_least(
    preprints: "QuerySet[Preprint]", scale: str, slug: str, scales: Scales
) -> "QuerySet[Preprint]":
    """Preprints whose newest assessment gives this term or a higher one of the same edition."""
    (chosen,) = [
        term
        for vocabulary, terms in scales.in_use()
        for term in terms
        if vocabulary.scale == scale and term.slug == slug
    ]
    enough = Term.objects.filter(vocabulary=chosen.vocabulary_id, rank__gte=chosen.rank)
    newest = (
        Assessment.objects.published()
        .filter(version__preprint=OuterRef("pk"))
        .order_by("-published_at", "-pk")
    )
    named = {f"given_{scale}": Subquery(newest.values(f"{scale}_id")[:1])}
    return preprints.annotate(**named).filter(**{f"given_{scale}__in": enough})
