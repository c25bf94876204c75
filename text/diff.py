"""What changed between two plain texts, word by word, as HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\S+\s*")
_MOST_EQUAL_PAIRS = 50_000  # difflib's time grows with these; beyond, old and new stand apart


def word_diff_html(old_text: str, new_text: str) -> str:
    """`<p>` elements with `<del>` and `<ins>` inside; both texts are escaped.

    Paragraphs, which blank lines part, are compared first, then the words of changed ones.
    """
    old, new = _paragraphs(old_text), _paragraphs(new_text)
    rows = []
    for tag, old_part, new_part in _steps(old, new):
        if tag == "equal":
            rows += [escape(paragraph) for paragraph in new_part]
        else:
            pairs = zip_longest(old_part, new_part, fillvalue="")
            rows += [_words_diff(before, after) for before, after in pairs]
    return "\n".join(f"<p>{row}</p>" for row in rows)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH_END.split(text) if part.strip()]


def _words_diff(before: str, after: str) -> str:
    pieces = []
    for tag, old_words, new_words in _steps(_WORD.findall(before), _WORD.findall(after)):
        if tag == "equal":
            pieces.append(escape("".join(new_words)))
            continue
        pieces += [_wrapped("del", old_words), _wrapped("ins", new_words)]
    return "".join(pieces)


def _wrapped(tag: str, words: Sequence[str]) -> str:
    """The white space after the last word stays outside, so that words keep apart."""
    text = "".join(words)
    inside = text.rstrip()
    return f"<{tag}>{escape(inside)}</{tag}>{text[len(inside) :]}" if inside else ""


def _steps(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """("equal" or another word, old part, new part) from the first to the last."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    yield "equal", old[:start], new[:start]
    if _equal_pairs(old_middle, new_middle) > _MOST_EQUAL_PAIRS:
        yield "replace", old_middle, new_middle
    else:
        matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            yield tag, old_middle[old_from:old_to], new_middle[new_from:new_to]
    yield "equal", old[len(old) - end :], new[len(new) - end :]


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    counts = Counter(new)
    return sum(times * counts[item] for item, times in Counter(old).items())


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        count += 1
    return count
