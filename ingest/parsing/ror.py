"""Organisations as the API of ROR gives them (schema 2, https://ror.readme.io/v2)."""

from dataclasses import dataclass
from typing import Any

from accounts.ror import read_ror
from ingest.errors import UnexpectedAnswer
from ingest.parsing.fields import line_of, parse_object, part_of, parts_of, text_of, texts_of

MOST_FOUND = 8
LONGEST_NAME = 300
ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Organisation:
    """ror: bare. place: city and country, to tell organisations of one name apart."""

    ror: str
    name: str
    place: str


def parse_organisation(content: bytes) -> Organisation:
    return _organisation(parse_object(content, "ROR"))


def parse_organisations(content: bytes) -> list[Organisation]:
    """The first that exist still."""
    items = parts_of(parse_object(content, "ROR"), "items")
    active = [item for item in items if text_of(item, "status") == ACTIVE]
    return [_organisation(item) for item in active[:MOST_FOUND]]


def _organisation(item: dict[str, Any]) -> Organisation:
    ror, name = read_ror(text_of(item, "id")), _name_of(item)
    if not ror or not name:
        raise UnexpectedAnswer("an organisation of ROR's without its ID or name")
    return Organisation(ror, name[:LONGEST_NAME], _place_of(item))


def _name_of(item: dict[str, Any]) -> str:
    """The one that ROR shows; there may be many, in other languages and short."""
    names = parts_of(item, "names")
    shown = [name for name in names if "ror_display" in texts_of(name, "types")]
    return line_of((shown or names or [{}])[0], "value")


def _place_of(item: dict[str, Any]) -> str:
    first = (parts_of(item, "locations") or [{}])[0]
    details = part_of(first, "geonames_details")
    parts = (line_of(details, "name"), line_of(details, "country_name"))
    return ", ".join(part for part in parts if part)[:LONGEST_NAME]
