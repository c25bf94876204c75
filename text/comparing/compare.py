"""Two texts in HTML as one, with what was put in and left out marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import ngettext

from text.comparing.blocks import Block, Numbers, read_blocks, serialized
from text.comparing.pairs import pairs
from text.comparing.sequences import ComparisonBudget, steps
from text.comparing.words import DiffWriter, write_changes
from text.sanitize import sanitize

_CONTEXT = 1  # unchanged blocks shown on either side of a change
_LEAST_FOLDED = 2
_FLOW = {"div", "section", "blockquote"}  # where `details` may stand among the blocks
# One of a kind in what holds them: the one became the other, however different.
_SINGLE = {"", "summary", "caption", "figcaption", "colgroup", "thead", "tbody", "tfoot"}
_NEVER_REMOVED = {"colgroup", "col"}  # a table has one set of columns
_EMPTY = {"hr", "col"}


@dataclass(frozen=True, slots=True)
class HtmlDiff:
    """html: safe to show, "" where nothing changed; `ins` and `del` in it are always ours."""

    html: str
    words_added: int
    words_removed: int


class _Piece(NamedTuple):
    html: str
    is_changed: bool
    paragraphs: int


def html_diff(old_html: str, new_html: str) -> HtmlDiff:
    """Compare two texts that `text.sanitize` has cleaned.

    Changed words stand in `<ins>` and `<del>` within their blocks; what was put in or left out
    whole has the class diff-added or diff-removed besides; a formula is one word. Words whose
    formatting or link alone changed have diff-restyled, and a diff-note about the link. Long
    unchanged stretches are folded into `<details class="diff-unchanged">`.
    """
    numbers = Numbers()
    old = read_blocks(old_html, numbers, is_old=True)
    new = read_blocks(new_html, numbers, is_old=False)
    if old.number == new.number:
        return HtmlDiff("", 0, 0)
    comparing = _Comparing(numbers)
    html = "".join(_folded(comparing.children(old, new)))
    return HtmlDiff(sanitize(html), comparing.added, comparing.removed)


@dataclass
class _Comparing:
    numbers: Numbers
    budget: ComparisonBudget = field(default_factory=ComparisonBudget)
    ids: set[str] = field(default_factory=set)
    added: int = 0
    removed: int = 0

    def children(self, old: Block, new: Block) -> list[_Piece]:
        olds, news = old.parts(self.numbers), new.parts(self.numbers)
        if new.tag == "tr" and len(olds) == len(news):
            return [self.pair(was, now) for was, now in zip(olds, news, strict=True)]
        single = _single_tags(olds) & _single_tags(news)
        pieces: list[_Piece] = []
        for step in steps(_places(olds, single), _places(news, single), self.budget):
            was, now = olds[step.old_from : step.old_to], news[step.new_from : step.new_to]
            both = zip(was, now, strict=True) if step.is_same else pairs(was, now, self.budget)
            pieces += [self.pair(one, other) for one, other in both]
        return pieces

    def pair(self, old: Block | None, new: Block | None) -> _Piece:
        if new is None:
            return _Piece(self.whole(old, is_new=False) if old else "", True, 1)
        if old is None:
            return _Piece(self.whole(new, is_new=True), True, 1)
        if old.number == new.number:
            return _Piece(self.same(new), False, new.paragraphs)
        if old.children is None and new.children is None:
            return self.words(old, new)
        inside = self.children(old, new)
        parts = _folded(inside) if new.tag in _FLOW else [piece.html for piece in inside]
        has_marks = any(piece.is_changed for piece in inside)
        return _Piece(self.wrapped(new, "".join(parts), has_marks), True, 1)

    def words(self, old: Block, new: Block) -> _Piece:
        writer = DiffWriter(self.ids)
        is_code = new.tag == "pre"
        write_changes(writer, old.tokens, new.tokens, self.budget, is_code=is_code)
        self.count(writer)
        return _Piece(self.wrapped(new, writer.html(), writer.has_changes), True, 1)

    def wrapped(self, new: Block, inside: str, has_marks: bool) -> str:
        """In the new block's own element; where only that changed, it is what is marked."""
        is_open = new.tag == "details" and has_marks and " open=" not in new.attributes
        return self.element(
            new, inside, "" if has_marks else "diff-restyled", ' open=""' if is_open else ""
        )

    def same(self, block: Block) -> str:
        if block.element is not None:
            return serialized(block.element)
        writer = DiffWriter(self.ids)
        writer.kept(block.tokens)
        return writer.html()

    def whole(self, block: Block, *, is_new: bool, is_outermost: bool = True) -> str:
        if not is_new and block.tag in _NEVER_REMOVED:
            return ""
        mark = ("diff-added" if is_new else "diff-removed") if is_outermost else ""
        if block.children is None:
            writer = DiffWriter(self.ids)
            writer.marked(block.tokens, is_new=is_new)
            self.count(writer)
            return self.element(block, writer.html(), mark)
        inside = (self.whole(child, is_new=is_new, is_outermost=False) for child in block.children)
        return self.element(block, "".join(inside), mark)

    def count(self, writer: DiffWriter) -> None:
        self.added += writer.added
        self.removed += writer.removed

    def element(self, block: Block, inside: str, mark: str, attributes: str = "") -> str:
        if not block.tag:
            return inside + "\n"
        classes = " ".join(filter(None, (block.classes, mark)))
        attributes += block.attributes
        attributes += f' class="{escape(classes)}"' if classes else ""
        if block.id and block.id not in self.ids:
            self.ids.add(block.id)
            attributes += f' id="{escape(block.id)}"'
        end = "" if block.tag in _EMPTY else f"</{block.tag}>"
        return f"<{block.tag}{attributes}>{inside}{end}\n"


def _single_tags(blocks: Sequence[Block]) -> set[str]:
    tags = [block.tag for block in blocks]
    return {tag for tag in _SINGLE if tags.count(tag) == 1}


def _places(blocks: Sequence[Block], single: set[str]) -> list[int]:
    """The blocks' numbers; for those that are one of their kind, a number of the kind's own."""
    kinds = {tag: -1 - at for at, tag in enumerate(sorted(single))}
    return [kinds.get(block.tag, block.number) for block in blocks]


def _folded(pieces: Sequence[_Piece]) -> list[str]:
    """Long unchanged stretches within `details`, but for what stands next to a change."""
    shown: list[str] = []
    at = 0
    for is_changed, run in groupby(pieces, key=lambda piece: piece.is_changed):
        stretch = list(run)
        at += len(stretch)
        before = _CONTEXT if shown else 0
        after = len(stretch) - (_CONTEXT if at < len(pieces) else 0)
        hidden = stretch[before:after]
        if is_changed or sum(piece.paragraphs for piece in hidden) < _LEAST_FOLDED:
            shown += [piece.html for piece in stretch]
        else:
            shown += [piece.html for piece in stretch[:before]]
            shown.append(_details(hidden))
            shown += [piece.html for piece in stretch[after:]]
    return shown


def _details(pieces: Sequence[_Piece]) -> str:
    count = sum(piece.paragraphs for piece in pieces)
    words = ngettext("%d unchanged paragraph", "%d unchanged paragraphs", count) % count
    inside = "".join(piece.html for piece in pieces)
    return f'<details class="diff-unchanged"><summary>{escape(words)}</summary>{inside}</details>\n'
