"""Which known names a new one would be taken for.

A name that contains all words of a known one, next to each other and in any order, is taken for
it: "Akande, Ruth", "Ruth Akande of Oxford", "Grey Heron / Ruth Akande". A known name of one word
("Heron") is contained only where nothing else stands beside it but signs, numbers, titles, roles
or what is set apart: "Mary Heron" and "M. Heron" are somebody else.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from accounts.names.appearance import full_skeleton, skeleton, without_additions
from accounts.names.cleaning import LONGEST, MOST_WORDS, clean_name, without_signs
from accounts.names.roles import is_role_or_count
from accounts.names.titles import is_title, without_glued_title, without_titles

MOST_SKELETONS = 200  # a question to the database holds them all
_LONGEST_IN_ANY_ORDER = 4
_MOST_WORDS_IN_ANY_ORDER = 8
_SHORTEST_GLUED = 8  # letters; a shorter name stands within many others
_STROKE = "l"  # what a stroke looks like: "Heron I"
_WIDE_LETTERS = {"rn", "vv"}  # what the initials M and W look like
_SET_APART = re.compile(
    r"[/|;:\u00b7\u2022]|\s[-\u2010-\u2015~]+\s|\s(?:of|from|at|aka|alias|and|&|in|for)\s",
    re.IGNORECASE,
)
_ADDED = re.compile(r"[,(\[{<]")


def skeletons(name: str) -> set[str]:
    """What to compare with the skeletons of known names, each in any case: in capitals a Greek or
    Cyrillic name looks otherwise. The likeliest first, and no more than `MOST_SKELETONS`.
    """
    clean = clean_name(name[:LONGEST])
    found: set[str] = set()
    cases = dict.fromkeys((clean, clean.title(), clean.upper(), clean.lower()))
    for possible in _possible_skeletons(cases):
        found |= {possible} - {""}
        if len(found) == MOST_SKELETONS:
            break
    return found


def _possible_skeletons(forms: dict[str, None]) -> Iterator[str]:
    yield from map(skeleton, forms)
    yield from (skeleton(without_glued_title(form)) for form in forms)
    for form in forms:
        yield from _single_words(form)
    texts = list(dict.fromkeys(words for form in forms for words in _word_lists(form)))
    yield from map("".join, texts)
    windows = [window for size in range(2, MOST_WORDS + 1) for window in _windows(texts, size)]
    yield from map("".join, windows)
    for window in windows:
        if max(map(len, texts)) <= _MOST_WORDS_IN_ANY_ORDER:
            yield from map("".join, _orders(window))


def _word_lists(form: str) -> Iterator[tuple[str, ...]]:
    """How the words of a name look, with and without titles among them."""
    for text in (form, without_signs(form)):
        words = text.split()
        untitled = [word for word in words if not is_title(word)]
        for kept in (words, untitled if len(untitled) > 1 else words):
            yield tuple(part for word in kept if (part := full_skeleton(word)))[:MOST_WORDS]


def _windows(texts: list[tuple[str, ...]], size: int) -> Iterator[tuple[str, ...]]:
    """So many words next to each other. Initials are not parted: "A. K. Khan" is no "K. Khan"."""
    for words in texts:
        for start in range(len(words) - size + 1):
            end = start + size
            cuts = (words[start - 1 : start + 1] if start else (), words[end - 1 : end + 1])
            if not any(len(cut) == 2 and all(map(_is_initial, cut)) for cut in cuts):
                yield words[start:end]


def _orders(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(words) <= _LONGEST_IN_ANY_ORDER:
        yield from permutations(words)
        return
    for start in range(len(words)):
        yield (*words[start:], *words[:start])


def _single_words(name: str) -> Iterator[str]:
    """The words that are a name, where all others beside them are none."""
    first, *rest = _ADDED.split(name, maxsplit=1)
    is_family_name = any(all(map(_is_initial, without_signs(r).split())) for r in rest)
    for part in [*_SET_APART.split(name), *([] if is_family_name else [first])]:
        words = without_signs(without_titles(part, least=1)).split()
        named = [word for word in words if _is_initial(word) or not is_role_or_count(word)]
        if len(named) == 1 and not _is_initial(named[0]):
            yield full_skeleton(named[0])


def _is_initial(word: str) -> bool:
    """A letter that has a case: of other scripts a stroke would pass for one."""
    has_case = len(word) == 1 and word.upper() != word.lower() and full_skeleton(word) != _STROKE
    return has_case or word in _WIDE_LETTERS


def is_near(known: str, name: str) -> bool:
    """Whether somebody could take it for the known name although it is another: with something
    between the first and the last word, with letters glued to either end.

    >>> is_near("Noor Haddad", "Noor B. Haddad"), is_near("Noor Haddad", "NoorHaddadOxford")
    (True, True)
    >>> is_near("Noor Haddad", "Noor Osei"), is_near("Noor", "Noor Haddad")
    (False, False)
    """
    ends, whole = _first_and_last(known), skeleton(known)
    is_glued = len(whole) >= _SHORTEST_GLUED and whole in full_skeleton(clean_name(name[:LONGEST]))
    return bool(ends) and (ends == _first_and_last(name) or is_glued)


@lru_cache(maxsize=8192)
def _first_and_last(name: str) -> tuple[str, ...]:
    bare = without_titles(without_additions(clean_name(name[:LONGEST])))
    words = without_signs(bare).lower().split()
    return (full_skeleton(words[0]), full_skeleton(words[-1])) if len(words) > 1 else ()
