"""Answers to the numbered points of reviews: found in the text of an answer, put below the points.

An answer to a point begins with a paragraph that holds nothing but the point's name ("V12.2.r1.3"),
or the names of several, and ends at the next such paragraph, at a heading, at a paragraph that is
all bold ("**Reviewer 2**") or at a line across. The
button "Add the points of the reviews" writes it so, with the first words of the point as a
quotation, which is not repeated below the point itself.

All HTML here is of `text.markdown.render`, so that every element is closed and no "<" stands alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from text.markdown.identifiers import NAME

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)[^>"]*(?:"[^"]*"[^>"]*)*>')
_NEVER_CLOSED = frozenset({"br", "col", "hr", "img", "wbr"})
_ALL_BOLD = re.compile(r"<p><strong>(?:(?!</?strong>).)*</strong>[:.]?</p>", re.DOTALL)
_ENDS = frozenset({"h3", "h4", "h5", "h6", "hr", "section"})  # a section holds the footnotes
_BETWEEN_NAMES = re.compile(r"[\s,;:.&+*]|and|to|Re", re.IGNORECASE)
_ID = re.compile(r' id="[^"]*"')
_POINT = re.compile(r'<li id="r[0-9]+-point-([0-9]+)">')


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What stands below a point. words: whose answer it is. name, url: of the whole text."""

    words: str
    name: str
    url: str
    html: str


@dataclass(frozen=True, slots=True)
class _Block:
    tag: str
    html: str


def answers_by_point(html: str) -> dict[str, str]:
    """By the name of a point, what an answer says to it; the ids within are left out, since the
    whole answer stands on the same page."""
    if '<a href="/V' not in html:
        return {}
    answers: dict[str, list[_Block]] = {}
    names: list[str] = []
    for block in _blocks(html):
        headed = _names_alone(block)
        if headed or _is_end(block):
            names = headed
            answers |= {name: [] for name in names if name not in answers}
        else:
            for name in names:
                answers[name].append(block)
    written = {name: _without_quotation(blocks) for name, blocks in answers.items()}
    return {name: answer for name, answer in written.items() if answer}


def place_answers(html: str, answers: Mapping[int, Sequence[PointAnswer]]) -> str:
    """The HTML of one part of a review, with the answers at the end of the points.

    answers: by the number of the point.
    """
    pieces, done = [], 0
    for point in _POINT.finditer(html):
        if found := answers.get(int(point[1])):
            end = end_of_item(html, point.end())
            pieces += [html[done:end], *map(_drawn, found)]
            done = end
    return "".join([*pieces, html[done:]])


def _blocks(html: str) -> Iterator[_Block]:
    """The outermost elements."""
    depth, start = 0, 0
    for tag in _TAG.finditer(html):
        if tag[2] in _NEVER_CLOSED:
            if depth == 0:
                yield _Block(tag[2], tag[0])
            continue
        if tag[1]:
            depth -= 1
            if depth == 0:
                yield _Block(tag[2], html[start : tag.end()])
        else:
            start = tag.start() if depth == 0 else start
            depth += 1


def _names_alone(block: _Block) -> list[str]:
    """The names of points that a paragraph consists of; none where it has other words."""
    if block.tag != "p":
        return []
    words = _TAG.sub(" ", block.html)
    names = [name for name in NAME.findall(words) if name.rpartition(".")[0].count(".") == 2]
    rest = _BETWEEN_NAMES.sub("", NAME.sub("", words))
    return [] if rest else names


def _is_end(block: _Block) -> bool:
    return block.tag in _ENDS or _ALL_BOLD.fullmatch(block.html) is not None


def _without_quotation(blocks: Sequence[_Block]) -> str:
    written = blocks[1:] if blocks and blocks[0].tag == "blockquote" else blocks
    return _ID.sub("", "\n".join(block.html for block in written))


def end_of_item(html: str, start: int) -> int:
    """Before the "</li>" of the item whose contents begin there."""
    depth = 1
    for tag in _TAG.finditer(html, start):
        if tag[2] == "li":
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.start()
    return start


def _drawn(answer: PointAnswer) -> str:
    name = f'<a href="{escape(answer.url)}">{escape(answer.name)}</a>'
    head = f'<p class="meta">{escape(answer.words)} · {name}</p>'
    return f'<div class="point-answer">{head}\n{answer.html}</div>'
