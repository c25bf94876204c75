"""Names that readers take for a kind of byline or for the journal itself."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

from accounts.names.appearance import full_skeleton, skeleton
from accounts.names.cleaning import LONGEST, clean_name, without_signs
from accounts.names.known import skeletons
from accounts.names.other_languages import PHRASES
from accounts.names.roles import (
    BEFORE_JOURNAL,
    BESIDE_ROLES,
    GIVEN_NAMES,
    OFFICES,
    ROLES,
    SPEAKERS,
    VOUCHED,
    WEAK_ROLES,
    full_skeletons,
    is_abbreviated,
    is_any_role,
    is_count,
    is_role,
    is_role_put_together,
    names_of_families,
    parts_put_together,
    says_who_reviewed,
    stands_beside_a_name,
    stands_beside_roles,
    weak_roles_apart,
    without_numbers,
    words_of,
)

# What has no word of a role in it.
RESERVED = (
    *("Deleted user", "Deleted account", "Former user", "Support", "System", "Staff", "Guest"),
    *("No name", "No name given", "Nobody", "Unknown", "Under a pseudonym", "Anonymous peer"),
    *("Name withheld", "Not named", "Verified", "Reader", "The journal", "The board"),
    *("Confidential", "Hidden", "Private", "Kept private", "Secret", "Unspecified", "Not given"),
    *("Blind", "Blinded", "Single blind", "Double blind", "Triple blind", "Third party"),
    *("None", "Null", "Undefined", "Not applicable", "Root", "Webmaster", "Postmaster"),
    *("Expert", "An expert", "Experts", "Judge", "Juror", "Panel", "Panel member", "The panel"),
    *("Committee", "The committee", "Program committee", "Programme committee", "Committee member"),
    *("Consensus review", "Official comment", "Official statement", "Retraction notice"),
    *("Retraction", "Correction", "Corrections", "Erratum", "Corrigendum", "Expression of concern"),
    *("Removed", "Deleted", "Suspended", "Withdrawal", "Identity hidden", "Hidden identity"),
    *("Invited expert", "External expert", "Domain expert", "Expert panel", "Metareview"),
    *("Publisher", "The publisher", "The team", "The office", "The desk", "Journal office"),
    *("Advisory board", "Ethics board", "Scientific board", "Board member", "Jury member"),
    *("Automated review", "Editorial decision", "Panelist", "Panellist", "Commenter"),
    *("Name hidden", "Name unknown", "Eds", "E in C"),
    *("EIC", "AEIC", "Reviewed by peers", *PHRASES),
)
# An associate editor; "Ae" and "Na" are names.
_IN_CAPITALS = ("AE", "AEs", "AE’s", "AE's", "A.E.", "A. E.", "NA", "N/A", "n/a")
_SHORTEST_APART = 7  # letters of a role that is written with a space in it: "An onymous"
_SET_APART = re.compile(r"[()\[\]{}<>|,;:/]|\s[-\u2010-\u2015~\u00b7\u2022]+\s?")
# Each repetition has an upper bound: without it the time grows with the square of the length.
_ADDRESS = re.compile(
    r"://|\bwww\.|\S@\S{1,253}\.\S|\b[a-z0-9-]{2,63}\.[a-z]{2,63}\b|\w\.\w{2,63}/", re.ASCII
)
_FAMILY_NAME = re.compile(
    r"(?P<first>\w{2,}),(?P<behind>[\w. -]+)|(?P<before>[\w. -]*[. -])(?P<last>\w{2,})"
)
_PARTICLES = frozenset({"de", "da", "di", "del", "della", "van", "von", "der", "la", "le", "y"})
_VERIFIED = re.compile(r"\bverified\b", re.IGNORECASE)


def is_reserved(name: str, *, also: tuple[str, ...] = ()) -> bool:
    """Whether readers would take it for a byline of the journal; `also`: the journal's own name.

    >>> is_reserved("Anоnymous\\u200b  reviewer"), is_reserved("Reviewer #2"), is_reserved("Heron")
    (True, True, False)
    """
    clean = clean_name(name[:LONGEST])
    return (
        skeleton(without_count(clean)) in _reserved_skeletons()
        or clean in _IN_CAPITALS
        or _is_role_apart(clean)
        or is_abbreviated(without_signs(clean).split())
        or says_who_reviewed(clean)
        or bool(skeletons(clean) & {skeleton(other) for other in also if " " in other})
        or skeleton(clean) in {skeleton(other) for other in also}
        or _VERIFIED.search(clean) is not None
        or is_address(clean)
        or _has_sign(clean)
        or any(map(_has_role, (clean, _with_letters(clean))))
        or _speaks_for(clean, also)
        or any(_is_byline(form, also) for form in _forms(clean))
        or any(_is_addition(part, also) for part in _set_apart(clean))
    )


def is_address(name: str) -> bool:
    """Whether it is an address on the web or of a mailbox.

    >>> is_address("http://evil.example/"), is_address("evil.example"), is_address("J.R. Smith")
    (True, True, False)
    """
    return _ADDRESS.search(name) is not None


def _has_sign(clean: str) -> bool:
    """A tick, a star or a medal: readers would take it for the journal's."""
    return any(unicodedata.category(char) == "So" for char in clean)


def _has_role(clean: str) -> bool:
    """Whether a word of it is a role: one is enough, for what stands beside it can be anything."""
    words = [*words_of(clean), *without_signs(clean).split()]
    return any(is_role(word) or is_role(word.lower()) for word in words)


def _with_letters(clean: str) -> str:
    """With an e for each 3 within a word: "R3viewer"."""
    return " ".join(
        word.replace("3", "e") if any(map(str.isalpha, word)) else word for word in clean.split()
    )


def _forms(clean: str) -> set[str]:
    return {clean, clean.lower(), _with_letters(clean).lower()}


def _is_role_apart(clean: str) -> bool:
    whole = skeleton(clean)
    is_person = whole == full_skeleton("annonymous")  # "Ann Onymous", who is called so for fun
    is_role = len(whole) >= _SHORTEST_APART and whole in full_skeletons(ROLES) and not is_person
    return is_role or whole in weak_roles_apart()


def without_count(clean: str) -> str:
    """Without a number behind it: "Third party 2"."""
    words = clean.split()
    while len(words) > 1 and without_signs(words[-1]).isdigit():
        words.pop()
    return " ".join(words)


def _speaks_for(clean: str, also: tuple[str, ...]) -> bool:
    """Whether the journal's name stands behind "of", "for", "by" or beside a word of an office or
    what is nobody's name: whoever that is, readers take it for the journal. "Maria Verso" is a
    person.
    """
    journals = {full_skeleton(other) for other in also if " " not in other} - {""}
    typed = without_signs(clean).split()
    words = [full_skeleton(word) for word in typed]
    if journals & set(words) and any(map(_is_no_persons, typed)):
        return True
    behind = any(
        word in journals and before in full_skeletons(BEFORE_JOURNAL)
        for before, word in pairwise(words)
    )
    beside = bool(journals & set(words)) and bool(full_skeletons(OFFICES) & set(words))
    return behind or beside


def _is_no_persons(word: str) -> bool:
    """A number, a word in small letters, or an acronym: "2", "experts", "AI"."""
    is_acronym = 1 < len(word) < 4 and word.isupper()
    return word.isdigit() or is_acronym or (word.islower() and word not in _PARTICLES)


def has_words(name: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a name, one behind the other.

    >>> has_words("Blue Verso", "Verso"), has_words("Versova", "Verso")
    (True, False)
    """
    wanted = [full_skeleton(word) for word in without_signs(phrase).split()]
    words = [full_skeleton(word) for word in without_signs(clean_name(name[:LONGEST])).split()]
    starts = range(len(words) - len(wanted) + 1)
    found = (words[start : start + len(wanted)] for start in starts)
    return bool(wanted) and wanted in found


def _is_byline(name: str, also: tuple[str, ...]) -> bool:
    """Whether words of roles, the journal's name, articles and numbers are all there is."""
    own = {full_skeleton(word) for phrase in also for word in phrase.split()} - {""}
    words = _words_of_byline(name, own)
    seen = {full_skeleton(word) for word in words}
    roles = {word for word in words if is_any_role(word) or is_role_put_together(word)}
    if not (roles or (seen & own and seen & full_skeletons(SPEAKERS))) or _has_initials(name):
        return False
    known = own | full_skeletons(SPEAKERS) | full_skeletons(BESIDE_ROLES)
    stands_beside = stands_beside_a_name if names_of_families(roles) else stands_beside_roles
    return all(
        word in roles
        or full_skeleton(word) in known
        or (place > 0 and is_count(word))
        or word[:1].isdigit()
        or bool(parts_put_together(word))
        or stands_beside(word)
        for place, word in enumerate(words)
    )


def _words_of_byline(name: str, own: set[str]) -> list[str]:
    roles = full_skeletons(WEAK_ROLES)
    typed = [part for word in words_of(clean_name(name)) for part in without_numbers(word)]
    return [part for word in typed for part in _apart(word, own - roles)]


def _has_initials(name: str) -> bool:
    """Whether all that stands beside a family name are initials: "A. Autor", "Reader, J. S."."""
    found = _FAMILY_NAME.fullmatch(name)
    if not found or not names_of_families({found["first"] or found["last"]}):
        return False
    rest = found["behind"] or found["before"]
    initials = without_signs(rest).split()
    is_article = not found["first"] and len(initials) == 1 and "." not in rest  # "O autor"
    return not is_article and all(len(one) == 1 and one.isalpha() for one in initials)


def _apart(word: str, own: set[str]) -> list[str]:
    """The word, or the journal's name and what is glued to it: "versoteam"."""
    glued = full_skeleton(word)
    for name in own:
        for end in (glued.removeprefix(name), glued.removesuffix(name)):
            if len(name) > 3 and end and end != glued:
                return [name, end]
    return [word]


def _set_apart(clean: str) -> list[str]:
    """What stands behind the name; a given name behind a family name does not."""
    family_name, *behind = _SET_APART.split(clean)
    is_inverted = len(behind) == 1 and " " not in family_name.strip()
    if is_inverted and behind[0].strip().lower() in GIVEN_NAMES:
        return []
    return behind


def _is_addition(part: str, also: tuple[str, ...]) -> bool:
    """Of "Jane Doe (editor)" or "Jane Doe — verified", what stands behind the name."""
    return full_skeleton(part.strip()) in full_skeletons(VOUCHED) or _is_byline(part, also)


@cache
def _reserved_skeletons() -> frozenset[str]:
    return frozenset(skeleton(name) for name in RESERVED)
