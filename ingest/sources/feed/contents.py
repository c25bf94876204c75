"""What a feed holds, in any dialect."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from lxml import etree
from lxml.html import fragment_fromstring, tostring

from ingest.sources.feed.entries import Entry
from text.marks import without_long_rows

MOST_ENTRIES = 2_000
_RELATIVE = re.compile(
    r"\b(?:href|src|srcset)\s*=\s*[\"']?(?![a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContents:
    """entries: as they follow each other, at most MOST_ENTRIES of `total`.

    ttl_minutes, skip_hours, skip_days: when the feed asks not to be read again (RSS 2.0); hours
    and English names of days, in UTC. is_cut: it breaks off, so the next answer may hold more.
    """

    entries: tuple[Entry, ...] = ()
    total: int = 0
    ttl_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    is_cut: bool = False


def absolute(link: str, base_url: str) -> str:
    """A link of a feed as a whole address; "" for what is none."""
    if not link:
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
        root.rewrite_links(lambda link: absolute(link, base) or link, resolve_base_href=False)
    except (etree.ParserError, ValueError):
        return html
    inner = [tostring(child, encoding="unicode") for child in root]
    return escape(root.text or "", quote=False) + "".join(inner)


def identifiers(doi: str, link: str, entry_id: str) -> tuple[str, ...]:
    """What may name the work, the best first. A number alone would be read as anything."""
    named = entry_id if "/" in entry_id or ":" in entry_id else ""
    return tuple(dict.fromkeys(text.strip() for text in (doi, link, named) if text.strip()))
