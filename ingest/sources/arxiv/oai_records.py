"""Works in OAI-PMH, in the three formats arXiv offers: arXiv, arXivRaw and Dublin Core."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from lxml import etree

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import real_day, real_moment
from ingest.parsing.finishing import finished
from ingest.parsing.limits import first_authors, first_categories, joined_affiliations
from ingest.sources.arxiv.ids import read_id
from ingest.sources.arxiv.names import author_named, authors_in_line, is_name, spoken_name
from ingest.sources.arxiv.relations import published_as
from ingest.sources.arxiv.xml import line, paragraphs, text_of
from ingest.sources.base import Ref
from preprints.record import DeclaredVersion, Record, RecordAuthor, RecordLocation, RecordRelation

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_LABEL = re.compile("v[0-9]{1,4}")
_EMPTY_SIZES = ("0kb", "1kb")

Fields = dict[str, str]


def read_record(ref: Ref, metadata: etree._Element) -> Record:
    """One work by the format its element says it has. Raises UnexpectedAnswer."""
    reader = _READERS.get(local_name(metadata))
    if reader is None:
        raise UnexpectedAnswer(f"metadata in a format we do not read: {metadata.tag:.100}")
    record = reader(ref, metadata)
    if not record.authors:
        raise UnexpectedAnswer("a work without authors")
    return finished(record)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, which some copies of records have lost."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _start_of_names(metadata: etree._Element) -> int:
    """Where the local names of all its descendants begin: they share its namespace."""
    return len(metadata.tag) - len(local_name(metadata))


def _read_arxiv(ref: Ref, metadata: etree._Element) -> Record:
    """The newest version only, its names in parts, its dates to the day."""
    fields: Fields = {}
    authors: tuple[RecordAuthor, ...] = ()
    start = _start_of_names(metadata)
    for child in metadata:
        name = child.tag[start:]
        if name == "authors":
            authors = _authors_in_parts(child, start)
        else:
            fields[name] = text_of(child)
    updated = _day(fields.get("updated", ""))
    first_posted_at = _day(fields.get("created", "")) or updated
    if first_posted_at is None:
        raise _no_date(fields.get("created", ""))
    return _record(
        ref,
        fields,
        authors=authors,
        posted_at=updated or first_posted_at,
        first_posted_at=first_posted_at,
        source_version="" if fields.get("updated") else "v1",
    )


def _authors_in_parts(element: etree._Element, start: int) -> tuple[RecordAuthor, ...]:
    return first_authors(filter(None, (_author_in_parts(author, start) for author in element)))


def _author_in_parts(author: etree._Element, start: int) -> RecordAuthor | None:
    first = suffix = ""
    last, places = [], []
    for part in author:
        name, text = part.tag[start:], line(part.text)
        if name == "keyname":
            last.append(text)
        elif name == "forenames":
            first = text
        elif name == "suffix":
            suffix = text
        elif name == "affiliation":
            places.append(text)
    # arXiv's own parser leaves a comma before a suffix.
    family = " ".join(filter(None, last)).removesuffix(",")
    name = f"{first} {family}" if first else family
    if not is_name(name):
        return None
    return author_named(f"{name} {suffix}" if suffix else name, joined_affiliations(places))


def _read_arxiv_raw(ref: Ref, metadata: etree._Element) -> Record:
    """All versions, each with its moment; names in one string, as people typed them."""
    fields: Fields = {}
    versions: list[RawVersion] = []
    start = _start_of_names(metadata)
    for child in metadata:
        name = child.tag[start:]
        if name == "version":
            versions.append(_version(child, start))
        else:
            fields[name] = text_of(child)
    if not versions:
        raise UnexpectedAnswer("a work without versions")
    if len(versions) > 1:
        versions.sort(key=lambda version: int(version.label[1:]))
    newest = versions[-1]
    history = [
        DeclaredVersion(one.label, one.posted_at, one.is_withdrawn)
        for one in versions
        if one.posted_at is not None
    ]
    if not history:
        raise _no_date(newest.date)
    return _record(
        ref,
        fields,
        authors=authors_in_line(fields.get("authors", "")),
        posted_at=history[-1].posted_at,
        first_posted_at=history[0].posted_at,
        source_version=newest.label,
        history=tuple(history),
        is_withdrawn=newest.is_withdrawn,
    )


@dataclass(frozen=True, slots=True)
class RawVersion:
    """A version as arXivRaw lists it; posted_at is None where its date cannot be read."""

    label: str
    date: str
    posted_at: datetime | None
    is_withdrawn: bool


def _version(element: etree._Element, start: int) -> RawVersion:
    """A withdrawn version has an empty source (size 0 or 1), of the type "ignore"."""
    label = element.get("version", "")
    if _LABEL.fullmatch(label) is None:
        raise UnexpectedAnswer(f"not a version: {label!r:.100}")
    date = size = kind = ""
    for child in element:
        name = child.tag[start:]
        if name == "date":
            date = child.text or ""
        elif name == "size":
            size = child.text or ""
        elif name == "source_type":
            kind = child.text or ""
    return RawVersion(label, date, _moment(date), "I" in kind and size.strip() in _EMPTY_SIZES)


def _read_dublin_core(ref: Ref, metadata: etree._Element) -> Record:
    """The newest version only; subjects as they are printed, dates to the day."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for child in metadata:
        texts[local_name(child)].append(text_of(child))
    titles, dates, descriptions = texts["title"], texts["date"], texts["description"]
    names = map(spoken_name, map(line, texts["creator"]))
    days = list(filter(None, map(_day, dates)))
    if not days:
        raise _no_date(dates[0] if dates else "")
    return _record(
        ref,
        {
            "title": titles[0] if titles else "",
            "abstract": descriptions[0] if descriptions else "",
            "comments": descriptions[1].removeprefix("Comment: ") if descriptions[1:] else "",
            **_published_in(texts["identifier"]),
        },
        authors=first_authors(author_named(name) for name in names if is_name(name)),
        categories=first_categories(map(line, texts["subject"])),
        posted_at=days[-1],
        first_posted_at=days[0],
        source_version="v1" if len(dates) == 1 else "",
    )


def _published_in(identifiers: list[str]) -> Fields:
    """DOI and journal reference; the third kind of identifier is the address on arXiv."""
    dois, journal_ref = [], ""
    for text in identifiers:
        if text.startswith(("doi:", "http://dx.doi.org/", "https://doi.org/")):
            dois.append(text)
        elif not text.startswith(("http://arxiv.org/abs/", "https://arxiv.org/abs/")):
            journal_ref = text
    return {"doi": " ".join(dois), "journal-ref": journal_ref}


_READERS: dict[str, Callable[[Ref, etree._Element], Record]] = {
    "arXiv": _read_arxiv,
    "arXivRaw": _read_arxiv_raw,
    "dc": _read_dublin_core,
}


def _record(
    ref: Ref,
    fields: Fields,
    *,
    authors: tuple[RecordAuthor, ...],
    posted_at: datetime,
    first_posted_at: datetime,
    source_version: str,
    categories: tuple[str, ...] | None = None,
    history: tuple[DeclaredVersion, ...] = (),
    is_withdrawn: bool = False,
) -> Record:
    """A record of what the formats share; `acm-class` is not read, arXiv fills it wrongly."""
    inner = fields.get("id")
    if inner and inner != ref.external_id and read_id(inner.strip()) != ref:
        raise UnexpectedAnswer(f"named {ref.external_id} without and {inner:.50} within")
    abstract, comment = paragraphs(fields.get("abstract")), line(fields.get("comments"))
    title = line(fields.get("title"))
    licence = fields.get("license", "").strip()
    doi, journal_ref = fields.get("doi"), fields.get("journal-ref")
    relations: tuple[RecordRelation, ...] = ()
    if doi or journal_ref:
        relations = published_as(doi or "", (journal_ref or "",))
    return Record(
        location=RecordLocation(ref.source, ref.external_id, ref.url),
        title=title,
        authors=authors,
        posted_at=posted_at,
        first_posted_at=first_posted_at,
        abstract=abstract,
        source_version=source_version,
        licence=licence if licence.startswith(("http://", "https://")) else "",
        categories=_words(fields.get("categories", "")) if categories is None else categories,
        comment=comment,
        is_withdrawn=is_withdrawn,
        relations=relations,
        history=history,
    )


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return first_categories(line(text).split())


def _no_date(text: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(f"not a date: {text!r:.100}")


@lru_cache(maxsize=4096)
def _day(text: str) -> datetime | None:
    """Midnight in UTC of a day written 2007-03-30; None for what is no day of a work."""
    return real_moment(text[:10])


def _moment(text: str) -> datetime | None:
    """A moment written "Wed, 23 Jan 2008 21:06:41 GMT"; None for what is none."""
    try:
        _weekday, day, month, year, clock, zone = text.split()
        if zone != "GMT":
            raise ValueError(zone)
        hour, minute, second = clock.split(":")
        moment = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
    except (KeyError, ValueError, OverflowError):
        return None
    return real_day(moment)
