"""The list of subjects, with how many works each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from preprints.models import Preprint, Subject
from reading.selectors.preprint_counts import MOST_COUNTED
from reading.selectors.sorts import SortLink, chosen_sort, sort_links
from search.facets import REVIEWED
from web.paging import Page, SortKey, page_by

SORTS = {"": _("By name"), "reviewed": _("Most works reviewed")}


class _CountUpTo(Subquery):
    """How many rows a query has that ends after so many."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """works, reviewed: at most one more than `MOST_COUNTED`."""

    subject: Subject
    works: int
    reviewed: int

    @property
    def has_more_works(self) -> bool:
        return self.works > MOST_COUNTED

    @property
    def has_more_reviewed(self) -> bool:
        return self.reviewed > MOST_COUNTED


@dataclass(frozen=True, slots=True)
class SubjectList:
    rows: Sequence[ListedSubject]
    page: Page[Any]
    subjects: int
    sorts: list[SortLink]

    @property
    def most_counted(self) -> int:
        return MOST_COUNTED


def subject_list(query: QueryDict) -> SubjectList:
    """Subjects that a public work has. Three queries."""
    sort = chosen_sort(query, SORTS)
    works = Preprint.objects.public().filter(subjects=OuterRef("pk")).order_by().values("pk")
    used = Subject.objects.filter(Exists(works))
    reviewed = _CountUpTo(works.filter(status__in=REVIEWED)[: MOST_COUNTED + 1])
    page: Page[Any]
    if sort == "reviewed":
        listed: QuerySet[Any] = used.annotate(reviewed=reviewed)
        page = page_by(listed, [SortKey("reviewed", int)], query=query)
    else:
        page = page_by(used, [SortKey("name", str)], query=query, is_ascending=True)
    return SubjectList(
        _rows(page, works, reviewed), page, used.count(), sort_links(query, SORTS, sort)
    )


def _rows(
    page: Page[Any], works: "QuerySet[Any, Any]", reviewed: _CountUpTo
) -> list[ListedSubject]:
    """Counted for those of the page alone."""
    shown = Subject.objects.filter(pk__in=[subject.pk for subject in page.rows]).order_by()
    counted = shown.annotate(
        works=_CountUpTo(works[: MOST_COUNTED + 1]), works_reviewed=reviewed
    ).values_list("pk", "works", "works_reviewed")
    counts = {pk: (all_works, some) for pk, all_works, some in counted}
    return [ListedSubject(subject, *counts[subject.pk]) for subject in page.rows]
