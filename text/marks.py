"""Rows of combining marks: cut before they are put in order.

Normalization sorts the marks behind a letter, in a time that grows with the square of their number:
60,000 vowel marks of Arabic took three seconds. No language writes more than a few on one letter.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

MOST_IN_A_ROW = 30  # of a text in Unicode's "stream-safe" format (UAX 15)
_FIRST, _LAST = 0x300, 0x1FFFF  # no mark stands before or behind these


def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """`unicodedata.normalize` in linear time: of a row of marks it keeps the first 30."""
    return unicodedata.normalize(form, without_long_rows(text))


def without_long_rows(text: str) -> str:
    """`text` with the first 30 marks of each row, of whatever script.

    >>> len(without_long_rows("e" + "\\u064b\\u0651" * 60_000))
    31
    """
    # A longer row has a mark at one of these places, and most texts have none there.
    if text.isascii() or not _mark().search(text[:: MOST_IN_A_ROW + 1]):
        return text
    return _long_row().sub(r"\1", text)


@cache
def _mark() -> re.Pattern[str]:
    marks = "".join(filter(_is_sorted, map(chr, range(_FIRST, _LAST + 1))))
    return re.compile(f"[{marks}]")


@cache
def _long_row() -> re.Pattern[str]:
    mark = _mark().pattern
    # With a mark of its own first, `re` passes over other characters quickly.
    return re.compile(f"({mark}{mark}{{{MOST_IN_A_ROW - 1}}}){mark}+")


def _is_sorted(char: str) -> bool:
    """Whether it is put in order with its neighbours, as it stands or once it is taken apart.

    U+0F73 of Tibetan and the voiced mark of half-width Japanese count as letters until then.
    """
    if unicodedata.combining(char):
        return True
    is_compound = bool(unicodedata.decomposition(char))
    return is_compound and bool(unicodedata.combining(unicodedata.normalize("NFKD", char)[0]))
