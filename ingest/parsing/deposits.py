"""What Zenodo's records and those of other InvenioRDM repositories have in common.

Zenodo answers in an older form of its own, the others in InvenioRDM's.
"""

import re
from datetime import datetime

from ingest.errors import NotAWork, UnexpectedAnswer
from ingest.parsing.dates import real_moment
from ingest.parsing.kinds import refusal
from ingest.parsing.markup import plain_line
from ingest.parsing.people import people_in

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
    the depositor wrote; it counts where it is an earlier day, or the only one. index: the
    version's place, from 1.
    """
    published_at = real_moment(publication_date) if _DAY.fullmatch(publication_date) else None
    created_at = real_moment(created) or published_at
    if created_at is None:
        raise UnexpectedAnswer("a work without a date")
    is_earlier = published_at is not None and published_at.date() < created_at.date()
    first_posted_at = published_at if published_at and is_earlier else created_at
    return (first_posted_at if index == 1 else created_at), first_posted_at


def person_names(name: str) -> list[str]:
    """What a depositor wrote in the field of one person."""
    return people_in(plain_line(name))
