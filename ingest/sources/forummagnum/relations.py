"""The works elsewhere that a post is about: related to it, never the same work."""

import re
from collections.abc import Iterable
from html import unescape

from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Adapter
from ingest.sources.biorxiv import SERVERS
from ingest.sources.doi import Doi
from ingest.sources.openreview import OpenReview
from ingest.sources.osf import Osf
from ingest.sources.zenodo import Zenodo
from preprints.record import RecordRelation
from text.plain import collapse_space

_SOURCES: tuple[Adapter, ...] = (
    Arxiv(),
    *SERVERS.values(),
    Zenodo(),
    Osf(),
    OpenReview(),
    Doi(),  # after the servers that know their own DOIs
)
_LONGEST_LINK = 2_000  # characters
_FIRST_LINK = re.compile(
    rf"<a\s[^<>]{{0,{_LONGEST_LINK}}}?\bhref\s*=\s*"
    rf"""["']([^"'<>]{{1,{_LONGEST_LINK}}})["'][^<>]{{0,{_LONGEST_LINK}}}>""",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


def discussed(urls: Iterable[str], *, title: str, body: str) -> tuple[RecordRelation, ...]:
    """urls: where a link post leads. A post whose first link has its own title announces a work."""
    found = map(_relation, (*urls, _announced(title, body)))
    return tuple(dict.fromkeys(filter(None, found)))


def _relation(url: str) -> RecordRelation | None:
    if "://" not in url or len(url) > _LONGEST_LINK:
        return None
    refs = (source.recognise(url) for source in _SOURCES)
    ref = next(filter(None, refs), None)
    return RecordRelation("discusses", ref.source, ref.external_id, ref.url) if ref else None


def _announced(title: str, body: str) -> str:
    """The address of the first link, if its text is the post's title."""
    link = _FIRST_LINK.search(body)
    if link is None:
        return ""
    text, end, _after = body[link.end() : link.end() + _LONGEST_LINK].partition("</a>")
    is_title = end and _folded(unescape(_TAG.sub("", text))) == _folded(title)
    return unescape(link[1]) if is_title else ""


def _folded(text: str) -> str:
    return collapse_space(text).casefold().strip(" .,:;\"'“”‘’")
