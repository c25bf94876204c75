"""What editors see of works that may be one, and of those that were merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from preprints.duplicates.candidates import open_candidate
from preprints.duplicates.merged_ids import merge_target_ids
from preprints.duplicates.plan import NewNumber, plan_pair
from preprints.models import Author, DuplicateCandidate, Merge, Preprint, Version
from reviews.models import Review
from text.comparing import html_diff
from web.list_lengths import MERGES_BESIDE_PAIRS
from web.paging import Page, page_of

_PUBLISHED = Q(versions__reviews__status__in=Review.PUBLIC)


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two works that may be one; their counts of versions and reviews are annotations.

    title_diff: safe HTML of what differs in the titles, "" where they are the same. opening: the
    words that both begin with, "" where they begin differently.
    """

    candidate: DuplicateCandidate
    reason: str
    one: Preprint
    other: Preprint
    title_diff: str
    opening: str


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge. The titles are those of before: the merged preprint has none any more."""

    merge: Merge
    kept_title_html: str
    merged_title_html: str
    reason: str


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    pairs: list[CandidatePair]
    page: Page[DuplicateCandidate]
    merges: list[MergeRow]
    has_more_merges: bool


@dataclass(frozen=True, slots=True)
class MergePreviewPage:
    """numbers: of each version of the merged work. shown: whose title, authors and abstract the
    page has afterwards. shares_author: whether a name stands in both lists, or one is empty.
    """

    kept: Preprint
    merged: Preprint
    shown: Preprint
    shares_author: bool
    numbers: list[NewNumber]
    title_diff: str
    opening: str
    reason: str


def merge_preview_page(one: Preprint, other: Preprint) -> MergePreviewPage:
    """What a merge of two works will do. Raises a PreprintError where it cannot be done."""
    plan = plan_pair(one, other)
    works = works_to_compare([one.pk, other.pk])
    kept, merged = works[plan.kept.pk], works[plan.merged.pk]
    suggestion = open_candidate(kept, merged)
    reason = _(suggestion.reason) if suggestion else ""
    return MergePreviewPage(
        kept=kept,
        merged=merged,
        shown=works[plan.shown.pk],
        shares_author=shares_author(kept, merged),
        numbers=plan.named_numbers(),
        title_diff=title_diff(kept, merged),
        opening=common_opening(kept, merged),
        reason=reason,
    )


def duplicates_page(query: QueryDict) -> DuplicatesPage:
    """The open suggestions, newest first, and the last merges; eight queries."""
    is_open = DuplicateCandidate.objects.filter(state=DuplicateCandidate.State.OPEN)
    page = page_of(is_open, moment="created_at", query=query)
    merges = list(_merges()[: MERGES_BESIDE_PAIRS + 1])
    return DuplicatesPage(
        pairs=_pairs(page.rows),
        page=page,
        merges=merge_rows(merges[:MERGES_BESIDE_PAIRS]),
        has_more_merges=len(merges) > MERGES_BESIDE_PAIRS,
    )


def merges_page(query: QueryDict) -> Page[Merge]:
    return page_of(_merges(), moment="at", query=query)


def count_open() -> int:
    return DuplicateCandidate.objects.filter(state=DuplicateCandidate.State.OPEN).count()


def works_to_compare(preprint_ids: Sequence[int]) -> dict[int, Preprint]:
    """The works by id, each with what differs from another; two queries."""
    works = (
        Preprint.objects.filter(pk__in=preprint_ids)
        .select_related("current_version")
        .defer("current_version__body_html", "current_version__abstract_html")
        .prefetch_related("locations")
        .annotate(
            version_count=Count("versions", distinct=True),
            review_count=Count("versions__reviews", filter=_PUBLISHED),
        )
    )
    return {work.pk: work for work in works}


def title_diff(one: Preprint, other: Preprint) -> str:
    return html_diff(_title(one.current_version), _title(other.current_version)).html


def common_opening(one: Preprint, other: Preprint) -> str:
    first, second = one.current_version, other.current_version
    return first.teaser if first and second and first.teaser == second.teaser else ""


def shares_author(one: Preprint, other: Preprint) -> bool:
    """Whether an author's name stands in both lists; so, too, where a list is empty. One query."""
    names: dict[int | None, set[str]] = {
        one.current_version_id: set(),
        other.current_version_id: set(),
    }
    authors = Author.objects.filter(version__in=[pk for pk in names if pk])
    for version_id, name in authors.values_list("version", "name"):
        names[version_id].add(" ".join(name.casefold().split()))
    first, second = names[one.current_version_id], names[other.current_version_id]
    return not (first and second) or bool(first & second)


def merge_rows(merges: Sequence[Merge]) -> list[MergeRow]:
    """The merges with the titles of before; one query."""
    shown = [pk for merge in merges for pk in (_kept_version(merge), _merged_version(merge)) if pk]
    titles = Version.objects.only("title_html").in_bulk(shown)
    return [
        MergeRow(
            merge=merge,
            kept_title_html=_title(titles.get(_kept_version(merge))),
            merged_title_html=_title(titles.get(_merged_version(merge))),
            reason=_(merge.reason),
        )
        for merge in merges
    ]


def _pairs(suggested: Sequence[DuplicateCandidate]) -> list[CandidatePair]:
    targets = merge_target_ids([pk for pair in suggested for pk in (pair.one_id, pair.other_id)])
    works = works_to_compare(list(targets.values()))
    pairs = []
    for candidate in suggested:
        one, other = works[targets[candidate.one_id]], works[targets[candidate.other_id]]
        pair = CandidatePair(
            candidate=candidate,
            reason=_(candidate.reason),
            one=one,
            other=other,
            title_diff=title_diff(one, other),
            opening=common_opening(one, other),
        )
        pairs.append(pair)
    return pairs


def _merges() -> Any:
    return Merge.objects.select_related("kept", "merged", "by__profile")


def _kept_version(merge: Merge) -> int | None:
    """The newest version, before the merge, of the preprint that was kept."""
    version_id: int | None = merge.was["kept"]["current_version_id"]
    return version_id


def _merged_version(merge: Merge) -> int | None:
    version_id: int | None = merge.was["current_version_id"]
    return version_id


def _title(version: Version | None) -> str:
    return version.title_html if version else ""
