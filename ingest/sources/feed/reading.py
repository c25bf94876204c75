"""A feed's bytes to its entries: RSS, RDF, Atom and JSON Feed."""

import re

from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer
from ingest.http.answers import looks_like_html
from ingest.parsing.charsets import decode
from ingest.sources.feed.contents import FeedContents
from ingest.sources.feed.json_feed import read_json_feed
from ingest.sources.feed.syndication import read_xml_feed

LARGEST_FEED = 10_000_000  # bytes, decompressed

# Without an internal subset it says nothing; some feeds have HTML's.
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}>", re.IGNORECASE)
_A_PAGE = _("There is a page for people at this address, not a feed.")


def read_feed(content: bytes, *, content_type: str = "", base_url: str = "") -> FeedContents:
    """base_url: where the feed was found, for its relative links. Raises UnexpectedAnswer."""
    if len(content) > LARGEST_FEED:
        raise UnexpectedAnswer(f"a feed over {LARGEST_FEED} bytes")
    text = decode(content, content_type).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return read_json_feed(text, base_url=base_url)
    text = _DOCTYPE.sub("", text, count=1)
    if looks_like_html(text[:5000].encode("utf-8", "replace")):
        raise UnexpectedAnswer("a page for people", message=_A_PAGE)
    return read_xml_feed(text, base_url=base_url)
