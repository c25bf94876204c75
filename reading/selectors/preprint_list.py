"""The lists of preprints and their filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import AnyUser
from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint, Subject
from reading.selectors.filters import Filter, FilterChoice
from reading.selectors.preprint_counts import MOST_COUNTED, WorkCounts, count_works
from reading.selectors.preprint_rows import (
    ListedPreprint,
    LoadedPreprint,
    preprint_rows,
    with_row_fields,
)
from reading.selectors.scales import Scales
from reading.selectors.sorts import SortLink, chosen_sort, sort_links
from reviews.models import Assessment, Term, Vocabulary
from search.facets import ALL_REVIEWED, REVIEWED
from web.paging import Page, SortKey, page_by

# By the name in the address: by what, the newest and highest first, and in words.
SORTS = {
    "": ([SortKey("status_at")], gettext_lazy("Last changed")),
    "posted": ([SortKey("first_posted_at")], gettext_lazy("Last posted")),
    "significance": (
        [SortKey("significance_rank", int), SortKey("status_at")],
        gettext_lazy("Most significant"),
    ),
}


@dataclass(frozen=True, slots=True)
class PreprintList:
    counts: WorkCounts
    rows: list[ListedPreprint]
    page: Page[LoadedPreprint]
    filters: list[Filter]
    chosen_sort: str
    sorts: list[SortLink]

    @property
    def most_counted(self) -> int:
        return MOST_COUNTED

    @property
    def is_filtered(self) -> bool:
        return any(filter_.is_used for filter_ in self.filters)


def preprint_list(
    user: AnyUser, query: QueryDict, *, subject: Subject | None = None
) -> PreprintList:
    """Three queries, and one for the subjects to choose from where none is given."""
    scales = Scales()
    preprints: QuerySet[Preprint] = Preprint.objects.visible_to(user)
    filters = _filters(scales, query, has_subjects=subject is None)
    if subject is not None:
        preprints = preprints.filter(subjects=subject)
    counts, filters = _counted(preprints, filters, scales)
    narrowed = _narrowed(preprints, filters, scales)
    sort = chosen_sort(query, SORTS)
    page = page_by(with_row_fields(narrowed), SORTS[sort][0], query=query)
    sorts = sort_links(query, {name: words for name, (_keys, words) in SORTS.items()}, sort)
    return PreprintList(counts, preprint_rows(page.rows, scales), page, filters, sort, sorts)


def _narrowed(
    preprints: "QuerySet[Preprint]", filters: Sequence[Filter], scales: Scales
) -> "QuerySet[Preprint]":
    for filter_ in filters:
        for choice in filter_.choices:
            if choice.is_chosen:
                preprints = _narrow(preprints, filter_.name, choice.value, scales)
    return preprints


def _counted(
    preprints: "QuerySet[Preprint]", filters: Sequence[Filter], scales: Scales
) -> tuple[WorkCounts, list[Filter]]:
    """The works that are listed, and the filters with the choices that leave some of them.

    The choices of a filter in use are counted among the works that the others leave. One query.
    """
    used = [one for one in filters if one.is_used]
    unused = [one.name for one in filters if not one.is_used]
    lists = [(_narrowed(preprints, filters, scales), unused)]
    for one in used:
        others = [other for other in filters if other is not one]
        lists.append((_narrowed(preprints, others, scales), [one.name]))
    listed, *without = count_works(lists)
    by_name = {one.name: counts for one, counts in zip(used, without, strict=True)}
    counted = [_with_counts(one, by_name.get(one.name, listed), scales) for one in filters]
    return listed, [one for one in counted if one.choices or one.asked]


def _with_counts(filter_: Filter, counts: WorkCounts, scales: Scales) -> Filter:
    if counts.is_longer:
        return filter_
    of = counts.of.get(filter_.name, {})
    choices = [
        replace(choice, works=_works(filter_.name, choice.value, of, scales))
        for choice in filter_.choices
    ]
    return replace(filter_, choices=[one for one in choices if one.works or one.is_chosen])


def _works(name: str, value: str, of: Mapping[str, int], scales: Scales) -> int:
    if name in Vocabulary.Scale.values:
        values = [str(pk) for pk in _enough(name, value, scales)]
    else:
        values = list(REVIEWED) if (name, value) == ("status", ALL_REVIEWED) else [value]
    return sum(of.get(one, 0) for one in values)


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
    newest = (
        Assessment.objects.published()
        .filter(version__preprint=OuterRef("pk"))
        .order_by("-published_at", "-pk")
    )
    named = {f"given_{scale}": Subquery(newest.values(f"{scale}_id")[:1])}
    enough = _enough(scale, slug, scales)
    return preprints.annotate(**named).filter(**{f"given_{scale}__in": enough})


def _enough(scale: str, slug: str, scales: Scales) -> list[int]:
    """The numbers of this term and of the higher ones of its edition."""
    (terms,) = [terms for vocabulary, terms in scales.in_use() if vocabulary.scale == scale]
    (least,) = [term.rank for term in terms if term.slug == slug]
    return [term.pk for term in terms if term.rank >= least]
