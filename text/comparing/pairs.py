"""Which block of a changed stretch became which: the two that share most of their words."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from text.comparing.blocks import Block, Token
from text.comparing.sequences import ComparisonBudget, steps

_LEAST_SHARED = 0.4  # of both blocks' words
_TEXT_BLOCKS = {"p", "h3", "h4", "h5", "h6", "div"}  # a paragraph may have become a heading

Pair = tuple[Block | None, Block | None]


def pairs(old: Sequence[Block], new: Sequence[Block], budget: ComparisonBudget) -> Iterator[Pair]:
    """In the order of both; what became of none, or came from none, stands alone."""
    old_at = new_at = 0
    for old_place, new_place in [*_partners(old, new, budget), (len(old), len(new))]:
        yield from ((block, None) for block in old[old_at:old_place])
        yield from ((None, block) for block in new[new_at:new_place])
        if old_place < len(old):
            yield old[old_place], new[new_place]
        old_at, new_at = old_place + 1, new_place + 1


def _partners(
    old: Sequence[Block], new: Sequence[Block], budget: ComparisonBudget
) -> list[tuple[int, int]]:
    """Places in both. They rise together, for the words in common do so."""
    if len(old) == len(new) == 1 and old[0].children is not None and _may_be(old[0], new[0]):
        return [(0, 0)]
    old_tokens, new_tokens = [_tokens(block) for block in old], [_tokens(block) for block in new]
    shared = _shared_words(old_tokens, new_tokens, budget)
    old_weights, new_weights = map(_weights, (old_tokens, new_tokens))
    best_of_old, best_of_new = _best(shared, 0), _best(shared, 1)
    return [
        (a, b)
        for (a, b), count in sorted(shared.items())
        if best_of_old.get(a) == best_of_new.get(b) == (a, b)
        and 2 * count >= _LEAST_SHARED * (old_weights[a] + new_weights[b])
        and _may_be(old[a], new[b])
    ]


def _may_be(old: Block, new: Block) -> bool:
    if old.tag != new.tag:
        are_words = old.children is None and new.children is None
        return are_words and old.tag in _TEXT_BLOCKS and new.tag in _TEXT_BLOCKS
    # A row with another number of cells cannot be shown cell by cell.
    return old.tag != "tr" or len(old.children or ()) == len(new.children or ())


def _tokens(block: Block) -> list[Token]:
    return [token for leaf in block.leaves() for token in leaf.tokens]


def _weights(blocks: list[list[Token]]) -> list[int]:
    return [sum(token.weight for token in tokens) for tokens in blocks]


def _shared_words(
    old: list[list[Token]], new: list[list[Token]], budget: ComparisonBudget
) -> dict[tuple[int, int], int]:
    """How many words each pair of blocks has in common, when all are read in order."""
    old_all = [token for tokens in old for token in tokens]
    new_all = [token for tokens in new for token in tokens]
    old_starts = [0, *accumulate(map(len, old))]
    new_starts = [0, *accumulate(map(len, new))]
    sums = [0, *accumulate(token.weight for token in old_all)]
    shared: Counter[tuple[int, int]] = Counter()
    found = steps([token.word for token in old_all], [token.word for token in new_all], budget)
    for step in found:
        at, shift = step.old_from, step.new_from - step.old_from
        while step.is_same and at < step.old_to:
            one = bisect_right(old_starts, at) - 1
            other = bisect_right(new_starts, at + shift) - 1
            end = min(step.old_to, old_starts[one + 1], new_starts[other + 1] - shift)
            shared[one, other] += sums[end] - sums[at]
            at = end
    return shared


def _best(shared: dict[tuple[int, int], int], side: int) -> dict[int, tuple[int, int]]:
    """The pair with most words in common, by the place of its old (0) or new block (1)."""
    best: dict[int, tuple[int, int]] = {}
    most: dict[int, int] = defaultdict(int)
    for pair, count in shared.items():
        if count > most[pair[side]]:
            best[pair[side]], most[pair[side]] = pair, count
    return best
