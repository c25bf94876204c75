"""XML from arXiv, read strictly and quickly, and the text in it."""

import re

from lxml import etree

from ingest.parsing.markup import without_markup
from ingest.parsing.withdrawals import says_withdrawn, titled_withdrawn
from ingest.parsing.xml import parse_xml as parse_strictly
from text.plain import clean_text

__all__ = [
    "count_of",
    "line",
    "paragraphs",
    "parse_xml",
    "says_withdrawn",
    "text_of",
    "titled_withdrawn",
]

_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n[ \t]{2,}")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#|[a-zA-Z])")
_COUNT = re.compile("[0-9]{1,9}")


def parse_xml(content: bytes) -> etree._Element:
    """The root of an answer, without comments in it. Raises ChallengePage, UnexpectedAnswer."""
    return parse_strictly(content, "arXiv")


def text_of(element: etree._Element) -> str:
    """All text in an element, also where unescaped markup parts it."""
    return (element.text or "") if not len(element) else "".join(map(str, element.itertext()))


def line(text: str | None) -> str:
    """A title, a name or a comment: clean, on one line."""
    return " ".join(_clean(text).split()) if text else ""


def paragraphs(text: str | None) -> str:
    """arXiv wraps lines; a line that starts with blanks begins a paragraph."""
    if not text:
        return ""
    text = _clean(text).strip()
    if "\n " in text or "\n\n" in text or "\n\t" in text:
        parts = (" ".join(part.split()) for part in _PARAGRAPH.split(text))
        return "\n\n".join(filter(None, parts))
    return " ".join(text.split())


def _clean(text: str) -> str:
    """TeX without the HTML that people paste into arXiv's form, escaped or not.

    Of ASCII, XML itself lets nothing unwanted through but these two; most text is ASCII.
    """
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        return without_markup(text, keeps_lone_tags=True, has_symbols=False)
    if text.isascii() and "\x7f" not in text and "\r" not in text:
        return text
    return clean_text(text)


def count_of(text: str | None) -> int | None:
    """A number of works; None if it is missing or no number."""
    return int(text) if text and _COUNT.fullmatch(text) else None
