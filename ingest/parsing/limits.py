"""Limits of a record; one beyond them is a fault of the source or an attack."""

from ingest.errors import UnexpectedAnswer
from preprints.record import Record, RecordLocation, RecordRelation

LONGEST_TITLE = 2_000  # characters
LONGEST_ABSTRACT = 100_000
LONGEST_LABEL = 60  # of a version, as stored
LONGEST_EXTERNAL_ID = 500
LONGEST_ADDRESS = 1_000
MOST_AUTHORS = 10_000


def check_limits(record: Record) -> None:
    """Raise UnexpectedAnswer where a record has no title or is beyond the limits."""
    places: tuple[RecordLocation | RecordRelation, ...] = (
        record.location,
        *record.other_locations,
        *record.relations,
    )
    sizes = (
        ("title", len(record.title), LONGEST_TITLE),
        ("abstract", len(record.abstract), LONGEST_ABSTRACT),
        ("version's label", len(record.source_version), LONGEST_LABEL),
        ("identifier", max(len(one.external_id) for one in places), LONGEST_EXTERNAL_ID),
        ("address", max(len(one.url) for one in places), LONGEST_ADDRESS),
        ("list of authors", len(record.authors), MOST_AUTHORS),
    )
    for what, size, most in sizes:
        if size > most:
            raise UnexpectedAnswer(f"the {what} is too long: {size}, over {most}")
    if not record.title:
        raise UnexpectedAnswer("a work without a title")
