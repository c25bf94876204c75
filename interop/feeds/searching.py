"""What a search finds, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from interop.feeds.entries import feed_title
from interop.feeds.model import NEVER, Feed, FeedEntry
from search.asking import asked_search, parameters_of
from search.context import ContextPiece, words_in_context
from search.facets import Facets, terms_in_use
from search.finding import find
from search.models import DocumentKind
from search.queries import parse_query
from search.texts import FoundText, found_texts, found_works
from web import addresses
from web.list_lengths import FEED_ENTRIES


def search_feed(address: Mapping[str, str]) -> Feed | None:
    """Of the search that stands at the same address of the page; None where it asks for nothing.

    At most fifteen queries, however much is found.
    """
    query, facets = parse_query(address.get("q", "")), Facets(terms_in_use())
    search, _unknown = asked_search(address, query, facets, size=FEED_ENTRIES)
    if not search.is_asked:
        return None
    found = find(replace(search, sort="newest"))
    texts = found_texts(found.hits, found_works(found.hits))
    around = words_in_context([one.text for one in texts], found.query)
    words = str(query) or _("narrowed by filters")
    parameters = parameters_of(address)
    return Feed(
        name="search",
        parameters=parameters,
        title=feed_title(_("Search: %(words)s") % {"words": words}),
        subtitle=_("The newest public texts that this search finds."),
        page=addresses.search_page(parameters),
        entries=tuple(map(_entry, texts, around)),
    )


def _entry(text: FoundText, passage: Sequence[ContextPiece]) -> FeedEntry:
    kind = str(DocumentKind(text.hit.kind).label)
    at = text.at or NEVER
    return FeedEntry(
        page=addresses.absolute(text.url),
        title=f"{kind}: {text.title}" if text.is_on_work else text.title,
        authors=(text.by,) if text.by else (),
        published=at,
        updated=at,
        summary="".join(piece.text for piece in passage),
        content_html=format_html("<p>{}</p>", format_html_join("", "{}", _pieces(passage))),
        categories=(kind,),
    )


def _pieces(passage: Sequence[ContextPiece]) -> list[tuple[str]]:
    return [
        (format_html("<mark>{}</mark>", piece.text) if piece.is_match else piece.text,)
        for piece in passage
    ]
