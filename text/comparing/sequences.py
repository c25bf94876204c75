"""The common parts of two sequences of numbers, in a time that has an upper limit.

RapidFuzz finds the fewest edits of 30,000 items against 30,000 in an eighth of a second. What is
longer is parted first: where an item stands once on either side, else into windows.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_MOST_CELLS = 1_000_000_000  # old items times new items that are compared at once
_WINDOW = 20_000


class Step(NamedTuple):
    """old[old_from:old_to] became new[new_from:new_to], or is the same."""

    is_same: bool
    old_from: int
    old_to: int
    new_from: int
    new_to: int


@dataclass
class ComparisonBudget:
    """How much work one comparison may still do; without any left all counts as replaced.

    A text made to be slow (blocks within blocks, each level a little different) would have the
    same words compared once a level.
    """

    cells: int = 12_000_000_000

    def allows(self, cells: int) -> bool:
        self.cells -= cells
        return self.cells >= 0


def steps(old: Sequence[int], new: Sequence[int], budget: ComparisonBudget) -> list[Step]:
    """From the first items to the last; the same and the changed in turn."""
    found: list[Step] = []
    old_at = new_at = 0
    for old_from, new_from, length in _joined(_matches(old, new, budget)):
        if old_from > old_at or new_from > new_at:
            found.append(Step(False, old_at, old_from, new_at, new_from))
        old_at, new_at = old_from + length, new_from + length
        found.append(Step(True, old_from, old_at, new_from, new_at))
    if old_at < len(old) or new_at < len(new):
        found.append(Step(False, old_at, len(old), new_at, len(new)))
    return found


Match = tuple[int, int, int]  # where in the old, where in the new, how many


def _joined(matches: Iterator[Match]) -> Iterator[Match]:
    """Matches that follow each other without a gap, as one."""
    held: Match = (0, 0, 0)
    for old_at, new_at, length in matches:
        if old_at == held[0] + held[2] and new_at == held[1] + held[2]:
            held = (held[0], held[1], held[2] + length)
        else:
            if held[2]:
                yield held
            held = (old_at, new_at, length)
    if held[2]:
        yield held


def _matches(old: Sequence[int], new: Sequence[int], budget: ComparisonBudget) -> Iterator[Match]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    yield 0, 0, start
    old_at = new_at = start
    for old_anchor, new_anchor in _anchors(old, new, start, old_end, new_end):
        gap = old[old_at:old_anchor], new[new_at:new_anchor]
        yield from _shifted(_in_windows(*gap, budget), old_at, new_at)
        if old_anchor < old_end:
            yield old_anchor, new_anchor, 1
        old_at, new_at = old_anchor + 1, new_anchor + 1
    yield old_end, new_end, end


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _anchors(
    old: Sequence[int], new: Sequence[int], start: int, old_end: int, new_end: int
) -> list[tuple[int, int]]:
    """Where to part what is too long: the items that stand once on either side, those in order.

    The last one is the end of both.
    """
    end = [(old_end, new_end)]
    if (old_end - start) * (new_end - start) <= _MOST_CELLS:
        return end
    once_old, once_new = _once(old, start, old_end), _once(new, start, new_end)
    shared = [(at, once_new[item]) for item, at in once_old.items() if item in once_new]
    return _longest_rising(shared) + end


def _once(items: Sequence[int], start: int, end: int) -> dict[int, int]:
    """The places of the items that stand there once, in order."""
    counts = Counter(items[start:end])
    return {items[at]: at for at in range(start, end) if counts[items[at]] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second numbers rise, as their first ones do (patience sorting)."""
    tops: list[int] = []  # the lowest number that a rising row of each length ends with
    ends: list[int] = []  # which pair that is
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        row = bisect_left(tops, place)
        tops[row : row + 1] = [place]
        ends[row : row + 1] = [at]
        before.append(ends[row - 1] if row else -1)
    found = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _in_windows(
    old: Sequence[int], new: Sequence[int], budget: ComparisonBudget
) -> Iterator[Match]:
    """Both cut into as many pieces, each compared with its like; mostly there is one."""
    is_small = len(old) * len(new) <= _MOST_CELLS
    count = 1 if is_small else -(-max(len(old), len(new)) // _WINDOW)
    for number in range(count):
        old_from, old_to = (len(old) * part // count for part in (number, number + 1))
        new_from, new_to = (len(new) * part // count for part in (number, number + 1))
        found = _fewest_edits(old[old_from:old_to], new[new_from:new_to], budget)
        yield from _shifted(found, old_from, new_from)


def _fewest_edits(
    old: Sequence[int], new: Sequence[int], budget: ComparisonBudget
) -> Iterator[Match]:
    if not old or not new or not budget.allows(len(old) * len(new)):
        return
    for code in Levenshtein.opcodes(old, new):
        if code.tag == "equal":
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _shifted(matches: Iterator[Match], old_by: int, new_by: int) -> Iterator[Match]:
    return ((old + old_by, new + new_by, length) for old, new, length in matches)
