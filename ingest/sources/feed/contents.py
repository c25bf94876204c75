"""What a feed holds, in any dialect."""

import re
from dataclasses import dataclass
from html import escape
from typing import Self
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring, tostring

from ingest.http.guard.addresses import LONGEST_URL
from ingest.parsing.limits import LONGEST_ADDRESS, first_authors
from ingest.sources.feed.entries import FetchedEntry
from preprints.record import RecordAuthor
from text.marks import without_long_rows

MOST_ENTRIES = 2_000
MOST_FEED_AUTHORS = 20  # of the feed itself, whom all its entries have
MOST_ADDED = 10_000  # characters, by addresses made whole; to a longer text as much as it has
_RELATIVE = re.compile(r"\b(?:href|src)\s*=\s*[\"']?(?![a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AboutFeed:
    """Authors and licence of a feed, for entries that name none; read once for all entries."""

    authors: tuple[RecordAuthor, ...]
    licence: str

    @classmethod
    def of(cls, authors: tuple[RecordAuthor, ...], title: str, licence: str) -> Self:
        """title: the author where the feed names none, or more than could have written it all."""
        if not authors or len(authors) > MOST_FEED_AUTHORS:
            authors = first_authors([RecordAuthor(title)]) if title else ()
        return cls(authors, licence[:LONGEST_ADDRESS])


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContents:
    """entries: as they follow each other, at most MOST_ENTRIES of `total`.

    ttl_minutes, skip_hours, skip_days: when the feed asks not to be read again (RSS 2.0); hours
    and English names of days, in UTC. is_cut: it breaks off, so the next answer may hold more.
    """

    entries: tuple[FetchedEntry, ...] = ()
    total: int = 0
    ttl_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    is_cut: bool = False


def absolute(link: str, base_url: str) -> str:
    """A link of a feed as a whole address; "" for what is none."""
    if not link or max(len(link), len(base_url)) > LONGEST_URL:
        return ""
    try:
        return urljoin(base_url, without_long_rows(link))  # it normalizes hosts
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def with_absolute_links(html: str, base: str) -> str:
    """HTML whose links and pictures start from `base`; as it is where it cannot be read."""
    if not base.startswith(("http://", "https://")) or not _RELATIVE.search(html):
        return html
    try:
        root = fragment_fromstring(html, create_parent="div")
        _make_links_whole(root, base, room=max(MOST_ADDED, len(html)))
    except (etree.ParserError, ValueError):
        return html
    inner = [tostring(child, encoding="unicode") for child in root]
    return escape(root.text or "", quote=False) + "".join(inner)


def _make_links_whole(root: HtmlElement, base: str, *, room: int) -> None:
    """room: for so many more characters; a long base would make many short links a text of any
    length. Links behind stay as they are.
    """
    for element in root.iter("*"):
        for name in ("href", "src"):
            link = element.get(name, "").strip()
            whole = absolute(link, base)
            room -= max(0, len(whole) - len(link))
            if room < 0:
                return
            if whole:
                element.set(name, whole)


def identifiers(doi: str, link: str, entry_id: str) -> tuple[str, ...]:
    """What may name the work, the best first. A number alone would be read as anything."""
    named = entry_id if "/" in entry_id or ":" in entry_id else ""
    return tuple(dict.fromkeys(text.strip() for text in (doi, link, named) if text.strip()))
