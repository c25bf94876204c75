"""RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, by feedparser, which tolerates most faults."""

import io
import re
from typing import Any

import feedparser

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import feed_moment
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import (
    LONGEST_QUOTE,
    check_fields_of_names,
    first_authors,
    first_categories,
)
from ingest.parsing.markup import plain_line
from ingest.parsing.names import real_name
from ingest.parsing.orcids import bare_orcid
from ingest.sources.feed.contents import (
    MOST_ENTRIES,
    AboutFeed,
    FeedContents,
    absolute,
    identifiers,
    with_absolute_links,
)
from ingest.sources.feed.entries import FetchedEntry, Text
from preprints.record import RecordAuthor

Fields = dict[str, Any]

_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<\w")
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+[\s>)]*(?:\((?P<name>[^()]*)\))?")
_SKIPPED = re.compile(r"<skip(?:Hours|Days)>(.{0,2000}?)</skip(?:Hours|Days)>", re.S)
_REGISTRY = re.compile(r"https?://www\.iana\.org/assignments/(?:link-)?relations?/")
_FEED_TYPES = ("application/atom+xml", "application/rss+xml", "application/rdf+xml")
_NO_PAGES = frozenset({"self", "edit", "enclosure", "replies", "license", "hub", "next", "via"})
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
        raise UnexpectedAnswer(f"not a feed, or broken: {detail[:LONGEST_QUOTE]}")
    fields = dict(feed["feed"])
    about = _about(fields)
    read = [_read_entry(dict(entry), about, base_url) for entry in entries[:MOST_ENTRIES]]
    if is_cut and len(read) == len(entries):
        read[-1] = _cut(read[-1])
    return FeedContents(
        entries=tuple(read),
        total=len(entries),
        is_cut=is_cut,
        ttl_minutes=_number(fields.get("ttl")),
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


def _about(feed: Fields) -> AboutFeed:
    title = _text_of(feed.get("title_detail")).line()
    return AboutFeed.of(_authors(feed), title, _licence(feed))


def _read_entry(fields: Fields, about: AboutFeed, base_url: str) -> FetchedEntry:
    link = absolute(_link(fields), base_url)
    entry_id = _string(fields.get("id"))
    doi = _string(fields.get("prism_doi") or fields.get("dc_identifier"))
    contents = [_text_of(part, base_url) for part in fields.get("content") or () if part]
    return FetchedEntry(
        id=entry_id or link,
        identifiers=identifiers(doi, link, entry_id),
        title=_text_of(fields.get("title_detail")),
        authors=_authors(fields) or about.authors,
        published=_moment(fields.get("published")),
        updated=_moment(fields.get("updated")),
        content=next((part for part in contents if part.value), Text()),
        summary=_summary(fields, base_url),
        tags=first_categories(
            plain_line(_string(tag.get("label") or tag.get("term")))
            for tag in fields.get("tags", ())
        ),
        licence=_licence(fields) or about.licence,
    )


def _link(fields: Fields) -> str:
    """The entry's page: by what the feed calls each link, else the one it does not name.

    A link to itself, to its comments or to a recording is none. Where no link leads anywhere, the
    text may be kept at an address of its own, or the entry be called by its address.
    """
    links = [link for link in fields.get("links") or () if _string(link.get("href"))]
    links.sort(key=lambda link: "html" not in _string(link.get("type")))
    found: dict[str, str] = {}
    for link in links:
        if _string(link.get("type")) not in _FEED_TYPES:
            found.setdefault(_relation(link), _string(link.get("href")))
    plain, entry_id = _string(fields.get("link")), _string(fields.get("id"))
    is_page = plain != entry_id and plain not in (found.get(name) for name in _NO_PAGES)
    sources = [_string(part.get("src")) for part in fields.get("content") or () if part]
    return next(
        filter(
            None,
            (
                _string(fields.get("feedburner_origlink")),
                found.get("alternate"),
                found.get("canonical"),
                plain if is_page else "",
                *sources,
                entry_id if entry_id.startswith(("http://", "https://")) else "",
            ),
        ),
        "",
    )


def _relation(link: Fields) -> str:
    """A link's relation by its short name: some feeds give the registry's address of it.

    >>> _relation({"rel": "http://www.iana.org/assignments/relation/alternate"})
    'alternate'
    """
    names = _string(link.get("rel") or "alternate").lower().split()
    short = [_REGISTRY.sub("", name) for name in names]
    return "alternate" if "alternate" in short else short[0] if short else "alternate"


def _cut(entry: FetchedEntry) -> FetchedEntry:
    return FetchedEntry(id=entry.id, identifiers=entry.identifiers, title=entry.title, is_cut=True)


def _text_of(detail: Any, base_url: str = "") -> Text:
    """base_url: of the feed; `xml:base` around a text may say that its links start elsewhere."""
    if not detail:
        return Text()
    value, base = _string(detail.get("value")), _string(detail.get("base"))
    is_html = "html" in _string(detail.get("type"))
    if is_html and base and base_url:
        value = with_absolute_links(value, absolute(base, base_url))
    return Text(value=value, is_html=is_html)


def _summary(fields: Fields, base_url: str) -> Text:
    """Where an entry has no summary, feedparser gives its content as one."""
    detail = fields.get("summary_detail")
    return _text_of(detail, base_url) if detail else Text()


def _authors(fields: Fields) -> tuple[RecordAuthor, ...]:
    """Names only: an e-mail address is not the public's."""
    authors = [dict(author) for author in fields.get("authors") or ()]
    written = _string(fields.get("author"))
    # feedparser cuts an address after four letters of its last part, and takes the rest for a name.
    if authors and (mail := _MAIL.search(written)):
        name = mail["name"] or written[: mail.start()]
        authors[-1]["name"] = name.strip(" <(\"'")
    check_fields_of_names(_string(author.get("name")) for author in authors)
    found = {}
    for author in authors:
        if name := real_name(plain_line(_string(author.get("name")))):
            found[name] = RecordAuthor(name, bare_orcid(_string(author.get("href"))))
    return first_authors(found.values())


def _licence(fields: Fields) -> str:
    links = [link for link in fields.get("links") or () if _relation(link) == "license"]
    named = (fields.get("rights"), fields.get("license"), fields.get("cc_license"))
    return licence_of(map(_string, (*(link.get("href") for link in links), *named)))


def _moment(written: Any) -> str:
    """feedparser guesses at what is no date: "2024/03/05" becomes a day in November."""
    moment = feed_moment(_string(written))
    return moment.isoformat() if moment else ""


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
