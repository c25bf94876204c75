"""Limits of a record: whatever a source sends, what is made of it stays within them.

A list whose parts refer to one another grows with the square of the answer, so it is bounded while
it is read. Where less would be another work's record, the whole record is refused; else it is cut.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ingest.errors import UnexpectedAnswer
from preprints.lengths import LONGEST_AFFILIATION, LONGEST_AUTHOR_NAME
from preprints.record import Record, RecordAuthor, RecordLocation, RecordRelation

# Beyond these a record is refused.
LONGEST_TITLE = 2_000  # characters
LONGEST_ABSTRACT = 100_000
LONGEST_BODY = 2_000_000
LONGEST_LABEL = 60  # of a version, as stored
LONGEST_EXTERNAL_ID = 500
LONGEST_ADDRESS = 1_000
MOST_AUTHORS = 10_000
MOST_LISTED_VERSIONS = 1_000
LONGEST_NAMES = 500_000  # characters, of all authors as they are read

# At these it is cut.
MOST_AFFILIATIONS = 20  # of one author
LONGEST_AFFILIATIONS = 500_000  # characters, of all authors; those behind have none
MOST_CATEGORIES = 100
LONGEST_CATEGORY = 200
LONGEST_COMMENT = 10_000
MOST_OTHER_PLACES = 100
MOST_RELATIONS = 100

# Characters of an answer that is not understood, as an error for editors quotes it.
LONGEST_QUOTE = 300

_BETWEEN = "; "
_MOST_NAMES_READ = 10 * MOST_CATEGORIES  # those that are given twice included


def joined_affiliations(places: Iterable[str]) -> str:
    """An author's affiliations, each once; no more is read than is kept.

    >>> joined_affiliations(["Example University", "", "Example Labs", "Example University"])
    'Example University; Example Labs'
    """
    kept: dict[str, None] = {}
    room = LONGEST_AFFILIATION
    for place in islice(places, MOST_AFFILIATIONS):
        place = place[:room].strip()
        if place and place not in kept:
            kept[place] = None
            room -= len(place) + len(_BETWEEN)
        if room <= 0:
            break
    return _BETWEEN.join(kept)


def first_authors(authors: Iterable[RecordAuthor]) -> tuple[RecordAuthor, ...]:
    """The authors, their names cut; of too many one more than may be, so that the work is refused.

    authors: best made one by one, for those behind are not asked for. Raises UnexpectedAnswer where
    the names are longer than all authors' may be.
    """
    kept = []
    room = LONGEST_AFFILIATIONS
    for author in islice(_with_short_names(authors), MOST_AUTHORS + 1):
        affiliation = author.affiliation[:LONGEST_AFFILIATION] if room > 0 else ""
        room -= len(affiliation)
        name = author.name[:LONGEST_AUTHOR_NAME]
        if (name, affiliation) != (author.name, author.affiliation):
            author = replace(author, name=name, affiliation=affiliation)
        kept.append(author)
    return tuple(kept)


def _with_short_names(authors: Iterable[RecordAuthor]) -> Iterator[RecordAuthor]:
    """The authors, as long as their names are no longer than all authors' may be."""
    length = 0
    for author in authors:
        length += len(author.name)
        _check_names(length)
        yield author


def check_fields_of_names(fields: Iterable[str]) -> None:
    """Raises UnexpectedAnswer where the fields in which authors are named are too long to be read.

    For fields of which names are made with much work, or fewer than stand there.
    """
    _check_names(sum(map(len, fields)))


def _check_names(length: int) -> None:
    if length > LONGEST_NAMES:
        raise UnexpectedAnswer(f"the authors' names are too long: over {LONGEST_NAMES}")


def first_categories(names: Iterable[str]) -> tuple[str, ...]:
    """Categories, subjects or keywords, each once, without blank ones."""
    kept: dict[str, None] = {}
    for name in islice(names, _MOST_NAMES_READ):
        if len(kept) == MOST_CATEGORIES:
            break
        if name := name[:LONGEST_CATEGORY].strip():
            kept[name] = None
    return tuple(kept)


def within_limits(record: Record) -> Record:
    """The record, cut where that makes no other work of it.

    Raises UnexpectedAnswer where it has no title or is beyond the other limits.
    """
    record = _cut(record)
    _check(record)
    return record


def _cut(record: Record) -> Record:
    if (
        len(record.comment) <= LONGEST_COMMENT
        and len(record.other_locations) <= MOST_OTHER_PLACES
        and len(record.relations) <= MOST_RELATIONS
    ):
        return record
    return replace(
        record,
        comment=record.comment[:LONGEST_COMMENT],
        other_locations=record.other_locations[:MOST_OTHER_PLACES],
        relations=record.relations[:MOST_RELATIONS],
    )


def _check(record: Record) -> None:
    places: tuple[RecordLocation | RecordRelation, ...] = (
        record.location,
        *record.other_locations,
        *record.relations,
    )
    sizes = (
        ("title", len(record.title), LONGEST_TITLE),
        ("abstract", len(record.abstract), LONGEST_ABSTRACT),
        ("text", len(record.body_html), LONGEST_BODY),
        ("version's label", len(record.source_version), LONGEST_LABEL),
        ("identifier", max(len(one.external_id) for one in places), LONGEST_EXTERNAL_ID),
        ("address", max(len(one.url) for one in places), LONGEST_ADDRESS),
        ("list of authors", len(record.authors), MOST_AUTHORS),
        ("list of versions", len(record.history), MOST_LISTED_VERSIONS),
    )
    for what, size, most in sizes:
        if size > most:
            raise UnexpectedAnswer(f"the {what} is too long: {size}, over {most}")
    if not record.title:
        raise UnexpectedAnswer("a work without a title")
