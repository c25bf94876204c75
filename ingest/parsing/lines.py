"""More ways to read a field of a source's JSON: on one line, in paragraphs, as a number."""

import re
from typing import Any

from ingest.errors import UnexpectedAnswer
from ingest.parsing.fields import text_of, texts_of
from text.plain import clean_text, collapse_space


def one_line(text: str) -> str:
    """A title or a name, fit to be stored."""
    return collapse_space(clean_text(text))


def paragraphs(text: str) -> str:
    """An abstract: its paragraphs parted by one blank line, each of them on one line."""
    parts = re.split(r"\n\s*\n", clean_text(text))
    return "\n\n".join(filter(None, map(collapse_space, parts)))


def line_of(parent: dict[str, Any], field: str) -> str:
    return one_line(text_of(parent, field))


def lines_of(parent: dict[str, Any], field: str) -> list[str]:
    """A list of strings, each on one line; nulls and blanks left out."""
    return list(filter(None, map(one_line, texts_of(parent, field))))


def number_of(parent: dict[str, Any], field: str) -> int | None:
    """A count, sent as a number or as a string of digits; None where there is none."""
    value = parent.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, int | str) and re.fullmatch("[0-9]{1,9}", str(value)):
        return int(value)
    raise UnexpectedAnswer(f"{field} is no number: {value!r:.100}")
