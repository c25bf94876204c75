"""arXiv's query API (https://info.arxiv.org/help/api/user-manual.html), asked by identifiers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree

from ingest.errors import IngestError, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.http.client import SourceClient
from ingest.parsing.dates import real_moment
from ingest.parsing.finishing import finished
from ingest.parsing.limits import first_authors, first_categories, joined_affiliations
from ingest.sources.arxiv.ids import KEY, recognise
from ingest.sources.arxiv.names import author_named, is_name
from ingest.sources.arxiv.relations import published_as
from ingest.sources.arxiv.xml import (
    count_of,
    line,
    paragraphs,
    parse_xml,
)
from ingest.sources.base import Ref
from preprints.record import Record, RecordAuthor, RecordLocation

_TRIES = 3  # for an answer that is a known fault of the server's

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_MALFORMED = re.compile(r"incorrect_id_format_for_([^\s)]+)")


@dataclass(frozen=True, slots=True)
class QueryEntry:
    """One entry of an answer: which work it is about, as far as that can be read, and the work."""

    ref: Ref | None
    outcome: Record | IngestError


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """One answer; total: how many works arXiv says fit the question, sent here or not."""

    entries: tuple[QueryEntry, ...]
    total: int


def fetch_many(refs: Sequence[Ref], client: SourceClient) -> dict[Ref, Record | IngestError]:
    """For each ref its work, or the error.

    Raises SourceUnavailable, ChallengePage, UnexpectedAnswer where no work could be read.
    """
    found: dict[Ref, Record | IngestError] = {}
    waiting = list(dict.fromkeys(refs))
    fault: IngestError | None = None
    for _try in range(_TRIES):
        if not waiting:
            return found
        content = _ask(waiting, client)
        try:
            feed = parse_entries(content)
        except SourceUnavailable as error:
            fault = error
            continue
        labels = set(filter(None, map(_malformed_label, feed.entries)))
        malformed = {ref for ref in waiting if _label(ref) in labels}
        found |= {ref: WorkNotFound(f"malformed to arXiv: {_label(ref)}") for ref in malformed}
        waiting = [ref for ref in waiting if ref not in malformed]
        # For one malformed identifier arXiv refuses all others, too.
        if not malformed or len(feed.entries) > len(malformed):
            is_alone = len(waiting) == 1
            return found | {ref: _outcome(ref, feed, is_alone=is_alone) for ref in waiting}
    if waiting:
        raise fault or UnexpectedAnswer("arXiv calls one identifier after the other malformed")
    return found


def _ask(refs: Sequence[Ref], client: SourceClient) -> bytes:
    answer = client.get(
        settings.ARXIV_API_URL,
        params={"id_list": ",".join(map(_label, refs)), "max_results": str(len(refs))},
        pace_key=KEY,
    )
    # An "Error" entry comes with 400 and differs from a paper by its content.
    if answer.status not in (200, 400):
        raise UnexpectedAnswer(f"HTTP {answer.status}")
    return answer.content


def _outcome(ref: Ref, feed: QueryAnswer, *, is_alone: bool) -> Record | IngestError:
    """What the answer says of one work: of its newest version if none was asked for.

    arXiv leaves out what it does not know, and may send an entry twice.
    """
    fitting = [entry for entry in feed.entries if entry.ref and _fits(entry.ref, ref)]
    if fitting:
        return max(fitting, key=_preference).outcome
    # An error that names no work is about the only one asked for, or about any that is missing.
    for entry in feed.entries:
        if entry.ref is None and isinstance(entry.outcome, IngestError):
            return entry.outcome if is_alone else UnexpectedAnswer(str(entry.outcome))
    if feed.total > len(feed.entries):
        return SourceUnavailable(f"arXiv sent {len(feed.entries)} of {feed.total} works")
    if ref.version and ref.version > 1:
        message = _("arXiv has no such version of this work.")
        return WorkNotFound(f"not at arXiv: {_label(ref)}", message=message)
    return WorkNotFound(f"not at arXiv: {_label(ref)}")


def _fits(found: Ref, asked: Ref) -> bool:
    return found.external_id == asked.external_id and asked.version in (None, found.version)


def _preference(entry: QueryEntry) -> tuple[int, bool]:
    version = entry.ref.version if entry.ref else None
    return version or 0, isinstance(entry.outcome, Record)


def _malformed_label(entry: QueryEntry) -> str:
    """The identifier that an error calls malformed; "" for any other entry."""
    match = _MALFORMED.search(str(entry.outcome)) if entry.ref is None else None
    return match[1] if match else ""


def _label(ref: Ref) -> str:
    return ref.external_id + (f"v{ref.version}" if ref.version else "")


def parse_feed(content: bytes) -> tuple[Record, ...]:
    """Read an answer of the query API; ids arXiv does not know are simply not in it.

    Raises WorkNotFound (arXiv calls an id malformed), SourceUnavailable (an empty page though
    there are results: a known fault), ChallengePage, UnexpectedAnswer.
    """
    return tuple(_records(parse_entries(content).entries))


def _records(entries: Sequence[QueryEntry]) -> Iterator[Record]:
    for entry in entries:
        if isinstance(entry.outcome, IngestError):
            raise entry.outcome
        yield entry.outcome


def parse_entries(content: bytes) -> QueryAnswer:
    """Like `parse_feed`, but an entry that cannot be read does not affect the others."""
    feed = parse_xml(content)
    if feed.tag != f"{_ATOM}feed":
        raise UnexpectedAnswer(f"arXiv sent {feed.tag:.100}, not a feed")
    total = count_of(_text(feed, _TOTAL)) or 0
    entries = tuple(map(_read_entry, feed.findall(f"{_ATOM}entry")))
    if total and not entries:
        raise SourceUnavailable("arXiv sent an empty page of a result that is not empty")
    return QueryAnswer(entries, total)


def _read_entry(entry: etree._Element) -> QueryEntry:
    entry_id = _text(entry, f"{_ATOM}id")
    if "/api/errors" in entry_id:
        return QueryEntry(None, _error(entry, entry_id))
    ref = recognise(entry_id)
    try:
        return QueryEntry(ref, _parse_entry(entry, ref))
    except IngestError as error:
        return QueryEntry(ref, error)


def _error(entry: etree._Element, entry_id: str) -> IngestError:
    """An error comes as an entry, too: titled "Error", its id an address of the error."""
    detail = f"{_text(entry, f'{_ATOM}summary')} ({entry_id})"
    if "incorrect_id_format" in entry_id:
        return WorkNotFound(detail)
    return UnexpectedAnswer(f"arXiv: {detail}")


def _parse_entry(entry: etree._Element, ref: Ref | None) -> Record:
    authors = first_authors(_authors(entry))
    if ref is None or ref.version is None or not authors:
        raise UnexpectedAnswer("an entry of arXiv's lacks its id, title or authors")
    abstract = paragraphs(entry.findtext(f"{_ATOM}summary"))
    comment = _text(entry, f"{_ARXIV}comment")
    title = _text(entry, f"{_ATOM}title")
    posted_at = real_moment(entry.findtext(f"{_ATOM}updated"))
    first_posted_at = real_moment(entry.findtext(f"{_ATOM}published")) or posted_at
    if first_posted_at is None:
        raise UnexpectedAnswer("a work without a date")
    record = Record(
        location=RecordLocation(ref.source, ref.external_id, ref.url),
        title=title,
        authors=authors,
        posted_at=posted_at or first_posted_at,
        first_posted_at=first_posted_at,
        abstract=abstract,
        source_version=f"v{ref.version}",
        categories=_categories(entry),
        comment=comment,
        relations=published_as(
            _text(entry, f"{_ARXIV}doi"),
            [element.text or "" for element in entry.iterfind(f"{_ARXIV}journal_ref")],
        ),
    )
    return finished(record)


def _authors(entry: etree._Element) -> Iterator[RecordAuthor]:
    for element in entry.iterfind(f"{_ATOM}author"):
        name = _text(element, f"{_ATOM}name")
        if is_name(name):
            places = (line(place.text) for place in element.iterfind(f"{_ARXIV}affiliation"))
            yield author_named(name, joined_affiliations(places))


def _categories(entry: etree._Element) -> tuple[str, ...]:
    """The primary category first."""
    elements = [*entry.iterfind(f"{_ARXIV}primary_category"), *entry.iterfind(f"{_ATOM}category")]
    return first_categories(line(element.get("term")) for element in elements)


def _text(parent: etree._Element, tag: str) -> str:
    return line(parent.findtext(tag))
