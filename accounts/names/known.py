"""Which known names a new one would be taken for.

A name that contains all words of a known one, next to each other and in any order, is taken for
it: "Akande, Ruth", "Ruth Akande of Oxford", "Grey Heron / Ruth Akande". A known name of one word
("Heron") is contained only where nothing else stands beside it but signs, numbers, titles, roles
or what is set apart: "Mary Heron" is somebody else.
"""

import re
from collections.abc import Iterator
from itertools import permutations

from accounts.names.cleaning import LONGEST, MOST_WORDS, clean_name, without_signs
from accounts.names.looks import is_title, look_of, skeleton
from accounts.names.roles import is_role_or_count

_LONGEST_IN_ANY_ORDER = 4
_SET_APART = re.compile(
    r"[/|;:\u00b7\u2022]|\s[-\u2010-\u2015~]+\s|\s(?:of|from|at|aka|alias|and|&|in|for)\s",
    re.IGNORECASE,
)
_ADDED = re.compile(r"[,(\[{<]")
_LIKE_D = re.compile(r"c[lI1|]")


def skeletons(name: str) -> set[str]:
    """What to compare with the skeletons of known names, each in any case: in capitals a Greek or
    Cyrillic name looks otherwise.
    """
    clean = clean_name(name[:LONGEST])
    typed = {clean, *_with_other_letters(clean)}
    forms = {form for text in typed for form in (text, text.lower(), text.upper(), text.title())}
    looks = {look for form in forms for look in _looks_within(form)}
    return (looks | {skeleton(form) for form in forms}) - {""}


def _with_other_letters(name: str) -> set[str]:
    """ "cl" reads as "d": "Akancle", "Sindair". In capitals, and so at a name's start, neither."""
    forged = {_LIKE_D.sub("d", name)}
    forged |= {name[: d.start()] + "cl" + name[d.end() :] for d in re.finditer("d", name)}
    return forged


def _looks_within(name: str) -> Iterator[str]:
    for text in (name, without_signs(name)):
        untitled = [word for word in text.split() if not is_title(word)] or text.split()
        words = [look for word in untitled if (look := look_of(word))][:MOST_WORDS]
        yield "".join(words)
        for size in range(2, len(words) + 1):
            for start in range(len(words) - size + 1):
                yield from map("".join, _orders(words[start : start + size]))
    for part in [*_SET_APART.split(name), _ADDED.split(name)[0]]:
        yield from _single_word(part)


def _orders(words: list[str]) -> Iterator[tuple[str, ...]]:
    if len(words) <= _LONGEST_IN_ANY_ORDER:
        yield from permutations(words)
        return
    for start in range(len(words)):
        yield (*words[start:], *words[:start])


def _single_word(part: str) -> Iterator[str]:
    """The one word that is a name, where all others are none."""
    words = [word for word in without_signs(part).split() if not is_title(word)]
    named = [word for word in words if len(word) > 1 and not is_role_or_count(word)]
    if len(named) == 1:
        yield look_of(named[0])
