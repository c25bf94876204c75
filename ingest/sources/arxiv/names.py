"""Authors' names, from the three ways in which arXiv's OAI-PMH prints them."""

import re
from collections.abc import Iterator

from ingest.parsing.limits import first_authors, joined_affiliations
from ingest.parsing.tex_names import without_tex
from ingest.sources.arxiv.xml import line
from preprints.record import RecordAuthor

# A comma after a backslash is a thin space of TeX's.
_SEPARATOR = r"(?<!\\)[,;]|: |(?<![^\s,;)])and | & "
_SEPARATORS = re.compile(_SEPARATOR)
_TOKEN = re.compile(rf"[()]|{_SEPARATOR}")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_ET_AL = re.compile(r"(?:and )?(?:et\.? al\.?|others)", re.IGNORECASE)
_KEY = re.compile(r"\((\w{1,3}|\*+|\\dag)\)")
_KEYS_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def author_named(name: str, affiliation: str = "") -> RecordAuthor:
    r"""As a reader would write them: TeX's accents are letters.

    >>> author_named(r"J\'er\'emie R{\"u}bhausen").name
    'Jérémie Rübhausen'
    """
    return RecordAuthor(without_tex(name), affiliation=without_tex(affiliation))


def is_name(name: str) -> bool:
    """A collaboration's colon, or a full stop, sometimes stands as an author of its own."""
    return (name.isascii() and name[:1].isalpha()) or any(map(str.isalnum, name))


def spoken_name(catalogued: str) -> str:
    """ "Last, First" as it is spoken; a suffix stands behind either of them."""
    last, _comma, first = catalogued.partition(", ")
    if not first or "," not in first:
        return f"{first} {last}" if first else last
    parts = [part for part in (last, *first.split(", ")) if not _SUFFIX.fullmatch(part)]
    suffixes = [part for part in first.split(", ") if _SUFFIX.fullmatch(part)]
    return " ".join([*reversed(parts), *suffixes])


def authors_in_line(text: str) -> tuple[RecordAuthor, ...]:
    r"""The authors in one string, as people type it on arXiv.

    Affiliations stand in brackets, or as keys to a list in double brackets at the end.

    >>> [a.name for a in authors_in_line(r"R. Ch\'etrite (ENS), I. Neri and Plato")]
    ['R. Chétrite', 'I. Neri', 'Plato']
    """
    authors: list[tuple[list[str], list[str]]] = []  # the parts of a name, and its places
    legend: dict[str, str] = {}
    for name, notes in _pieces(line(text)):
        places = []
        for note in notes:
            if note.startswith("("):
                legend = _legend(note)
            else:
                places.append(note)
        if authors and (not name or _SUFFIX.fullmatch(name)):
            authors[-1][0].append(name)
            authors[-1][1].extend(places)
        elif is_name(name) and not _ET_AL.fullmatch(name):
            authors.append(([name], places))
    return first_authors(
        author_named(" ".join(filter(None, parts)), joined_affiliations(_places(keys, legend)))
        for parts, keys in authors
    )


def _pieces(text: str) -> Iterator[tuple[str, list[str]]]:
    """Names as they stand between commas, each with what stands in brackets behind it."""
    if "(" not in text:
        yield from ((name.strip(), []) for name in _SEPARATORS.split(text))
        return
    name, notes = "", []
    depth = opened = position = 0
    for token in _TOKEN.finditer(text + ","):
        sign = token[0]
        if depth == 0:
            name += text[position : token.start()]
            position = token.end()
        if sign == "(":
            opened = token.end() if depth == 0 else opened
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if depth == 0:
                notes.append(text[opened : token.start()])
                position = token.end()
        elif depth == 0:
            yield name.strip(), notes
            name, notes = "", []
    if depth:  # a bracket that is never closed
        yield name.strip(), [*notes, text[opened:]]


def _legend(note: str) -> dict[str, str]:
    """Places by their keys: "(1) Example University, (2) Example Labs"."""
    _before, *parts = _KEY.split(note)
    keys, places = parts[::2], (place.strip(" ,;") for place in parts[1::2])
    return dict(zip(keys, places, strict=True))


def _places(notes: list[str], legend: dict[str, str]) -> Iterator[str]:
    """What the notes behind a name say, or what their keys stand for."""
    for place in notes:
        keys = _KEYS_BETWEEN.split(place)
        if legend and all(key in legend for key in keys):
            yield from (legend[key] for key in keys)
        elif not place.isdecimal():
            yield place.strip()
