"""What Zenodo's records and those of other InvenioRDM repositories have in common.

Zenodo answers in an older form of its own, the others in InvenioRDM's.
"""

import re
from datetime import UTC, date, datetime

from ingest.errors import NotAWork
from ingest.sources.base import parse_moment
from ingest.sources.kinds import refusal
from ingest.sources.markup import plain_line
from ingest.sources.names import given_name_first, without_degrees

TEXT_KINDS = frozenset(
    {
        "article",
        "blogpost",
        "conferencepaper",
        "preprint",
        "report",
        "technicalnote",
        "workingpaper",
    }
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_is_text(kind: str) -> None:
    """kind: as the repositories combine it, "publication-preprint". Raises NotAWork."""
    group, _hyphen, special = kind.partition("-")
    if group != "publication" or special not in TEXT_KINDS:
        raise NotAWork(f"a record of kind {kind!r:.100}", message=refusal(special or group))


def posted_moments(created: str, publication_date: str, index: int) -> tuple[datetime, datetime]:
    """When this version was posted, and when the work was.

    created: the moment the version was deposited. publication_date: a day, month, year or span
    the depositor wrote; it counts where it is an earlier day. index: the version's place, from 1.
    """
    created_at = parse_moment(created)
    first_posted_at = created_at
    if _DAY.fullmatch(publication_date):
        try:
            day = date.fromisoformat(publication_date)
        except ValueError:
            return created_at, created_at
        if day < created_at.date():
            first_posted_at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return (first_posted_at if index == 1 else created_at), first_posted_at


def person_name(name: str) -> str:
    return given_name_first(without_degrees(plain_line(name)))
