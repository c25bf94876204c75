"""The texts of a page of a search, each from the queryset that says what everybody may read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Left
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from curation.models import Issue
from preprints.models import Preprint
from reading.selectors.preprint_rows import ListedPreprint, preprint_rows, with_row_fields
from reading.selectors.scales import Scales
from reviews.models import Assessment, Response, Review
from reviews.models.reviews import PUBLIC_PARTS
from search.context import LONGEST_QUOTED, ContextPiece, words_in_context
from search.finding import Found, Hit
from search.models import DocumentKind
from text.plain import tex_to_plain
from text.without_tags import without_tags


@dataclass(frozen=True, slots=True)
class FoundText:
    """A hit before its words are looked for: `text` is what they are looked for in."""

    kind: str
    url: str
    title_html: str
    by: str
    at: datetime | None
    text: str
    row: ListedPreprint | None = None

    @property
    def is_on_work(self) -> bool:
        """Whether the title is that of the work it is about."""
        return self.kind not in (DocumentKind.WORK, DocumentKind.EDITORIAL)


@dataclass(frozen=True, slots=True)
class HitView:
    """kind: of text, in words. by: who wrote it, as everybody reads it. is_on_work: whether the
    title is that of the work it is about. row: of a work."""

    kind: str
    url: str
    title_html: str
    by: str
    at: datetime | None
    words_html: SafeString
    is_on_work: bool
    row: ListedPreprint | None


def hit_views(found: Found, scales: Scales) -> list[HitView]:
    """A query for each kind of text there is on the page, and one for the words around.

    What is not public any more by now is left out.
    """
    texts: dict[Hit, FoundText] = {}
    for kind, load in _LOADERS.items():
        ids = [hit.object_id for hit in found.hits if hit.kind == kind]
        if ids:
            texts |= {Hit(kind, pk): text for pk, text in load(ids, scales).items()}
    shown = [texts[hit] for hit in found.hits if hit in texts]
    around = words_in_context([one.text for one in shown], found.query)
    return [
        HitView(
            kind=str(DocumentKind(one.kind).label),
            url=one.url,
            title_html=one.title_html,
            by=one.by,
            at=one.at,
            words_html=_marked(passages),
            is_on_work=one.is_on_work,
            row=one.row,
        )
        for one, passages in zip(shown, around, strict=True)
    ]


def _marked(passages: Sequence[ContextPiece]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", one.text) if one.is_match else one.text,)
            for one in passages
        ),
    )


def _works(ids: Sequence[int], scales: Scales) -> dict[int, FoundText]:
    full_text = Case(
        When(shows_full_text=True, then=Left("current_version__body_html", LONGEST_QUOTED)),
        default=Value(""),
    )
    rows = list(
        with_row_fields(Preprint.objects.public().filter(pk__in=ids)).annotate(
            abstract=Left("current_version__abstract", LONGEST_QUOTED), full_text=full_text
        )
    )
    listed = preprint_rows(rows, scales)
    return {
        row.pk: FoundText(
            DocumentKind.WORK,
            view.url,
            view.title_html,
            view.author_line,
            row.first_posted_at,
            f"{tex_to_plain(row.abstract)} {without_tags(row.full_text)}".strip(),
            view,
        )
        for row, view in zip(rows, listed, strict=True)
    }


def _reviews(ids: Sequence[int], scales: Scales) -> dict[int, FoundText]:
    parts = [f"{part}_html" for part in PUBLIC_PARTS]
    rows = _of_works(
        Review.objects.published(), ids, "number", "byline_name", "published_at", *parts
    )
    return {
        row.pk: FoundText(
            DocumentKind.REVIEW,
            row.get_absolute_url(),
            row.work_title,
            row.byline(),
            row.published_at,
            without_tags(" ".join(getattr(row, part) for part in parts)),
        )
        for row in rows
    }


def _assessments(ids: Sequence[int], scales: Scales) -> dict[int, FoundText]:
    rows = _of_works(Assessment.objects.published(), ids, "number", "published_at", "text_html")
    return {
        row.pk: FoundText(
            DocumentKind.ASSESSMENT,
            f"/{row.identifier}",
            row.work_title,
            "",
            row.published_at,
            without_tags(row.text_html),
        )
        for row in rows
    }


def _responses(ids: Sequence[int], scales: Scales) -> dict[int, FoundText]:
    rows = _of_works(
        Response.objects.published(), ids, "number", "author_name", "posted_at", "text_html"
    )
    return {
        row.pk: FoundText(
            DocumentKind.RESPONSE,
            f"/{row.identifier}",
            row.work_title,
            row.author_name,
            row.posted_at,
            without_tags(row.text_html),
        )
        for row in rows
    }


def _of_works(texts: "QuerySet[Any]", ids: Sequence[int], *fields: str) -> list[Any]:
    """With what their names and addresses are made of, and the title of their work."""
    named = ("version__number", "version__preprint_id")
    return list(
        texts.filter(pk__in=ids)
        .select_related("version")
        .only(*fields, *named)
        .annotate(work_title=F("version__preprint__current_version__title_html"))
    )


def _editorials(ids: Sequence[int], scales: Scales) -> dict[int, FoundText]:
    rows = Issue.objects.published().filter(pk__in=ids).defer("evidence", "editorial")
    with_entries = rows.annotate(
        recommendations=StringAgg("entries__recommendation_html", " ", default=Value(""))
    )
    return {
        row.pk: FoundText(
            DocumentKind.EDITORIAL,
            row.get_absolute_url(),
            row.title,
            row.label,
            row.published_at,
            without_tags(f"{row.editorial_html} {row.recommendations}"),
        )
        for row in with_entries
    }


_LOADERS: dict[str, Callable[[Sequence[int], Scales], dict[int, FoundText]]] = {
    DocumentKind.WORK: _works,
    DocumentKind.REVIEW: _reviews,
    DocumentKind.ASSESSMENT: _assessments,
    DocumentKind.RESPONSE: _responses,
    DocumentKind.EDITORIAL: _editorials,
}
