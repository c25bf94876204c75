"""A forum's feed, `feed.xml`: its ten newest posts, by their ids only.

Its items lack the co-authors, the tags and the time of the last edit, and their date may be the one
of a threshold of karma. So a feed tells which posts to fetch, nothing of them.
"""

from urllib.parse import parse_qsl, urlencode

from lxml import etree

from ingest.errors import UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.parsing.xml import parse_xml
from ingest.sources.base import Announcements, Ref, Rejected
from ingest.sources.forummagnum.asking import base_url
from ingest.sources.forummagnum.links import is_id, post_ref, recognise
from ingest.sources.forummagnum.sets import read_set
from ingest.sources.forummagnum.sites import Site
from text.plain import collapse_space

# The EA Forum knows these names only with a dash, LessWrong both ways.
_VIEWS = {"frontpage": "frontpage-rss", "curated": "curated-rss"}
_THRESHOLDS = (2, 30, 45, 75, 125, 200)  # the server rounds any other to one of them


def feed_of(text: str, site: Site) -> str | None:
    """The query of a feed whose posts are all in the set; None if there is no such feed.

    Raises IngestError.
    """
    chosen = read_set(text, site)
    asked = {"view": _VIEWS[chosen.filter]} if chosen.filter else {}
    if chosen.karma is not None:
        enough = [one for one in _THRESHOLDS if one >= chosen.karma]
        if not enough:
            return None
        asked["karmaThreshold"] = str(enough[0])
    return urlencode(asked)


def fetch_announced(
    feed: str, site: Site, client: SourceClient, *, etag: str, modified: str
) -> Announcements:
    """feed: its query. Raises IngestError."""
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    answer = client.get(
        f"{base_url(site)}/feed.xml",
        params=dict(parse_qsl(feed)),
        pace_key=site.pace.key,
        headers={name: value for name, value in conditions.items() if value},
    )
    if answer.status == 304:
        return Announcements((), etag, modified)
    if answer.status != 200:
        raise UnexpectedAnswer(f"HTTP {answer.status}")
    refs, rejected = parse_feed(answer.content, site)
    headers = answer.headers
    return Announcements(refs, headers.get("etag", ""), headers.get("last-modified", ""), rejected)


def parse_feed(content: bytes, site: Site) -> tuple[tuple[Ref, ...], tuple[Rejected, ...]]:
    """The posts of a feed in RSS 2.0, and its items that name none.

    Raises ChallengePage, UnexpectedAnswer.
    """
    root = parse_xml(content, site.name)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise UnexpectedAnswer(f"{site.name} sent {root.tag:.100}, not a feed in RSS")
    refs, rejected = [], []
    for item in channel.findall("item"):
        guid = collapse_space(item.findtext("guid") or "")
        link = collapse_space(item.findtext("link") or "")
        ref = post_ref(guid, site) if is_id(guid) else recognise(link, site)
        if ref is None:
            item_bytes = etree.tostring(item, with_tail=False)
            rejected.append(Rejected(guid[:100], item_bytes, f"names no post: {guid!r:.100}"))
        else:
            refs.append(ref)
    return tuple(dict.fromkeys(refs)), tuple(rejected)
