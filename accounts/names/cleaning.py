"""A name as it is stored: without anything unseen."""

import re
import unicodedata

from text.invisible import without_invisible

LONGEST = 400  # characters that are looked at; no field takes so many
MOST_WORDS = 12
MOST_MARKS_IN_A_ROW = 30  # of a text in Unicode's "stream-safe" format (UAX 15)
JOINERS = "\u200c\u200d"  # `without_invisible` leaves them where they are part of the spelling
# Format characters, control characters, lone surrogates, private use, unassigned.
_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}
# Compatibility forms that NFKC would take apart into a space and an accent.
_APOSTROPHES = str.maketrans({"\u00b4": "\u2019", "\u1fbd": "\u2019", "\u1ffd": "\u2019"})
# Of a footnote, not of a name: NFKC would make digits of them.
_RAISED_DIGITS = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]")


def clean_name(text: str) -> str:
    """A name without anything unseen: NFKC, one space between words, none at the ends.

    >>> clean_name(" Blue\\u200b\\u202e  He\\u00adron ")
    'Blue Heron'
    >>> clean_name("\\uff22lue Heron")
    'Blue Heron'
    """
    text = _RAISED_DIGITS.sub("", text.translate(_APOSTROPHES))
    spaced = " ".join(text.split())
    seen = without_invisible(unicodedata.normalize("NFKC", without_long_piles(spaced)))
    kept = (c for c in seen if c in JOINERS or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def without_long_piles(text: str) -> str:
    """No more marks in a row than any text needs, where it is long: to put a row of them in order
    takes a time that grows with the square of its length."""
    if len(text) <= LONGEST:
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def without_signs(name: str) -> str:
    """With a space for each sign, also for those that pass for letters: "Heron|", "Ivo|Rask"."""
    spaced = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in name)
    return " ".join("".join(spaced).split())


def has_too_many_words(name: str) -> bool:
    return len(without_signs(name).split()) > MOST_WORDS
