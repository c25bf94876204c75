"""Names as people type them: cleaned, compared by what a reader sees, and never forged.

Two names are alike when their skeletons are equal (Unicode Technical Standard 39, section 4, made
stricter: letter case, accents, spaces and punctuation do not tell names apart either).
"""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs.categories import alias as script_of

from text.invisible import without_invisible

_JOINERS = "\u200c\u200d"  # `without_invisible` leaves them where they are part of the spelling
_VARIATION_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Format characters, control characters, lone surrogates, private use, unassigned.
_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}
_MARKS = {"Mn", "Mc"}  # vowels of Indic scripts, among others
_BETWEEN = {"Pd", "Pc", "Zs"}  # dashes, underscores, spaces
# Compatibility forms that NFKC would take apart into a space and an accent.
_APOSTROPHES = str.maketrans({"\u00b4": "\u2019", "\u1fbd": "\u2019", "\u1ffd": "\u2019"})

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# What the standard leaves out because its data keep upper and lower case apart; the small capitals
# are what it gives for Cyrillic small letters, whose capitals it gives as Latin ones.
_ALSO_ALIKE = str.maketrans(
    {"i": "l", "w": "vv", "m": "rn"}
    | dict(zip("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟɴᴏᴘʀꜱᴛᴜᴠʏᴢ", "abcdeghljklnoprstuvyz", strict=True))
    | {"ᴍ": "rn", "ᴡ": "vv"}
)

# Scripts that people write together within one word (UTS 39, "highly restrictive").
_SCRIPTS_TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
)
_NO_SCRIPT = {"COMMON", "INHERITED"}

# Names that readers take for a kind of byline or for the journal itself.
RESERVED = (
    *("Anonymous", "Anonymous reviewer", "Anonymous author", "Anonymous editor", "Anonymous user"),
    *("Reviewer", "The reviewer", "Reviewers", "Editor", "The editor", "Editors", "The editors"),
    *("Handling editor", "Second editor", "Managing editor", "Editor in chief", "Administrator"),
    *("Author", "The author", "Authors", "The authors", "Author not named", "Guest", "Moderator"),
    *("Anon", "Anonymous referee", "Referee", "Admin", "Associate editor", "Chief editor"),
    *("Academic editor", "Section editor", "Deputy editor", "Guest editor", "Senior editor"),
    *("Editorial board", "Editorial office", "Editorial team", "Verified reviewer", "Staff"),
    *("Deleted user", "Deleted account", "Former user", "Support", "System"),
    *("Pseudonym", "Under a pseudonym", "No name", "Nobody", "Unknown", "Withdrawn", "Retracted"),
)
# Titles make no other person of somebody.
_TITLES = {
    *("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame"),
    *("phd", "md", "msc", "bsc", "jr", "sr", "esq"),
}
# Letters in discs and boxes that have no compatibility form, and signs that pass for letters.
_DRESSED = {
    first + number: chr(ord("A") + number)
    for first in (0x1F150, 0x1F170, 0x1F1E6)
    for number in range(26)
} | {ord("°"): "o", ord("@"): "a", ord("$"): "s", ord("€"): "e", ord("|"): "l"}
MAX_SKELETON = 400
_NUMBERED = re.compile(
    r"(anonymous)?(reviewer|editor|author|referee)(no|number)?"
    r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|iv|v|vi{0,3}|i{1,3}|[abc])"
)
# A mark that readers would take for the journal's.
_VERIFIED = re.compile("[\u2611\u2705\u2713\u2714\U0001f5f8]|\\bverified\\b", re.IGNORECASE)
# Who speaks for the journal whose name stands before or after it.
_SPEAKERS = ("team", "board", "editorial board", "editorial team", "staff", "admin", "support")


def clean_name(text: str) -> str:
    """A name without anything unseen: NFKC, one space between words, none at the ends.

    >>> clean_name(" Blue\\u200b\\u202e  He\\u00adron ")
    'Blue Heron'
    >>> clean_name("\\uff22lue Heron")
    'Blue Heron'
    """
    spaced = " ".join(text.translate(_APOSTROPHES).split())
    seen = without_invisible(unicodedata.normalize("NFKC", spaced))
    kept = (c for c in seen if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def skeleton(name: str) -> str:
    """What a reader sees of a name, to compare it with others; never shown.

    >>> skeleton("Blue Heron") == skeleton("ВLUE—Неrоn") == skeleton("b1ue herοn")
    True
    """
    text = _VARIATION_SELECTORS.sub("", _without_titles(clean_name(name))).translate(_DRESSED)
    text = "".join(c for c in text if unicodedata.category(c) not in _BETWEEN)
    # Look-alikes first, then case: Greek Eta looks like H, its small letter like n.
    for _ in range(2):
        text = unicodedata.normalize("NFD", text)
        text = "".join(_prototypes().get(char, char) for char in text).casefold()
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).translate(_ALSO_ALIKE)
    seen = (c for c in text if c.isalnum() or unicodedata.category(c) in _MARKS)
    return "".join(seen)[:MAX_SKELETON]


def _without_titles(name: str) -> str:
    words = name.split()
    plain = [word for word in words if re.sub(r"\W", "", word).casefold() not in _TITLES]
    return " ".join(plain or words)


def skeletons(name: str) -> set[str]:
    """What to compare with the skeletons of others: of the name in any case, for in capitals a
    Greek or Cyrillic name looks otherwise, and in any order ("Osei, Marguerite").
    """
    words = clean_name(name).split()
    orders = {" ".join(words[start:] + words[:start]) for start in range(min(len(words), 4))}
    forms = {form for o in orders for form in (o, o.lower(), o.upper(), o.title())}
    return {skeleton(form) for form in forms} - {""}


@cache
def _prototypes() -> dict[str, str]:
    """From a character to the one that stands for all that look like it.

    The package keeps the standard's table in both directions, each group as a star: what all the
    others of the group point to is its prototype.
    """
    raw = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_bytes())
    groups = {
        _bare(key): {_bare(found["c"]) for found in alike} - {_bare(key)}
        for key, alike in raw.items()
    }
    prototypes = {}
    for char, alike in groups.items():
        if len(char) == 1 and alike:
            # In a pair each points to the other: the longer one (rn for m), then the ASCII one.
            centre = max(
                (char, *alike), key=lambda c: (len(groups.get(c, ())), len(c), c.isascii(), c)
            )
            prototypes[char] = centre
    return prototypes


def _bare(text: str) -> str:
    return text.replace("\u200e", "")  # the table wraps right-to-left letters in marks


def is_reserved(name: str, *, also: tuple[str, ...] = ()) -> bool:
    """Whether readers would take it for a byline of the journal; `also`: the journal's own name.

    >>> is_reserved("Anоnymous\\u200b  reviewer"), is_reserved("Reviewer #2"), is_reserved("Heron")
    (True, True, False)
    """
    seen = skeletons(name)
    plain = re.sub(r"[\W_]", "", clean_name(name).casefold())
    return (
        bool(seen & _reserved_skeletons())
        or bool(seen & {skeleton(other) for other in also})
        or bool(seen & {skeleton(f"{other} {who}") for other in also for who in _SPEAKERS})
        or _VERIFIED.search(clean_name(name)) is not None
        or _NUMBERED.fullmatch(plain) is not None
    )


@cache
def _reserved_skeletons() -> frozenset[str]:
    return frozenset(skeleton(name) for name in RESERVED)


def mixes_scripts(name: str) -> bool:
    """Whether a word of it has letters of two scripts that nobody writes together.

    >>> mixes_scripts("Gr\\u0430ce"), mixes_scripts("李明 (Li Ming)"), mixes_scripts("Αλεξία Smith")
    (True, False, False)
    """
    return any(not _goes_together(word) for word in re.split(r"[\s\-–—·.()]+", name))


def _goes_together(word: str) -> bool:
    scripts = {script_of(char) for char in word} - _NO_SCRIPT
    return len(scripts) < 2 or any(scripts <= together for together in _SCRIPTS_TOGETHER)


def has_letters(name: str) -> bool:
    """A name of punctuation alone has nothing to be compared by."""
    return bool(skeleton(name))
