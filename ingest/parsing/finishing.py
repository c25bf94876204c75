"""The last step for records of every source."""

from dataclasses import replace

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import is_possible
from ingest.parsing.limits import within_limits
from ingest.parsing.names import is_no_title, is_placeholder, real_name
from ingest.parsing.tex_names import without_tex
from ingest.parsing.tidy_names import without_mail
from ingest.parsing.withdrawals import with_withdrawal
from preprints.known_sources import Rank, source_facts
from preprints.record import Record, RecordAuthor


def finished(record: Record) -> Record:
    """The record within the limits, with named authors only and possible dates, and withdrawn if
    its text says so.

    Raises UnexpectedAnswer where it has no title or date, or is beyond what cannot be cut.
    """
    if is_placeholder(record.title) or is_no_title(record.title):
        raise UnexpectedAnswer("a work without a title")
    return with_withdrawal(_with_real_dates(_with_real_authors(within_limits(record))))


def _with_real_authors(record: Record) -> Record:
    if source_facts(record.location.source).rank == Rank.FORUM:
        return record  # there people call themselves as they like
    authors = tuple(filter(None, map(_real_author, record.authors)))
    return record if authors == record.authors else replace(record, authors=authors)


def _real_author(author: RecordAuthor) -> RecordAuthor | None:
    name = real_name(author.name)
    place = without_mail(without_tex(author.affiliation))
    place = "" if is_placeholder(place) else place
    if (name, place) == (author.name, author.affiliation):
        return author
    return RecordAuthor(name, author.orcid, place) if name else None


def _with_real_dates(record: Record) -> Record:
    """If one of the two dates is impossible, the other is used for both."""
    dates = (record.posted_at, record.first_posted_at)
    real = [date for date in dates if is_possible(date)]
    if len(real) == len(dates):
        return record
    if not real:
        raise UnexpectedAnswer("a work without a date")
    return replace(record, posted_at=real[0], first_posted_at=real[0])
