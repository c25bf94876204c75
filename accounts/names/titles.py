"""Titles before a name and behind it: they make no other person of somebody."""

import re

_BEFORE = frozenset(
    {
        *("dr", "drs", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir"),
        *("dame", "lord", "lady", "rev", "reverend", "fr", "emeritus", "emerita"),
    }
)
# Written in capitals, too; others of so few letters are initials there: "MS Swaminathan".
_SURE = frozenset({"dr", "drs", "mr", "mrs", "mx", "sir", "rev"})
_MOST_INITIALS = 3
_BEHIND = frozenset(
    {
        *("phd", "dphil", "md", "msc", "bsc", "mphil", "mba", "bsn", "llm", "llb", "jd"),
        *("jr", "sr", "esq", "frs", "freng", "mbe", "obe", "cbe", "frsc", "frse", "frcp", "habil"),
        *("emeritus", "emerita"),
    }
)
_GLUED = re.compile("(?:副教授|博士|教授|先生|교수님|교수|박사님|박사|선생님|님)$")
_SPACED_BEFORE = re.compile(r"^(?:博士|教授|교수님|교수|박사님|박사)\s+")
_SHORTEST_NAME = 2  # letters of a name that is written without spaces
# Titles in capitals only: "Ma" and "Ba" are names.
_BEHIND_IN_CAPITALS = frozenset(
    {
        *("MA", "BA", "MS", "BS", "DO", "RN", "KBE", "DBE", "II", "III", "IV", "OM", "CH"),
        *("MEng", "BEng"),
    }
)
_JOINED = re.compile(r"^([^\W\d_]{2,9}\.)(?=\w)")  # "Dr.Ruth Akande"


def is_title(word: str) -> bool:
    """Whether it is one wherever it stands; beside a single name it can be a name all the same."""
    return _stands_before(word) or _stands_behind(word) or _plain(word).casefold() == "hon"


def without_titles(name: str, *, least: int = 2) -> str:
    """Without "Dr." before it and "PhD" behind it, as long as `least` words are left: of "MA Khan"
    and "Jack Lord" nobody knows that they are called otherwise.
    """
    words = _words(name)
    while len(words) > least and _stands_before(words[0]):
        words = words[1:]
    while len(words) > least and _stands_behind(words[-1]):
        words = words[:-1]
    return " ".join(words)


def without_glued_title(name: str) -> str:
    """ "李明博士" without what it ends with, "교수 김철수" without its first word.

    "博士" can be a given name, so that no skeleton is stored without it.

    >>> without_glued_title("李明博士"), without_glued_title("김님")
    ('李明', '김님')
    """
    bare = _GLUED.sub("", _SPACED_BEFORE.sub("", name)).rstrip()
    return bare if len(bare) >= _SHORTEST_NAME else name


def _words(name: str) -> list[str]:
    words = name.split()
    if words and (joined := _JOINED.match(words[0])) and _stands_before(joined[1]):
        return [joined[1], *_words(" ".join([words[0][joined.end() :], *words[1:]]))]
    return words


def _stands_before(word: str) -> bool:
    plain = _plain(word)
    is_initials = plain.isupper() and len(plain) <= _MOST_INITIALS
    title = plain.casefold()
    return title in _SURE or (title in _BEFORE and not is_initials) or word.casefold() == "hon."


def _stands_behind(word: str) -> bool:
    plain = _plain(word)
    return plain.casefold() in _BEHIND or plain in _BEHIND_IN_CAPITALS


def _plain(word: str) -> str:
    return re.sub(r"[.,;:()]", "", word)
