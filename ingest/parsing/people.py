"""Several people in one field for a name."""

import re

from ingest.parsing.names import given_name_first, is_body, is_placeholder, without_degrees
from ingest.parsing.tidy_names import without_marks

_AND = re.compile(r"\s*,?\s(?:and|&)\s", re.IGNORECASE)
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]{1,2}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,5}")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}\s?(?:[^\W\d_][\w'’-]+\s?){1,4}")
_LONGEST_LIST = 2_000  # characters
# Given names that are seldom family names: two pairs of words are two people only where both
# begin with one, for "Garcia Lopez, Maria Jose" is one person.
_GIVEN_NAMES = frozenset(
    """
    aaron adam ahmed alan albert alejandro alex alexander alexandra alice amanda amy ana andrea
    andreas andrew angela anna anne antonio arthur barbara benjamin beth brian carl carlos carol
    caroline catherine charles charlotte chris christian christina christine christopher claire
    clara claudia daniel david deborah diana diego donald dorothy edward elena elizabeth ellen emily
    emma eric erik eva fatima fernando francesca francesco francois frank gabriel george giovanni
    giulia hannah hans heather helen helena henry isabel jack jacob james jan jane janet jason
    javier
    jean jeff jennifer jessica joan johannes john jonathan jorge jose joseph joshua juan judith
    julia
    julie karen karl kate katherine kathryn kevin kim larry laura lauren linda lisa louis lucas lucy
    luis maria marie mark marta martha martin mary matthew michael michelle miguel mohamed monica
    nancy natalie nicholas nicole olga oliver pablo patricia patrick paul pedro peter philip pierre
    rachel rebecca richard robert roberto ruth samuel sandra sara sarah sergio sofia sophie stefan
    stephanie stephen steven susan teresa theresa thomas timothy tom ursula victoria vladimir
    william
    """.split()  # noqa: SIM905
)


def people_in(text: str) -> list[str]:
    """The names in one field of a catalogue, as they are spoken; a body's stays whole.

    >>> people_in("J. Doe, R. Roe and A. Poe"), people_in("Garcia Lopez, Maria Jose")
    (['J. Doe', 'R. Roe', 'A. Poe'], ['Maria Jose Garcia Lopez'])
    """
    # What names nobody stays until all records are finished: it is no field without a name.
    if (is_placeholder(text) and "," not in text) or not any(map(str.isalnum, text)):
        return [text] if text.strip(" ,;") else []
    found = []
    for part in without_marks(text[:_LONGEST_LIST]).split(";"):
        name = without_degrees(part.strip(" ,"))
        people = [name] if is_body(name) else _people(name)
        found += [person for one in people if (person := given_name_first(one))]
    return list(dict.fromkeys(found))


def _people(name: str) -> list[str]:
    parts = [part.strip(" ,") for part in _AND.split(name)]
    # "Doe and Roe" may be a firm.
    if len(parts) > 1 and all(" " in part for part in parts):
        return [person for part in parts for person in _people(part)]
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) > 3 and len(pieces) % 2 == 0 and _are_catalogued(pieces):
        return [f"{pieces[at]}, {pieces[at + 1]}" for at in range(0, len(pieces), 2)]
    if len(pieces) > 2 and all(" " in piece for piece in pieces):
        return pieces
    return pieces if len(pieces) > 1 and all(map(_is_spoken, pieces)) else [name]


def _are_catalogued(pieces: list[str]) -> bool:
    """ "Doe, J., Roe, R." """
    return all(map(_INITIALS.fullmatch, pieces[1::2])) and not any(
        map(_INITIALS.fullmatch, pieces[::2])
    )


def _is_spoken(piece: str) -> bool:
    """Whether this is a whole name: "J. Doe", "Jane A. Doe", "Jane Doe"."""
    words = piece.split()
    if len(words) < 2 or words[-1].lower() in _GIVEN_NAMES or _INITIAL.fullmatch(words[-1]):
        return False
    has_initial = any(len(word) == 2 and word[1] == "." for word in words[1:-1])
    return (
        _INITIALS_FIRST.fullmatch(piece) is not None
        or (has_initial and words[0][:1].isupper())
        or words[0].lower() in _GIVEN_NAMES
    )
