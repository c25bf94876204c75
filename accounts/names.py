"""Names as people type them: cleaned, compared by what a reader sees, and never forged.

Two names are alike when their skeletons are equal (Unicode Technical Standard 39, section 4, made
stricter: letter case, accents, spaces and punctuation do not tell names apart either).
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from confusable_homoglyphs.categories import alias as script_of

from text.invisible import without_invisible

_JOINERS = "\u200c\u200d"  # `without_invisible` leaves them where they are part of the spelling
_VARIATION_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Format characters, control characters, lone surrogates, private use, unassigned.
_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}
_MARKS = {"Mn", "Mc"}  # vowels of Indic scripts, among others
_ANY_MARKS = _MARKS | {"Me"}
_TATWEEL = "\u0640\u07fa"  # they only make a word longer
# In these scripts a mark is an accent at most, whatever script the mark is from.
_PLAIN_SCRIPTS = {
    *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "COPTIC", "LISU"),
    *("COMMON", "INHERITED"),
}
_BETWEEN = {"Pd", "Pc", "Zs"}  # dashes, underscores, spaces
# Compatibility forms that NFKC would take apart into a space and an accent.
_APOSTROPHES = str.maketrans({"\u00b4": "\u2019", "\u1fbd": "\u2019", "\u1ffd": "\u2019"})

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# What the standard leaves out because its data keep upper and lower case apart; the small capitals
# are what it gives for Cyrillic small letters, whose capitals it gives as Latin ones.
_ALSO_ALIKE = str.maketrans(
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
# Of a footnote, not of a name: NFKC would make digits of them.
_RAISED_DIGITS = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]")

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
    *("Peer reviewer", "Expert reviewer", "Independent reviewer", "External reviewer"),
    *("Blind reviewer", "Hidden reviewer", "Undisclosed reviewer", "Anonymous peer"),
    *("Anonymised reviewer", "Anonymized reviewer", "Annonymous reviewer", "Anonymous scholar"),
    *("Pseudonym", "Under a pseudonym", "No name", "Nobody", "Unknown", "Withdrawn", "Retracted"),
)
# Titles make no other person of somebody.
_TITLES = {
    *("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame"),
    *("phd", "md", "msc", "bsc", "jr", "sr", "esq"),
}
# A name of these words alone is a byline of the journal's, whatever their order.
_ROLES = {
    *("reviewer", "reviewers", "referee", "referees", "review", "reviews", "editor", "editors"),
    *("editorial", "author", "authors", "administrator", "administrators", "admin", "moderator"),
    *("moderators", "anonymous", "anon", "withdrawn", "retracted"),
    *("anonymised", "anonymized", "annonymous", "anonimous", "anonymus"),
}
_BETWEEN_ROLES = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "of",
            "by",
            "for",
            "in",
            "no",
            "number",
            "not",
            "named",
            "name",
            "under",
        ),
        *("chief", "handling", "second", "managing", "associate", "academic", "section", "deputy"),
        *("guest", "senior", "invited", "verified", "official", "board", "office", "team", "staff"),
        *("and", "first", "third", "this", "work", "journal", "pseudonym", "user", "desk"),
        *("peer", "expert", "independent", "external", "internal", "blind", "blinded", "hidden"),
        *(
            "undisclosed",
            "unnamed",
            "unknown",
            "masked",
            "secret",
            "double",
            "scholar",
            "scientist",
        ),
        *("researcher", "colleague", "specialist", "bot"),
    }
)
# Behind a role: "Reviewer A", "Reviewer II", "Reviewer Two".
_COUNTS = frozenset(
    {
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("ii", "iii", "iv", "vi", "vii", "viii", "ix"),
    }
)
# Beside the journal's own name these speak for it, too.
_SPEAKERS = frozenset(
    {
        *("team", "board", "staff", "office", "support", "admin", "desk", "journal", "official"),
        *("bot", "robot"),
    }
)
# Behind a name, set apart from it, these say that somebody has looked at it.
_VOUCHED = frozenset({"verified", "official", "confirmed", "checked", "real", "invited"})
_SET_APART = re.compile(r"[()\[\]{}<>|,;:/]|\s[-\u2010-\u2015~\u00b7\u2022]+\s?")
# Each repetition has an upper bound: without it the time grows with the square of the length.
_ADDRESS = re.compile(
    r"://|\bwww\.|\S@\S{1,253}\.\S|\b[a-z0-9-]{2,63}\.[a-z]{2,63}\b|\w\.\w{2,63}/", re.ASCII
)
MAX_SKELETON = 400
LONGEST = 400  # characters that are looked at; no field takes so many
_NUMBERED = re.compile(
    r"(anonymous)?(reviewer|editor|author|referee)(no|number)?"
    r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|iv|v|vi{0,3}|i{1,3}|[abc])"
)
_VERIFIED = re.compile(r"\bverified\b", re.IGNORECASE)


def clean_name(text: str) -> str:
    """A name without anything unseen: NFKC, one space between words, none at the ends.

    >>> clean_name(" Blue\\u200b\\u202e  He\\u00adron ")
    'Blue Heron'
    >>> clean_name("\\uff22lue Heron")
    'Blue Heron'
    """
    text = _RAISED_DIGITS.sub("", text.translate(_APOSTROPHES))
    spaced = " ".join(text.split())
    seen = without_invisible(unicodedata.normalize("NFKC", spaced))
    kept = (c for c in seen if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def skeleton(name: str) -> str:
    """What a reader sees of a name, to compare it with others; never shown.

    >>> skeleton("Blue Heron") == skeleton("ВLUE—Неrоn") == skeleton("b1ue herοn")
    True
    """
    text = _without_titles(_without_lone_signs(clean_name(name[:LONGEST])))
    text = _VARIATION_SELECTORS.sub("", text).translate(_DRESSED)
    text = "".join(c for c in text if unicodedata.category(c) not in _BETWEEN)
    return "".join(_look(run, plain=plain) for run, plain in _runs(text))[:MAX_SKELETON]


def _runs(text: str) -> list[tuple[str, bool]]:
    """The text cut where marks begin or end to tell letters apart; whether they do not.

    Where they do not, marks and modifier letters are left out before anything is looked up: the
    table of look-alikes makes marks of other scripts of some accents.
    """
    runs: list[tuple[str, bool]] = []
    plain = True
    for char in unicodedata.normalize("NFD", text):
        kind = unicodedata.category(char)
        is_mark = kind in _ANY_MARKS or kind == "Lm"
        if char in _TATWEEL or (is_mark and plain):
            continue
        if not is_mark and char.isalnum():
            plain = _is_plain(char)
        runs.append((char, plain))
    grouped = groupby(runs, key=lambda run: run[1])
    return [("".join(char for char, _ in group), plain) for plain, group in grouped]


@lru_cache(maxsize=4096)
def _is_plain(char: str) -> bool:
    return script_of(char) in _PLAIN_SCRIPTS


def _look(text: str, *, plain: bool) -> str:
    text = _ACCENTS.sub("", text)
    # Look-alikes first, then case: Greek Eta looks like H, its small letter like n.
    for _ in range(2):
        text = unicodedata.normalize("NFD", text)
        text = "".join(_prototypes().get(char, char) for char in text).casefold()
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).translate(_ALSO_ALIKE)
    kept = set() if plain else _MARKS
    return "".join(c for c in text if c.isalnum() or unicodedata.category(c) in kept)


def _without_lone_signs(name: str) -> str:
    """Without words that have no letter and no digit: "Blue Heron |" is Blue Heron."""
    words = name.split()
    kept = [w for w in words if any(c.isalnum() and unicodedata.category(c) != "Lm" for c in w)]
    return " ".join(kept or words)


def _without_signs(name: str) -> str:
    """With a space for each sign, also for those that pass for letters: "Heron|", "Ivo|Rask"."""
    spaced = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in name)
    return " ".join("".join(spaced).split())


def _without_titles(name: str) -> str:
    words = name.split()
    plain = [word for word in words if re.sub(r"\W", "", word).casefold() not in _TITLES]
    return " ".join(plain or words)


def skeletons(name: str) -> set[str]:
    """What to compare with the skeletons of others: of the name in any case, for in capitals a
    Greek or Cyrillic name looks otherwise, and in any order ("Osei, Marguerite"). Without what is
    added to a name, too: "Jane Doe (Oxford)" and "Jane Doe, editor" are taken for Jane Doe.
    """
    orders = set()
    name = name[:LONGEST]
    clean = clean_name(name)
    for kept in {clean, _without_signs(clean), *_without_additions(name)}:
        words = kept.split()
        orders |= {" ".join(words[start:] + words[:start]) for start in range(min(len(words), 4))}
    forms = {form for o in orders for form in (o, o.lower(), o.upper(), o.title())}
    return {skeleton(form) for form in forms} - {""}


def _without_additions(name: str) -> set[str]:
    """The name without what is bracketed or dashed behind it, and without roles at its ends."""
    name = clean_name(name)
    bare = re.sub(r"\s*(?:[(\[{<][^)\]}>]*[)\]}>]?|\s[-\u2010-\u2015|~]+\s.*)$", "", name)
    words = name.split()
    while words and _word(words[-1]) in _role_words():
        words.pop()
    while words and _word(words[0]) in _role_words():
        words.pop(0)
    return {bare, " ".join(words)} - {"", name}


def _word(word: str) -> str:
    return skeleton(word.strip(".,;:()[]{}"))


@cache
def _role_words() -> frozenset[str]:
    return frozenset(skeleton(word) for word in _ROLES)


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
    name = name[:LONGEST]
    seen = skeletons(name)
    plain = re.sub(r"[\W_]", "", clean_name(name).casefold())
    return (
        bool(seen & _reserved_skeletons())
        or bool(seen & {skeleton(other) for other in also})
        or _VERIFIED.search(clean_name(name)) is not None
        or _NUMBERED.fullmatch(plain) is not None
        or is_address(clean_name(name))
        or _has_sign(name)
        or _is_byline(name, also)
        or any(_is_addition(part, also) for part in _SET_APART.split(clean_name(name))[1:])
    )


def is_address(name: str) -> bool:
    """Whether it is an address on the web or of a mailbox.

    >>> is_address("http://evil.example/"), is_address("evil.example"), is_address("J.R. Smith")
    (True, True, False)
    """
    return _ADDRESS.search(name) is not None


def _has_sign(name: str) -> bool:
    """A tick, a star or a medal: readers would take it for the journal's."""
    return any(unicodedata.category(char) == "So" for char in clean_name(name))


def _is_byline(name: str, also: tuple[str, ...]) -> bool:
    """Whether roles of the journal, its name, articles and numbers are all there is."""
    roles, others = _role_words(), _skeletons_of(_BETWEEN_ROLES)
    own = {skeleton(word) for phrase in also for word in phrase.split()} - {""}
    words = _without_signs(clean_name(name)).split()
    seen = [skeleton(word) for word in words]
    speaks = bool(set(seen) & roles)
    if set(seen) & own - roles - others:
        speaks = speaks or bool(set(seen) & _skeletons_of(_SPEAKERS))
    return speaks and all(
        look in roles | others | own or (place > 0 and _is_count(word))
        for place, (word, look) in enumerate(zip(words, seen, strict=True))
    )


def _is_count(word: str) -> bool:
    return word.isdigit() or len(word) == 1 or skeleton(word) in _skeletons_of(_COUNTS)


def _is_addition(part: str, also: tuple[str, ...]) -> bool:
    """Of "Jane Doe (editor)" or "Jane Doe — verified", what stands behind the name."""
    return skeleton(part) in _skeletons_of(_VOUCHED) or _is_byline(part, also)


@cache
def _skeletons_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(skeleton(word) for word in words)


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
