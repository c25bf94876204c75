"""RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, by feedparser, which bears most faults."""

import io
import re
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from ingest.errors import UnexpectedAnswer
from ingest.sources.feed.contents import MOST_ENTRIES, FeedContents, absolute, identifiers
from ingest.sources.feed.entries import Entry, Text
from ingest.sources.markup import plain_line
from ingest.sources.names import bare_orcid, real_name
from preprints.record import RecordAuthor

Fields = dict[str, Any]

_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<\w")
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+[\s>)]*(?:\((?P<name>[^()]*)\))?")
_SKIPPED = re.compile(r"<skip(?:Hours|Days)>(.{0,2000}?)</skip(?:Hours|Days)>", re.S)
_HOUR = re.compile(r"<hour>\s*([0-9]{1,2})\s*</hour>")
_DAY = re.compile(r"<day>\s*((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s*</day>")


def read_xml_feed(text: str, *, base_url: str) -> FeedContents:
    """Raises UnexpectedAnswer."""
    first = _FIRST_ELEMENT.search(text)
    # feedparser would put entities in, as often as they are asked for.
    if _ENTITY.search(text, 0, first.start() if first else len(text)):
        raise UnexpectedAnswer("the feed declares entities")
    feed = _parse(text)
    entries = list(feed["entries"])
    # feedparser calls many a feed broken that says all it wanted to say.
    is_cut = bool(feed["bozo"]) and _END.search(text[-2000:]) is None
    if not feed.get("version") or (is_cut and not entries):
        detail = str(feed.get("bozo_exception") or "no feed known to us")
        raise UnexpectedAnswer(f"not a feed, or broken: {detail[:300]}")
    about = dict(feed["feed"])
    read = [_read_entry(dict(entry), about, base_url) for entry in entries[:MOST_ENTRIES]]
    if is_cut and len(read) == len(entries):
        read[-1] = _cut(read[-1])
    return FeedContents(
        entries=tuple(read),
        total=len(entries),
        is_cut=is_cut,
        ttl_minutes=_number(about.get("ttl")),
        **_skipped(text),
    )


def _parse(text: str) -> Any:
    """feedparser opens files and addresses if it is given text or bytes; a stream it reads.

    The text has been decoded, so what it says of its encoding is out of date.
    """
    return feedparser.parse(
        io.BytesIO(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _read_entry(fields: Fields, feed: Fields, base_url: str) -> Entry:
    link = absolute(_string(fields.get("feedburner_origlink") or fields.get("link")), base_url)
    entry_id = _string(fields.get("id"))
    doi = _string(fields.get("prism_doi") or fields.get("dc_identifier"))
    contents = [_text_of(part) for part in fields.get("content") or () if part]
    return Entry(
        id=entry_id or link,
        identifiers=identifiers(doi, link, entry_id),
        title=_text_of(fields.get("title_detail")),
        authors=_authors(fields) or _authors(feed) or _named(feed),
        published=_moment(fields.get("published_parsed")),
        updated=_moment(fields.get("updated_parsed")),
        content=next((part for part in contents if part.value), Text()),
        summary=_summary(fields),
        tags=tuple(
            plain_line(_string(tag.get("label") or tag.get("term")))
            for tag in fields.get("tags", ())
        ),
        licence=_licence(fields) or _licence(feed),
    )


def _cut(entry: Entry) -> Entry:
    return Entry(id=entry.id, identifiers=entry.identifiers, title=entry.title, is_cut=True)


def _text_of(detail: Any) -> Text:
    if not detail:
        return Text()
    return Text(value=_string(detail.get("value")), is_html="html" in _string(detail.get("type")))


def _summary(fields: Fields) -> Text:
    """Where an entry has no summary, feedparser gives its content as one."""
    detail = fields.get("summary_detail")
    return _text_of(detail) if detail else Text()


def _authors(fields: Fields) -> tuple[RecordAuthor, ...]:
    """Names only: an e-mail address is not the public's."""
    authors = [dict(author) for author in fields.get("authors") or ()]
    written = _string(fields.get("author"))
    # feedparser cuts an address after four letters of its last part, and takes the rest for a name.
    if authors and (mail := _MAIL.search(written)):
        name = mail["name"] or written[: mail.start()]
        authors[-1]["name"] = name.strip(" <(\"'")
    found = {}
    for author in authors:
        if name := real_name(plain_line(_string(author.get("name")))):
            found[name] = RecordAuthor(name, bare_orcid(_string(author.get("href"))))
    return tuple(found.values())


def _named(feed: Fields) -> tuple[RecordAuthor, ...]:
    title = _text_of(feed.get("title_detail")).line()
    return (RecordAuthor(title),) if title else ()


def _licence(fields: Fields) -> str:
    links = [link for link in fields.get("links") or () if link.get("rel") == "license"]
    return _string(links[0].get("href")) if links else _string(fields.get("rights"))


def _moment(parsed: struct_time | None) -> str:
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat() if parsed else ""
    except ValueError:  # a leap second, or the year 0
        return ""


def _skipped(text: str) -> Fields:
    asked = " ".join(_SKIPPED.findall(text))
    hours = (int(hour) for hour in _HOUR.findall(asked))
    return {
        "skip_hours": tuple(sorted({hour % 24 for hour in hours})),
        "skip_days": tuple(dict.fromkeys(_DAY.findall(asked))),
    }


def _number(value: Any) -> int:
    text = _string(value)
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
