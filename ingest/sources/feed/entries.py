"""One entry of a feed, whatever its dialect, and the record it becomes."""

import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import real_moment
from ingest.parsing.fields import one_line, paragraphs
from ingest.parsing.finishing import finished
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import first_categories
from ingest.parsing.markup import plain_line
from ingest.sources.base import Ref
from preprints.record import Record, RecordAuthor, RecordLocation
from text.foreign.posts import clean_foreign_html
from text.plain import clean_characters, clean_text

_EXTERNAL_ID_LENGTH = 500
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#|[a-zA-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What feeds call a text construct: plain, or HTML."""

    value: str = ""
    is_html: bool = False

    def paragraphs(self) -> str:
        if not self.is_html or not _MARKUP.search(self.value):
            return paragraphs(self.value)
        return clean_foreign_html(self.value, base_url="", id_prefix="").text

    def line(self) -> str:
        """A title: some feeds escape its markup once more than they say."""
        return plain_line(self.paragraphs(), keeps_lone_tags=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedEntry:
    """Plain, so that it can be kept as JSON and read again.

    identifiers: its DOI, if it has one, its address, and what the feed calls its id, if that
    could be an address. published, updated: ISO 8601, or "". content: the whole text; summary:
    an excerpt. is_cut: the feed breaks off within it.
    """

    id: str = ""
    identifiers: tuple[str, ...] = ()
    title: Text = field(default_factory=Text)
    authors: tuple[RecordAuthor, ...] = ()
    published: str = ""
    updated: str = ""
    content: Text = field(default_factory=Text)
    summary: Text = field(default_factory=Text)
    tags: tuple[str, ...] = ()
    licence: str = ""
    is_cut: bool = False

    def key(self) -> str:
        """What an editor is shown of an entry that could not be read."""
        return one_line(self.id or next(iter(self.identifiers), ""))[:_EXTERNAL_ID_LENGTH]

    def to_bytes(self) -> bytes:
        fields = asdict(self)
        return orjson.dumps(_without_surrogates(fields))

    @classmethod
    def from_bytes(cls, content: bytes) -> "FetchedEntry":
        """Raises UnexpectedAnswer."""
        try:
            fields = orjson.loads(content)
            return cls(
                **{
                    **fields,
                    "identifiers": tuple(fields["identifiers"]),
                    "title": Text(**fields["title"]),
                    "authors": tuple(RecordAuthor(**author) for author in fields["authors"]),
                    "content": Text(**fields["content"]),
                    "summary": Text(**fields["summary"]),
                    "tags": tuple(fields["tags"]),
                }
            )
        except (ValueError, TypeError, KeyError) as error:
            raise UnexpectedAnswer(f"not an entry of a feed: {error}") from error


def record_of(entry: FetchedEntry, ref: Ref, feed_name: str) -> Record:
    """ref: its address. feed_name: the author where neither entry nor feed names one.

    Raises UnexpectedAnswer, with words for an editor.
    """
    title = entry.title.line()
    moments = list(filter(None, map(real_moment, (entry.published, entry.updated))))
    if not title:
        raise UnexpectedAnswer("the entry has no title")
    if not moments:
        raise UnexpectedAnswer("the entry has no date")
    body = entry.content
    is_excerpt = entry.summary.value != body.value
    return finished(
        Record(
            location=RecordLocation(ref.source, ref.external_id, ref.url),
            title=title,
            authors=entry.authors or (RecordAuthor(feed_name),),
            posted_at=max(moments),
            first_posted_at=moments[0],
            abstract=entry.summary.paragraphs() if is_excerpt else "",
            body_html=clean_characters(body.value) if body.is_html else _as_html(body.value),
            licence=licence_of([entry.licence]),
            categories=first_categories(map(one_line, entry.tags)),
        )
    )


def moment_text(seconds: float) -> str:
    """A Unix time as ISO 8601; "" for one that is no date."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _as_html(text: str) -> str:
    """Plain text as paragraphs."""
    escaped = clean_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts = filter(None, (part.strip() for part in re.split(r"\n\s*\n", escaped)))
    return "".join(f"<p>{part}</p>" for part in parts)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(item) for item in value]
    return value
