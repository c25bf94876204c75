"""The published texts that events are about, each from the queryset of what everybody may read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from curation.models import Entry, Issue
from reviews.models import Assessment, Byline, Response, Review
from search.finding import Hit
from search.models import DocumentKind

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class NewText:
    """hit: as searches know it. by, words: its writer and what it says in short, as readers see
    them, "" for none. writer_ids: the accounts that wrote it: to be left out of the news, and
    never shown. named_ids: those of them that it names in public."""

    hit: Hit
    url: str
    by: str = ""
    words: str = ""
    writer_ids: frozenset[int] = frozenset()
    named_ids: frozenset[int] = frozenset()


def published_texts(keys: Iterable[str]) -> dict[str, NewText]:
    """By the key that events have in `data["row"]`: `review 7`. Five queries at most.

    By their numbers, for a text moves with its work where that is merged.
    """
    ids: dict[str, list[int]] = {kind: [] for kind in _ROWS}
    for key in set(keys):
        kind, _space, number = key.rpartition(" ")
        if kind in ids and number.isdecimal():
            ids[kind].append(int(number))
    return {
        f"{kind} {row.pk}": text_of(row)
        for kind, (rows, text_of) in _ROWS.items()
        if ids[kind]
        for row in rows().filter(pk__in=ids[kind])
    }


def _with_version(published: "QuerySet[Row]") -> "QuerySet[Row]":
    return published.select_related("version").defer(
        "version__body_html", "version__abstract", "version__abstract_html", "version__opening"
    )


def _assessments() -> "QuerySet[Assessment]":
    rows = _with_version(Assessment.objects.published())
    return rows.select_related("version", "significance", "strength")


def _entries() -> "QuerySet[Entry]":
    rows = Entry.objects.published().select_related("issue")
    return rows.defer("issue__evidence", "issue__editorial", "issue__editorial_html")


def _review(row: Review) -> NewText:
    writers = _ids(row.reviewer_id)
    is_signed = row.byline_kind == Byline.SIGNED
    return NewText(
        Hit(DocumentKind.REVIEW, row.pk),
        row.get_absolute_url(),
        by=row.byline(),
        writer_ids=writers,
        named_ids=writers if is_signed else frozenset(),
    )


def _assessment(row: Assessment) -> NewText:
    return NewText(
        Hit(DocumentKind.ASSESSMENT, row.pk),
        f"/{row.identifier}",
        words=f"{row.significance.word}, {row.strength.word}",
        writer_ids=_ids(row.written_by_id, row.approved_by_id),
    )


def _response(row: Response) -> NewText:
    writers = _ids(row.author_id)
    hit = Hit(DocumentKind.RESPONSE, row.pk)
    return NewText(
        hit, f"/{row.identifier}", by=row.author_name, writer_ids=writers, named_ids=writers
    )


def _entry(row: Entry) -> NewText:
    writers = _ids(row.recommended_by_id, row.issue.editor_id)
    hit = Hit(DocumentKind.EDITORIAL, row.issue_id)
    return NewText(hit, row.issue.get_absolute_url(), writer_ids=writers, named_ids=writers)


def _issue(row: Issue) -> NewText:
    return NewText(
        Hit(DocumentKind.EDITORIAL, row.pk),
        row.get_absolute_url(),
        writer_ids=_ids(row.editor_id, row.written_by_id),
    )


def _ids(*user_ids: int | None) -> frozenset[int]:
    return frozenset(pk for pk in user_ids if pk is not None)


# The kinds of keys (`reviews.published.review_key` and its like): the rows, and the text of one.
_ROWS: dict[str, tuple[Callable[[], Any], Callable[[Any], NewText]]] = {
    "review": (lambda: _with_version(Review.objects.published()), _review),
    "assessment": (_assessments, _assessment),
    "response": (lambda: _with_version(Response.objects.published()), _response),
    "entry": (_entries, _entry),
    "issue": (lambda: Issue.objects.published().defer("evidence", "editorial"), _issue),
}
