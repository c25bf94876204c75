"""Where a passage stands in a text, as whole words: in time that grows with the text alone."""

import re
from collections.abc import Iterator

MARK = "[redacted]"
_NO_WORD = re.compile(r"\W")
# Whoever copies a passage from a page has the marks that `text.quotes` put there.
_AS_TYPED = str.maketrans("“”‘’", "\"\"''")


def replaced(text: str, passage: str, *, any_case: bool = False) -> tuple[str, int]:
    """What is left with the mark at each place where it stood, and how many places these are.

    A line break or several spaces are as good as one space, a curly quotation mark is as good as a
    straight one. any_case: capitals are as good as small letters. An empty passage is nowhere; an
    earlier mark is no passage.

    >>> replaced("He, Dr X, errs. Dr\\nX knows Dr Xu.", "Dr X")
    ('He, [redacted], errs. [redacted] knows Dr Xu.', 2)
    """
    words = " ".join(passage.split())
    between = text.replace("\r\n", "\n").split(MARK)
    found = [_without(part, words, any_case=any_case) for part in between]
    return MARK.join(left for left, _count in found), sum(count for _left, count in found)


def _without(text: str, words: str, *, any_case: bool) -> tuple[str, int]:
    """words: with one space between two."""
    kept, ended, count = [], 0, 0
    for start, end in _places(text, words, any_case=any_case):
        kept.append(text[ended:start])
        ended, count = end, count + 1
    return MARK.join([*kept, text[ended:]]), count


def _places(text: str, words: str, *, any_case: bool) -> Iterator[tuple[int, int]]:
    """Each beginning and end, from left to right, none within another."""
    if not words:
        return
    at = _without_more_spaces(text)
    flat = "".join(" " if text[i].isspace() else text[i] for i in at).translate(_AS_TYPED)
    words = words.translate(_AS_TYPED)
    if any_case:
        flat, words = _folded(flat), _folded(words)
    start = flat.find(words)
    while start >= 0:
        end = start + len(words)
        if _is_whole(flat, start, end):
            yield at[start], at[end - 1] + 1
        else:
            end = _next_beginning(flat, start, words)
        start = flat.find(words, end)


def _without_more_spaces(text: str) -> list[int]:
    """The places of all letters, and of the first of several spaces."""
    return [
        i for i, letter in enumerate(text) if not (letter.isspace() and i and text[i - 1].isspace())
    ]


def _folded(text: str) -> str:
    """In small letters, each at the place where it was: "ß" stays one letter."""
    return "".join(map(_folded_letter, text))


def _folded_letter(letter: str) -> str:
    small = letter.casefold()
    return small if len(small) == 1 else letter


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on before or after it."""
    begins = text[start].isalnum() and start > 0 and _is_of_word(text[start - 1])
    ends = text[end - 1].isalnum() and end < len(text) and _is_of_word(text[end])
    return not begins and not ends


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _next_beginning(text: str, start: int, words: str) -> int:
    """Where to look on: a passage that begins with a letter begins where a word does."""
    if not words[0].isalnum():
        return start + 1
    next_gap = _NO_WORD.search(text, start)
    return next_gap.end() if next_gap else len(text)
