"""Reading a source's JSON: fields of a known type, null as empty.

A field of another type raises UnexpectedAnswer, so that a change of the source's schema is seen
as one.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from ingest.errors import ChallengePage, UnexpectedAnswer
from ingest.http.answers import looks_like_html
from text.plain import clean_text, collapse_space

T = TypeVar("T")


def parse_json(content: bytes, source: str) -> Any:
    """source: its name, for the log. Raises ChallengePage, UnexpectedAnswer."""
    if looks_like_html(content):
        raise ChallengePage(f"{source} sent a page for people")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(f"{source}'s JSON: {error}") from error


def parse_object(content: bytes, source: str) -> dict[str, Any]:
    answer = parse_json(content, source)
    if not isinstance(answer, dict):
        raise UnexpectedAnswer(f"{source}'s JSON is no object")
    return answer


def text_of(parent: dict[str, Any], field: str) -> str:
    return _typed(parent, field, str, "")


def part_of(parent: dict[str, Any], field: str) -> dict[str, Any]:
    return _typed(parent, field, dict, {})


def parts_of(parent: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """A list of objects, nulls left out."""
    return _all_of(_typed(parent, field, list, []), dict, field)


def texts_of(parent: dict[str, Any], field: str) -> list[str]:
    """A list of strings, nulls and empty ones left out."""
    return list(filter(None, _all_of(_typed(parent, field, list, []), str, field)))


def _typed(parent: dict[str, Any], field: str, kind: type[T], empty: T) -> T:
    value = parent.get(field)
    if value is None:
        return empty
    if not isinstance(value, kind):
        raise UnexpectedAnswer(f"{field} is {type(value).__name__}, not {kind.__name__}")
    return value


def _all_of(values: Iterable[Any], kind: type[T], field: str) -> list[T]:
    found = [value for value in values if value is not None]
    if not all(isinstance(value, kind) for value in found):
        raise UnexpectedAnswer(f"{field} holds what is no {kind.__name__}")
    return found


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
