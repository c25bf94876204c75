"""A name as it is stored: without anything unseen."""

import re
import unicodedata

from text.invisible import without_invisible
from text.marks import normalize

LONGEST = 400  # characters that are looked at; no field takes so many
MOST_WORDS = 12
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
    seen = without_invisible(normalize("NFKC", spaced))
    kept = (c for c in seen if c in JOINERS or unicodedata.category(c) not in _UNSEEN)
    return normalize("NFC", " ".join("".join(kept).split()))


def without_signs(name: str) -> str:
    """With a space for each sign, also for those that pass for letters: "Heron|", "Ivo|Rask"."""
    spaced = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in name)
    return " ".join("".join(spaced).split())


def has_too_many_words(name: str) -> bool:
    return len(without_signs(name).split()) > MOST_WORDS
