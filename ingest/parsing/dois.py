"""DOIs (https://www.doi.org/doi-handbook): kept bare and in small letters, shown as addresses."""

import re
from urllib.parse import quote

from preprints.known_sources import DOI
from preprints.record import RecordLocation, RecordRelation

# Nothing but ASCII: a few hundred of the many millions of DOIs have other characters.
DOI_PATTERN = r"10\.[1-9][0-9]{3,8}(?:\.[0-9]{1,9})*/[!#-\[\]_a-z~]{1,300}"
FIRST_YEAR = 1450  # printed works have DOIs, too; before it a year is a fault
_WRITTEN = re.compile(
    rf"(?:(?:urn:|info:)?doi[:/]\s*|https?://(?:www\.|dx\.)?doi\.org/)?({DOI_PATTERN})",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"({DOI_PATTERN})(?!\S)", re.IGNORECASE)
_PATH_SAFE = "/:;()!*$+,=@~"


def bare_doi(text: str) -> str:
    """A DOI in small letters without its address; "" for anything else."""
    match = _WRITTEN.fullmatch(text.strip())
    return match[1].lower() if match else ""


def find_doi(text: str) -> str:
    """The first DOI in a text, in small letters; "" for none, never a part of a longer word."""
    match = _WHOLE.search(text.rstrip(" .,;"))
    return match[1].lower() if match else ""


def doi_url(doi: str) -> str:
    return f"https://doi.org/{quote(doi, safe=_PATH_SAFE)}"


def doi_segment(doi: str) -> str:
    """A DOI escaped as one segment of the path of an API's address."""
    return quote(doi, safe="")


def published_as(doi: str) -> RecordRelation:
    return RecordRelation("published-as", DOI, doi, doi_url(doi))


def claims(place: RecordLocation) -> RecordRelation:
    """What a depositor says that the work is, elsewhere."""
    return RecordRelation("claims", place.source, place.external_id, place.url)
