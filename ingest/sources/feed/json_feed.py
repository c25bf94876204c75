"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), and Rogue Scholar's dialect.

Rogue Scholar's API (https://api.rogue-scholar.org) sends blogs with their `posts`, or one post;
its moments are Unix times, its authors have given and family names.
"""

from typing import Any

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import parse_moment
from ingest.parsing.fields import parse_json
from ingest.parsing.limits import (
    check_fields_of_names,
    first_authors,
    first_categories,
    joined_affiliations,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.names import real_name
from ingest.parsing.orcids import bare_orcid
from ingest.sources.feed.contents import (
    MOST_ENTRIES,
    AboutFeed,
    FeedContents,
    absolute,
    identifiers,
)
from ingest.sources.feed.entries import FetchedEntry, Text, moment_text
from preprints.record import RecordAuthor

Fields = dict[str, Any]


def read_json_feed(text: str, *, base_url: str) -> FeedContents:
    """Raises UnexpectedAnswer."""
    feed = parse_json(text.encode("utf-8", "replace"), "a feed")
    items = _items(feed)
    # One post alone names its blog, from which it inherits.
    about = _about(feed if items is not feed else _dict(feed.get("blog")))
    read = [
        _read_item(item, about, base_url)
        for item in (items if isinstance(items, list) else [items])[:MOST_ENTRIES]
    ]
    return FeedContents(
        entries=tuple(read), total=len(items) if isinstance(items, list) else len(read)
    )


def _items(feed: Any) -> Any:
    if isinstance(feed, dict):
        for field in ("items", "posts"):
            if isinstance(feed.get(field), list):
                return feed[field]
        if _string(feed.get("content_html")):
            return feed
    raise UnexpectedAnswer("JSON, but no JSON Feed")


def _about(feed: Fields) -> AboutFeed:
    title = plain_line(_string(feed.get("title")))
    return AboutFeed.of(_authors(feed), title, _string(feed.get("license")))


def _read_item(item: Any, about: AboutFeed, base_url: str) -> FetchedEntry:
    """An item that is no object becomes an empty entry, which is rejected for its title."""
    item = _dict(item)
    link = absolute(_string(item.get("url") or item.get("external_url")), base_url)
    entry_id = _string(item.get("id") or item.get("guid"))
    html = _string(item.get("content_html"))
    return FetchedEntry(
        id=entry_id or link,
        identifiers=identifiers(_string(item.get("doi")), link, entry_id),
        # Plain text by the specification; Rogue Scholar's has a little markup.
        title=Text(value=plain_line(_string(item.get("title")))),
        authors=_authors(item) or about.authors,
        published=_moment(item.get("date_published") or item.get("published_at")),
        updated=_moment(item.get("date_modified") or item.get("updated_at")),
        content=Text(value=html or _string(item.get("content_text")), is_html=bool(html)),
        summary=Text(value=plain_paragraphs(_string(item.get("summary")))),
        tags=first_categories(plain_line(_string(tag)) for tag in _list(item.get("tags"))),
        licence=_string(item.get("license")) or about.licence,
    )


def _authors(parent: Fields) -> tuple[RecordAuthor, ...]:
    """JSON Feed 1.0 has one `author`, 1.1 several, and the first again for old readers."""
    authors = [_dict(one) for one in _list(parent.get("authors")) or [parent.get("author")]]
    check_fields_of_names(_string(author.get("name")) for author in authors)
    found = {}
    for author in authors:
        parts = (_string(author.get("given")), _string(author.get("family")))
        name = real_name(plain_line(_string(author.get("name")) or " ".join(parts)))
        if name and "@" not in name:
            places = (
                plain_line(_string(_dict(place).get("name")))
                for place in _list(author.get("affiliation"))
            )
            orcid = bare_orcid(_string(author.get("url")))
            found[name] = RecordAuthor(name, orcid, joined_affiliations(places))
    return first_authors(found.values())


def _moment(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return moment_text(value)
    try:
        return parse_moment(_string(value)).isoformat()
    except UnexpectedAnswer:
        return ""


def _dict(value: Any) -> Fields:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
