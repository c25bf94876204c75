"""The texts of a page of a search, with their words in context."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from preprints.models import Preprint
from reading.selectors.preprint_rows import ListedPreprint, preprint_rows, with_row_fields
from reading.selectors.scales import Scales
from search.context import ContextPiece, words_in_context
from search.finding import Found, Hit
from search.models import DocumentKind
from search.texts import found_texts, ids_of, with_text_fields


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
    """A query for each kind of text there is on the page, and one for the words around."""
    ids = ids_of(found.hits, DocumentKind.WORK)
    public = Preprint.objects.public().filter(pk__in=ids)
    works = list(with_text_fields(with_row_fields(public))) if ids else []
    numbers = [Hit(DocumentKind.WORK, work.pk) for work in works]
    rows = dict(zip(numbers, preprint_rows(works, scales), strict=True))
    texts = found_texts(found.hits, works)
    around = words_in_context([one.text for one in texts], found.query)
    return [
        HitView(
            kind=str(DocumentKind(one.hit.kind).label),
            url=one.url,
            title_html=one.title_html,
            by=one.by,
            at=one.at,
            words_html=_marked(passages),
            is_on_work=one.is_on_work,
            row=rows.get(one.hit),
        )
        for one, passages in zip(texts, around, strict=True)
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
