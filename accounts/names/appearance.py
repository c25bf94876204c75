"""What a reader sees of a name, to compare it with others.

Two names look the same when their skeletons are equal (Unicode Technical Standard 39, section 4,
made stricter: letter case, accents, spaces, punctuation, titles and what is added in brackets or
behind a dash do not tell names apart either).
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from confusable_homoglyphs.categories import alias as script_of

from accounts.names.characters import PLAIN_SCRIPTS
from accounts.names.cleaning import LONGEST, clean_name, without_signs
from accounts.names.titles import without_titles
from text.marks import normalize

MAX_SKELETON = 400
_VARIATION_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MARKS = {"Mn", "Mc"}  # vowels of Indic scripts, among others
_ANY_MARKS = _MARKS | {"Me"}
# They only make a word longer, or are a stroke: tatweel, epigraphic letters, an old Korean vowel.
_NO_LETTERS = set(
    "\u0640\u07fa\ua7f7\ua7fe\u119e\u318d\u30fb\u0387\u01c0\u01c1\u02be\u02bf\ua78b\ua78c"
)
# Points and vowel marks, which Hebrew and Arabic names are written with or without.
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]")
_BETWEEN = {"Pd", "Pc", "Zs"}  # dashes, underscores, spaces
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# What the standard leaves out because its data keep upper and lower case apart; the small capitals
# are what it gives for Cyrillic small letters, whose capitals it gives as Latin ones.
_MORE_CONFUSABLES = str.maketrans(
    {"i": "l", "w": "vv", "m": "rn"}
    | dict(zip("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟɴᴏᴘʀꜱᴛᴜᴠʏᴢ", "abcdeghljklnoprstuvyz", strict=True))
    | {"ᴍ": "rn", "ᴡ": "vv", "ʍ": "rn", "ĸ": "k", "ꜰ": "f", "ꞯ": "q"}
)
# Letters in discs and boxes that have no compatibility form, and signs that pass for letters.
_DRESSED = {
    first + number: chr(ord("A") + number)
    for first in (0x1F150, 0x1F170, 0x1F1E6)
    for number in range(26)
} | {ord("°"): "o", ord("@"): "a", ord("$"): "s", ord("€"): "e", ord("|"): "l"}
# "LATIN SMALL LETTER DOTLESS J WITH STROKE" is a j to a reader.
_LATIN_NAME = re.compile(
    r"LATIN (CAPITAL|SMALL) LETTER (?:(?!TURNED|REVERSED)[A-Z-]{3,} )*([A-Z])(?: WITH .+)?"
)
_BRACKETED = re.compile(r"\s*(?:\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?|<[^<>]*>?)")
_DASHED = re.compile(r"\s+[-\u2010-\u2015|~]+\s.*$")
# As "rn" for "m", but within a word or at a particle's start, and in small letters only: "Akancle",
# "cle Souza". Clara and Dara are two people.
_LIKE_D = re.compile(r"(?<=[^\W\d_])cl|^cl(?=(?:e|a|o|i|u|as|os|es|al|el|en|er)$)")


def skeleton(name: str) -> str:
    """What a reader sees of a name, to compare it with others; never shown.

    >>> skeleton("Blue Heron") == skeleton("ВLUE—Неrоn") == skeleton("b1ue herοn")
    True
    >>> skeleton("Blue Heron") == skeleton("Dr. Blue Heron (Oxford)")
    True
    """
    return full_skeleton(
        without_titles(_without_lone_signs(without_additions(clean_name(name[:LONGEST]))))
    )


def without_additions(name: str) -> str:
    """The name without what is bracketed, or set behind it with a dash; `name` is clean."""
    bare = " ".join(_DASHED.sub("", _BRACKETED.sub(" ", name)).split())
    return bare if any(char.isalnum() for char in bare) else name


@lru_cache(maxsize=8192)
def full_skeleton(name: str) -> str:
    """The skeleton of a clean name as it stands, with titles and additions."""
    text = _VARIATION_SELECTORS.sub("", name).translate(_DRESSED)
    words = "".join(" " if unicodedata.category(c) in _BETWEEN else c for c in text).split(" ")
    runs = (run for word in words for run in _runs(word))
    return "".join(_skeleton_of_run(run, plain=plain) for run, plain in runs)[:MAX_SKELETON]


def _runs(text: str) -> list[tuple[str, bool]]:
    """The text cut where marks begin or end to tell letters apart; whether they do not.

    Where they do not, marks and modifier letters are left out before anything is looked up: the
    table of look-alikes makes marks of other scripts of some accents.
    """
    runs: list[tuple[str, bool]] = []
    plain = True
    for char in normalize("NFD", text):
        kind = unicodedata.category(char)
        is_mark = kind in _ANY_MARKS or kind == "Lm"
        if char in _NO_LETTERS or _POINTS.match(char) or (is_mark and plain):
            continue
        if not is_mark and char.isalnum():
            plain = _is_plain(char)
        runs.append((char, plain))
    grouped = groupby(runs, key=lambda run: run[1])
    return [("".join(char for char, _ in group), plain) for plain, group in grouped]


@lru_cache(maxsize=4096)
def _is_plain(char: str) -> bool:
    return script_of(char) in PLAIN_SCRIPTS


def _skeleton_of_run(text: str, *, plain: bool) -> str:
    text = "".join(map(_base_letter, map(_base_letter, _ACCENTS.sub("", text))))
    # Look-alikes first, then case: Greek Eta looks like H, its small letter like n.
    text = _LIKE_D.sub("d", _with_prototypes(text)).casefold()
    text = _with_prototypes(text).casefold()
    text = _ACCENTS.sub("", normalize("NFD", text))
    text = "".join(map(_base_letter, text)).translate(_MORE_CONFUSABLES)
    kept = set() if plain else _MARKS
    return "".join(c for c in text if c.isalnum() or unicodedata.category(c) in kept)


def _with_prototypes(text: str) -> str:
    return "".join(_prototypes().get(c, c) for c in normalize("NFD", text))


@lru_cache(maxsize=4096)
def _base_letter(char: str) -> str:
    """The letter that one with a hook, a stroke or a tail is taken for, by its name in Unicode."""
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    if latin := _LATIN_NAME.fullmatch(name):
        return latin[2] if latin[1] == "CAPITAL" else latin[2].lower()
    base = name.partition(" WITH ")[0]
    if base.startswith(("LATIN ", "CYRILLIC ")):  # Greek ones are taken apart before, by NFD
        try:
            return unicodedata.lookup(base)
        except KeyError:
            return char
    return char


def _without_lone_signs(name: str) -> str:
    """Without words that have no letter and no digit: "Blue Heron |" is Blue Heron."""
    words = name.split()
    kept = [w for w in words if any(c.isalnum() and unicodedata.category(c) != "Lm" for c in w)]
    return " ".join(kept or words)


@cache
def _prototypes() -> dict[str, str]:
    """From a character to the one that stands for all that look like it.

    The package keeps the standard's table in both directions, each group as a star: what all the
    others of the group point to is its prototype.
    """
    raw = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_bytes())
    groups = {
        _bare(key): {_bare(found["c"]) for found in confusables} - {_bare(key)}
        for key, confusables in raw.items()
    }
    # In a pair each points to the other: the longer one (rn for m), then the ASCII one.
    return {
        char: max((char, *confusables), key=lambda c: (len(groups[c]), len(c), c.isascii(), c))
        for char, confusables in groups.items()
    }


def _bare(text: str) -> str:
    return text.replace("\u200e", "")  # the table wraps right-to-left letters in marks


def has_letters(name: str) -> bool:
    """A name of punctuation alone has nothing to be compared by."""
    return bool(skeleton(name)) and bool(without_signs(clean_name(name)))
