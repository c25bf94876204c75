"""Which characters a name may have: letters that people write their names with today.

The profile for identifiers of Unicode Technical Standard 39: letters whose status is "Allowed",
each word in one script or in those that people write together, few marks on a letter. Wider where
alphabets of living languages need it.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from itertools import groupby

from confusable_homoglyphs.categories import alias as script_of

from accounts.names.cleaning import JOINERS

# Not in the profile, but written today: Hausa, Fula, Ewe, Akan, Yoruba, Mande and others; glottal
# stops of Mayan languages and of transliterated Arabic; the points of Hebrew.
_ALSO_ALLOWED = set("ƁɓƊɗƘƙƳƴƓɠƉɖƑƒƔɣƆɔƐɛƝɲƖɩƱʊƲʋƎǝẞßꞋꞌʾʿ")
_ALSO_ALLOWED |= set(map(chr, range(0x05B0, 0x05BD))) | {"\u05c1", "\u05c2", "\u05c7"}  # points
# Between the letters of names: hyphens, apostrophes, initials, brackets, "and".
_SIGNS = set("\u00b7\u30fb\u30a0\u05be\u05f3\u05f4\u0f0b") | set(
    " -\u2010\u2011\u2013\u2014'\u2018\u2019.,()&/_#+\"\u201c\u201d"
)
_OVERLAYS = set(
    "\u0334\u0335\u0336\u0337\u0338\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20ea\u20eb"
)
_MARKS = {"Mn", "Mc", "Me"}
MOST_MARKS = 2  # on one letter, once composed
MOST_INDIC_MARKS = 3  # a dot, a vowel and a nasal sign; Tibetan letters stand below each other
# In these scripts a mark is an accent at most, whatever script the mark is from.
PLAIN_SCRIPTS = {
    *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "COPTIC", "LISU"),
    *("COMMON", "INHERITED"),
}
# Scripts that people write together within one word (UTS 39, "highly restrictive").
_SCRIPTS_TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
)
_NO_SCRIPT = {"COMMON", "INHERITED"}
# One letter of these is a word, a name or an initial of its own.
_ALONE = {"HAN", "HANGUL", "HIRAGANA", "KATAKANA"}
_WORD_ENDS = re.compile(r"[\s\-–—·.()\u05be]+")


def has_foreign_characters(name: str) -> bool:
    """Whether it has a character that no name is written with: signs, boxes, historic letters.

    >>> has_foreign_characters("Renée O’Neil-Đorđević"), has_foreign_characters("Heron ✓")
    (False, True)
    """
    return any(not _is_allowed(char) for char in name)


def _is_allowed(char: str) -> bool:
    if char in _SIGNS or char in _ALSO_ALLOWED or char in JOINERS:
        return True
    if char in _OVERLAYS or unicodedata.category(char)[0] not in "LMN":
        return False
    ranges = _allowed_ranges()
    place = bisect_right(ranges, (ord(char), 0x110000)) - 1
    return place >= 0 and ranges[place][0] <= ord(char) <= ranges[place][1]


@cache
def _allowed_ranges() -> list[tuple[int, int]]:
    lines = files("accounts.names").joinpath("allowed_characters.txt").read_text().splitlines()
    bounds = (line.split("..") for line in lines if not line.startswith("#"))
    return [(int(first, 16), int(last, 16)) for first, last in bounds]


def has_piled_marks(name: str) -> bool:
    """Whether more marks stand on a letter than any name has: they write over other lines.

    >>> has_piled_marks("Nguyễn"), has_piled_marks("Zoe" + "\\u0321\\u0311\\u0321")
    (False, True)
    """
    most = MOST_MARKS
    for is_mark, chars in groupby(name, key=lambda c: unicodedata.category(c) in _MARKS):
        run = list(chars)
        if is_mark and len(run) > most:
            return True
        most = MOST_MARKS if script_of(run[-1]) in PLAIN_SCRIPTS else MOST_INDIC_MARKS
    return False


def mixes_scripts(name: str) -> bool:
    """Whether a word of it has letters of two scripts that nobody writes together.

    >>> mixes_scripts("Gr\\u0430ce"), mixes_scripts("李明 (Li Ming)"), mixes_scripts("Αλεξία Smith")
    (True, False, False)
    """
    return any(not _goes_together(word) for word in _WORD_ENDS.split(name))


def _goes_together(word: str) -> bool:
    scripts = _scripts(word)
    return len(scripts) < 2 or any(scripts <= together for together in _SCRIPTS_TOGETHER)


def has_lone_stroke(name: str) -> bool:
    """Whether a letter of another script stands alone: "Heron ا" reads as "Heron |".

    >>> has_lone_stroke("Heron ا"), has_lone_stroke("J. Heron"), has_lone_stroke("А. Иванов")
    (True, False, False)
    """
    words = [(word, _scripts(word)) for word in _WORD_ENDS.split(name)]
    long = set().union(*(scripts for word, scripts in words if len(word) > 1))
    return any(
        len(word) == 1 and scripts and not scripts & (long | _ALONE) and bool(long)
        for word, scripts in words
    )


def _scripts(word: str) -> set[str]:
    return {script_of(char) for char in word} - _NO_SCRIPT
