"""The texts that a search found, each from the queryset that says what everybody may read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Left

from curation.models import Issue
from preprints.models import Preprint
from reviews.models import Assessment, Response, Review
from reviews.models.reviews import PUBLIC_PARTS
from search.context import LONGEST_QUOTED
from search.finding import Hit
from search.models import DocumentKind
from text.plain import tex_to_plain
from text.without_tags import without_tags


@dataclass(frozen=True, slots=True)
class FoundText:
    """by: who wrote it, as everybody reads it. title: its own, or that of the work it is about.
    text: what the words of a search are looked for in."""

    hit: Hit
    identifier: str
    url: str
    title: str
    title_html: str
    by: str
    at: datetime | None
    text: str

    @property
    def is_on_work(self) -> bool:
        """Whether the title is that of the work it is about."""
        return self.hit.kind not in (DocumentKind.WORK, DocumentKind.EDITORIAL)


def found_texts(hits: Sequence[Hit], works: Iterable[Any]) -> list[FoundText]:
    """In the order of the hits; a query for each kind of text but works, which are loaded
    (`found_works`, or `with_text_fields`). What is not public any more by now is left out."""
    texts = [_of_work(work) for work in works]
    for kind, load in _LOADERS.items():
        if ids := ids_of(hits, kind):
            texts += load(ids)
    by_hit = {text.hit: text for text in texts}
    return [by_hit[hit] for hit in hits if hit in by_hit]


def ids_of(hits: Sequence[Hit], kind: str) -> list[int]:
    return [hit.object_id for hit in hits if hit.kind == kind]


def found_works(hits: Sequence[Hit]) -> list[Any]:
    """One query, none where no work was found."""
    ids = ids_of(hits, DocumentKind.WORK)
    if not ids:
        return []
    version = ("title_plain", "title_html", "author_line")
    works = Preprint.objects.public().filter(pk__in=ids).select_related("current_version")
    shown = works.only("first_posted_at", *(f"current_version__{name}" for name in version))
    return list(with_text_fields(shown))


def with_text_fields(works: "QuerySet[Any]") -> "QuerySet[Any]":
    """With what the words of a search are looked for in."""
    full_text = Case(
        When(shows_full_text=True, then=Left("current_version__body_html", LONGEST_QUOTED)),
        default=Value(""),
    )
    abstract = Left("current_version__abstract", LONGEST_QUOTED)
    return works.annotate(abstract=abstract, full_text=full_text)


def _of_work(work: Any) -> FoundText:
    version = work.current_version
    return FoundText(
        Hit(DocumentKind.WORK, work.pk),
        identifier=work.identifier,
        url=work.get_absolute_url(),
        title=version.title_plain,
        title_html=version.title_html,
        by=version.author_line,
        at=work.first_posted_at,
        text=f"{tex_to_plain(work.abstract)} {without_tags(work.full_text)}".strip(),
    )


def _reviews(ids: Sequence[int]) -> list[FoundText]:
    parts = [f"{part}_html" for part in PUBLIC_PARTS]
    rows = _of_works(
        Review.objects.published(), ids, "number", "byline_name", "published_at", *parts
    )
    return [
        _on_work(
            DocumentKind.REVIEW,
            row,
            url=row.get_absolute_url(),
            by=row.byline(),
            at=row.published_at,
            html=" ".join(getattr(row, part) for part in parts),
        )
        for row in rows
    ]


def _assessments(ids: Sequence[int]) -> list[FoundText]:
    rows = _of_works(Assessment.objects.published(), ids, "number", "published_at", "text_html")
    return [
        _on_work(DocumentKind.ASSESSMENT, row, by="", at=row.published_at, html=row.text_html)
        for row in rows
    ]


def _responses(ids: Sequence[int]) -> list[FoundText]:
    rows = _of_works(
        Response.objects.published(), ids, "number", "author_name", "posted_at", "text_html"
    )
    return [
        _on_work(
            DocumentKind.RESPONSE, row, by=row.author_name, at=row.posted_at, html=row.text_html
        )
        for row in rows
    ]


def _of_works(texts: "QuerySet[Any]", ids: Sequence[int], *fields: str) -> list[Any]:
    """With what their names and addresses are made of, and the title of their work."""
    named = ("version__number", "version__preprint_id")
    return list(
        texts.filter(pk__in=ids)
        .select_related("version")
        .only(*fields, *named)
        .annotate(
            work_title=F("version__preprint__current_version__title_plain"),
            work_title_html=F("version__preprint__current_version__title_html"),
        )
    )


def _on_work(
    kind: str, row: Any, *, by: str, at: datetime | None, html: str, url: str = ""
) -> FoundText:
    return FoundText(
        Hit(kind, row.pk),
        identifier=row.identifier,
        url=url or f"/{row.identifier}",
        title=row.work_title,
        title_html=row.work_title_html,
        by=by,
        at=at,
        text=without_tags(html),
    )


def _editorials(ids: Sequence[int]) -> list[FoundText]:
    rows = Issue.objects.published().filter(pk__in=ids).defer("evidence", "editorial")
    with_entries = rows.annotate(
        recommendations=StringAgg("entries__recommendation_html", " ", default=Value(""))
    )
    return [
        FoundText(
            Hit(DocumentKind.EDITORIAL, row.pk),
            identifier=row.identifier,
            url=row.get_absolute_url(),
            title=row.title,
            title_html=row.title,
            by=row.label,
            at=row.published_at,
            text=without_tags(f"{row.editorial_html} {row.recommendations}"),
        )
        for row in with_entries
    ]


_LOADERS: dict[str, Callable[[Sequence[int]], list[FoundText]]] = {
    DocumentKind.REVIEW: _reviews,
    DocumentKind.ASSESSMENT: _assessments,
    DocumentKind.RESPONSE: _responses,
    DocumentKind.EDITORIAL: _editorials,
}
