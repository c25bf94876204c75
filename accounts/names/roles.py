"""Words that speak for the journal or for its reviewers, and words that stand beside them."""

import re
from functools import cache
from itertools import pairwise, takewhile

from accounts.names.appearance import full_skeleton
from accounts.names.cleaning import without_signs
from accounts.names.other_languages import (
    BESIDE_ELSEWHERE,
    PUT_TOGETHER,
    PUT_TOGETHER_ROLES,
    REVIEWED_BY,
    ROLES_ELSEWHERE,
    TEAMS_ELSEWHERE,
)

# Nobody's name here, whatever stands beside them: "Executive editor", "Jane Doe, reviewer". No
# family is known to be called so; who is writes to the editors.
ROLES = frozenset(
    {
        *("reviewer", "reviewers", "referee", "referees", "editor", "editors", "editorial"),
        *("editorship", "coeditor", "subeditor", "author", "authors", "coauthor", "coauthors"),
        *("administrator", "administrators", "moderator", "moderators", "admin", "admins"),
        *("anonymous", "anonymised", "anonymized", "annonymous", "anonimous", "anonymus"),
        *("anonymously", "anonymity", "withdrawn", "retracted", "redacted", "unsigned", "withheld"),
        *("chair", "chairperson", "cochair", "metareviewer", "reviewing", "refereeing", "preprint"),
        *("rewiever", "reveiwer", "revewer", "reviwer", "refree", "refferee"),
        *("pseudonymous", "pseudonym", "undisclosed", "anonreviewer"),
    }
)
# Somebody's family name in some language, or a word of a good pseudonym: a byline of the journal's
# only where nothing but such words, roles and numbers stands there.
WEAK_ROLES = frozenset(
    {
        *("anon", "staff", "reader", "readers", "review", "reviews", "reviser", "curator"),
        *("moderation", "commentator", "assessor", "examiner", "redaktion", "redaktor"),
        *("reviewed", "refereed", "evaluated"),
        *("redakteur", "gutachter", "gutachterin", "rezensent", "herausgeber", "autor", "autorin"),
        *("autores", "autora", "revisor", "revisora", "relecteur", "relectrice", "rapporteur"),
        *("editeur", "auteur", "anonyme", "anonimo", "anonym", "anoniem", "anonimno", "redactor"),
        *("recensore", "revisore", "редактор", "рецензент", "автор", "аноним", "анонимный"),
        *(
            "编辑",
            "审稿人",
            "作者",
            "匿名",
            "匿名审稿人",
            "編集者",
            "査読者",
            "著者",
            "편집자",
            "심사자",
            "익명",
            "匿名者",
            "심사위원",
            "리뷰어",
            "审稿",
            "評者",
        ),
        *ROLES_ELSEWHERE,
    }
)
BESIDE_ROLES = frozenset(
    {
        *("a", "an", "the", "of", "by", "for", "in", "no", "number", "not", "named", "name"),
        *("guest", "peer"),
        *("chief", "handling", "second", "managing", "associate", "academic", "section", "deputy"),
        *("senior", "invited", "verified", "official", "board", "office", "team", "under"),
        *("and", "first", "third", "this", "work", "journal", "user", "desk", "fellow", "area"),
        *("expert", "independent", "external", "internal", "blind", "blinded", "hidden", "meta"),
        *("unnamed", "unknown", "masked", "secret", "double", "scholar", "scientist", "person"),
        *("researcher", "colleague", "specialist", "bot", "executive", "corresponding", "lead"),
        *("paper", "article", "manuscript", "submission", "programme", "program", "committee"),
        *("open", "public", "community", "nr", "num", "our", "one", "another"),
    }
)
# Within one letter of these, or with two letters exchanged, it is meant for one: "Edtior".
_MISSPELT = frozenset(
    {
        *("reviewer", "reviewers", "referee", "referees", "editor", "editors", "editorial"),
        *("anonymous", "moderator", "administrator"),
    }
)
# Abbreviated: "Rev 2", "Peer 1"; "Rev. Lin" and "Peer Gynt" are people.
SHORT_ROLES = frozenset({"rev", "ref", "peer", "refs", "revs"})
_LETTER_AND_NUMBER = re.compile(r"(?:r|e|ae|ac|ed|rev|ref) ?(?:(?:no|nr|n) ?)?\d{1,2}")
# "Handling Ed", "Chief Ed."; "Ed Guest" is a person.
BEFORE_ED = frozenset(
    {
        *("handling", "chief", "managing", "associate", "assoc", "section", "academic", "desk"),
        *("deputy", "guest", "senior", "executive", "exec", "the", "second", "action"),
    }
)
# "Ed Itor", too; nobody in a list of 34,000 family names is called so. "Edi Tor" may be a person.
_BEHIND_ED = (["board"], ["in", "chief"], ["itor"], ["itor", "in", "chief"])
# Behind a role: "Reviewer A", "Reviewer II", "Reviewer Two".
COUNTS = frozenset(
    {
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("ii", "iii", "iv", "vi", "vii", "viii", "ix", "1st", "2nd", "3rd", "4th", "5th"),
    }
)
_NUMBERS = frozenset(word for word in COUNTS if len(word) > 2 and word[0] not in "iv")
# Beside the journal's own name these speak for it, too.
SPEAKERS = frozenset(
    {
        *("team", "board", "staff", "office", "support", "admin", "desk", "journal", "official"),
        *("bot", "robot", "crew", "press", "help", "service", "system"),
        *TEAMS_ELSEWHERE,
    }
)
# Before the journal's own name: "Approved by Verso", "Director of Verso".
BEFORE_JOURNAL = frozenset(
    {
        *("of", "for", "by", "from", "at", "with", "the", "chez", "von", "bei", "pour"),
        *("para", "für", "durch", "для", "от"),
    }
)
# With the journal's own name anywhere beside them.
OFFICES = frozenset(
    {
        *("publisher", "director", "founder", "owner", "manager", "president", "secretary"),
        *("ceo", "trustee", "spokesperson", "representative", "moderation", "management"),
        *("foundation", "institute", "society", "association", "organization", "organisation"),
        *("company", "group", "limited", "ltd", "inc", "llc", "gmbh", "corporation"),
        *("mail", "email", "info", "news", "newsletter", "blog", "security", "integrity", "checks"),
        *("central", "global", "international", "assessment", "members", "member", "experts"),
        *("expert", "committee", "panel", "council", "jury", "judges", "friends", "contact"),
    }
)
# Behind a name, set apart from it, these say that somebody has looked at it.
VOUCHED = frozenset({"verified", "official", "confirmed", "checked", "real", "invited"})
# Words of roles that many people bear: "Suwan, Anon" and "Autor, D." are persons, and so is who has
# one of these given names before such a family name.
GIVEN_NAMES = frozenset({"anon", "hakem"})
FAMILY_NAMES = frozenset(
    {
        *("autor", "hakem", "yazar", "reader", "staff", "arbitro", "verleger", "lektor", "prüfer"),
        *("juez", "lecteur"),
    }
)
# Written with a space these are people: Anoni Mas, Edit Rice, Exa Miner.
PEOPLE_APART = frozenset({"anonimas", "editrice", "examiner"})
_GIVEN_NAMES_BESIDE = frozenset(
    {
        *("bas", "da", "de", "di", "do", "en", "il", "le", "les", "una", "uma", "prima", "primo"),
        *("segundo", "par", "den", "das", "capo"),
    }
)
_ARTICLES = frozenset({"a", "an", "the", "and"})
_SHORTEST_GLUED = 6
_SHORTEST_WEAK_GLUED = 8
_COUNT = re.compile(r"(?:n|no|nr|nro|num)?\d+")  # NFKC makes "No2" of "№2"
_NUMBER = re.compile(r"\d{1,3}[号號번호番]{0,2}$")
_UNNAMED = re.compile("^(匿名|익명)(?=..)")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Between an alphabet and a script without spaces: "Verso編集部", "査読者A".
_EAST_ASIAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_OTHER_SCRIPT = re.compile(rf"(?<=[A-Za-z])(?=[{_EAST_ASIAN}])|(?<=[{_EAST_ASIAN}])(?=[A-Za-z])")
_SPACED_OUT = re.compile(r"\b\w(?: \w\b){2,}")


@cache
def full_skeletons(words: frozenset[str]) -> frozenset[str]:
    return frozenset(full_skeleton(word) for word in words)


def words_of(name: str) -> list[str]:
    """The words of a clean name, those too that are written as one or letter by letter:
    "VersoStaff", "E d i t o r".
    """
    apart = without_signs(_OTHER_SCRIPT.sub(" ", _INNER_CAPITAL.sub(" ", name)))
    return _SPACED_OUT.sub(lambda found: found[0].replace(" ", ""), apart).split()


def is_role(word: str) -> bool:
    """Whether it is, or begins or ends with, a word that is nobody's name: "Anonymousreviewer"."""
    skeleton = full_skeleton(word)
    roles = full_skeletons(ROLES)
    return skeleton in roles or any(
        skeleton.startswith(role) or skeleton.endswith(role)
        for role in roles
        if len(role) >= _SHORTEST_GLUED
    )


def is_any_role(word: str) -> bool:
    """Whether it is a role, a weak one too, or begins or ends with what reviewers and editors are
    called somewhere: "Chefredakteur", "Zweitgutachter", "Redaktionsleiter".
    """
    skeleton = full_skeleton(word)
    is_part = skeleton.startswith(_long_weak_roles()) or skeleton.endswith(_long_weak_roles())
    is_weak = is_part or skeleton in full_skeletons(WEAK_ROLES)
    return is_weak or is_role(word) or _is_misspelt_role(skeleton)


def _is_misspelt_role(skeleton: str) -> bool:
    return any(_is_one_slip(skeleton, role) for role in full_skeletons(_MISSPELT))


def _is_one_slip(word: str, other: str) -> bool:
    """Whether one letter is added, left out or another, or two neighbours are exchanged."""
    if abs(len(word) - len(other)) > 1:
        return False
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    start = sum(1 for _pair in same)
    rest, other_rest = word[start:], other[start:]
    if len(word) != len(other):
        return rest[1:] == other_rest or rest == other_rest[1:]
    is_exchanged = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or is_exchanged


@cache
def _long_weak_roles() -> tuple[str, ...]:
    return tuple(full_skeleton(word) for word in WEAK_ROLES if len(word) >= _SHORTEST_WEAK_GLUED)


@cache
def weak_roles_apart() -> frozenset[str]:
    """Skeletons of the long ones, which are roles with a space in them, too: "Gut Achter"."""
    words = WEAK_ROLES - FAMILY_NAMES - PEOPLE_APART
    return full_skeletons(frozenset(word for word in words if len(word) >= _SHORTEST_WEAK_GLUED))


def names_of_families(roles: set[str]) -> bool:
    return bool(roles) and FAMILY_NAMES.issuperset(word.lower() for word in roles)


def stands_beside_roles(word: str) -> bool:
    """Whether it is an article or the like of another language: "Una revisora"."""
    return full_skeleton(word) in full_skeletons(BESIDE_ELSEWHERE)


def stands_beside_a_name(word: str) -> bool:
    """The same beside what can be a family name, read as it is typed: Una Reader and Gil Autor are
    persons, although "Gil" looks like "gli".
    """
    return word.lower() in BESIDE_ELSEWHERE - _GIVEN_NAMES_BESIDE


def without_numbers(word: str) -> list[str]:
    """A word of an alphabet without spaces, cut before its number and behind "anonymous": "审稿人2"
    is a reviewer, as "匿名 査読者" is.
    """
    bare = _NUMBER.sub("", word)
    if word.isascii() or not bare:
        return [word]
    parts = [part for part in _UNNAMED.split(bare) if part]
    return parts if parts[1:] or bare != word else [word]


def parts_put_together(word: str) -> list[str]:
    """The words of a byline written without spaces, "编辑" and "部"; none where something else
    stands there.
    """
    longest = max(map(len, PUT_TOGETHER))
    parts: list[str] = []
    rest = word
    while rest:
        part = next((rest[:n] for n in range(longest, 0, -1) if rest[:n] in PUT_TOGETHER), "")
        part = part or (rest[0] if rest[0].isdigit() else "")
        if not part:
            return []
        parts.append(part)
        rest = rest[len(part) :]
    return parts


def is_role_put_together(word: str) -> bool:
    return bool(PUT_TOGETHER_ROLES & set(parts_put_together(word)))


def is_abbreviated(words: list[str]) -> bool:
    """Whether it is a short word for a role with its number, or an "Ed." of some kind."""
    words = [word.lower() for word in words]
    if _LETTER_AND_NUMBER.fullmatch(" ".join(words)):
        return True
    if len(words) < 2:
        return False
    if words[0] in SHORT_ROLES and all(map(_is_sure_count, words[1:])):
        return True
    if words[0] in ("rev", "ref") and len(words) == 2 and len(words[1]) == 1:
        return True
    if words[-1] in ("ed", "eds") and BEFORE_ED.issuperset(words[:-1]):
        return True
    return words[0] == "ed" and words[1:] in _BEHIND_ED


def _is_sure_count(word: str) -> bool:
    is_number = _COUNT.fullmatch(word) is not None or word in _NUMBERS
    return is_number or word in ("no", "nr", "num", "number")


def is_count(word: str) -> bool:
    """Whether it is a number, with its sign or without: "2", "N2", "No2", "B", "Two"."""
    if len(word) == 1 or _COUNT.fullmatch(word.lower()):
        return True
    return full_skeleton(word) in full_skeletons(COUNTS)


def says_who_reviewed(name: str) -> bool:
    """Whether it says "reviewed by" or the like: "Revisado por Ana Pérez"."""
    skeletons = [full_skeleton(word) for word in without_signs(name).split()]
    return any(
        act in full_skeletons(acts) and word in full_skeletons(by)
        for act, word in pairwise(skeletons)
        for acts, by in REVIEWED_BY
    )


def is_role_or_count(word: str) -> bool:
    """Whether it is no name of its own beside another: "Heron, reviewer", "Heron 22"."""
    skeleton = full_skeleton(word)
    return is_count(word) or is_any_role(word) or skeleton in full_skeletons(VOUCHED | _ARTICLES)
