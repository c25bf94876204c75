"""arXiv's daily feeds, in their form since January 2024 (https://info.arxiv.org/help/rss.html).

They name what was announced today, to be fetched elsewhere: their authors are one string, their
dates those of the announcement. At most 2,000 works are in one; OAI-PMH tells of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from django.conf import settings
from lxml import etree

from ingest.errors import UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.parsing.limits import LONGEST_QUOTE
from ingest.sources.arxiv.ids import KEY, read_id
from ingest.sources.arxiv.xml import line, parse_xml
from ingest.sources.base import Announcements, Ref, Rejected

_ARXIV = "{http://arxiv.org/schemas/atom}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"


@dataclass(frozen=True, slots=True)
class Announcement:
    """kind: "new", "cross", "replace", "replace-cross" or a word we do not know yet."""

    ref: Ref
    kind: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class DailyFeed:
    """Empty at weekends and on holidays."""

    announcements: tuple[Announcement, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def category_of(set_name: str) -> str:
    """What the feeds call a set of OAI-PMH: cs:cs:LG is cs.LG, physics:hep-th is hep-th."""
    group, _colon, rest = set_name.partition(":")
    return rest.replace(":", ".") or group


def fetch_announced(
    categories: Sequence[str], client: SourceClient, *, etag: str = "", modified: str = ""
) -> Announcements:
    """categories: such as "cs.AI", or whole archives. Raises IngestError."""
    names = "+".join(quote(category, safe="") for category in categories)
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    answer = client.get(
        f"{settings.ARXIV_RSS_URL.rstrip('/')}/rss/{names}",
        params={},
        pace_key=KEY,
        headers={name: value for name, value in conditions.items() if value},
    )
    if answer.status == 304:
        return Announcements((), etag, modified)
    # A feed that tells of an error comes with 400.
    if answer.status not in (200, 400):
        raise UnexpectedAnswer(f"HTTP {answer.status}")
    feed = parse_rss(answer.content)
    return Announcements(
        tuple(dict.fromkeys(announcement.ref for announcement in feed.announcements)),
        answer.headers.get("etag", ""),
        answer.headers.get("last-modified", ""),
        feed.rejected,
    )


def parse_rss(content: bytes) -> DailyFeed:
    """Read a feed in RSS 2.0. Raises ChallengePage, UnexpectedAnswer."""
    root = parse_xml(content)
    if root.tag == _RDF:
        raise UnexpectedAnswer("arXiv's feed is in RSS 1.0, its form until January 2024")
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None or root.get("version") != "2.0":
        raise UnexpectedAnswer(f"arXiv sent {root.tag:.100}, not a feed in RSS 2.0")
    _check_is_no_error(channel.findtext("title"), channel.findtext("description"))
    return _read_items(channel.findall("item"))


def _check_is_no_error(title: str | None, description: str | None) -> None:
    if line(title).startswith("Feed error"):
        raise UnexpectedAnswer(f"arXiv: {line(description)[:LONGEST_QUOTE]}")


def _read_items(items: list[etree._Element]) -> DailyFeed:
    announcements, rejected = [], []
    for item in items:
        identifier = line(item.findtext("guid"))
        try:
            announcements.append(_read_item(item, identifier))
        except UnexpectedAnswer as error:
            content = etree.tostring(item, with_tail=False)
            rejected.append(Rejected(identifier[:100], content, str(error)))
    return DailyFeed(tuple(announcements), tuple(rejected))


def _read_item(item: etree._Element, identifier: str) -> Announcement:
    ref = read_id(identifier)
    if ref is None or ref.version is None:
        raise UnexpectedAnswer(f"names no version of a work: {identifier!r:.100}")
    kind = line(item.findtext(f"{_ARXIV}announce_type"))
    return Announcement(ref, kind, _moment(line(item.findtext("pubDate"))))


def _moment(text: str) -> datetime | None:
    """RSS writes dates as e-mail does; the work is fetched without one, too."""
    try:
        moment = parsedate_to_datetime(text)
        # A date in the zone "-0000" comes out naive, and is in UTC.
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
