"""The works elsewhere that a post is about: related to it, never the same work."""

import re
from collections.abc import Iterable
from html import unescape

from ingest.sources import ADAPTERS
from preprints.known_sources import Rank
from preprints.record import RecordRelation
from text.plain import collapse_space

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
    works = (source for source in ADAPTERS.values() if source.facts.rank <= Rank.SERVER)
    ref = next(filter(None, (source.recognise(url) for source in works)), None)
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
