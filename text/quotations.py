"""Passages of a work that its reviews quote, linked both ways.

A review quotes a passage in quotation marks or in a block of its own, or names a heading of the
work in quotation marks. Only words are compared: punctuation, case, emphasis and line ends may
differ, and what stands for words left out ("…", "[...]") parts a quotation.

The HTML of both is ours (`text.sanitize`): every element is closed, no "<" stands alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from text.markdown.answers import end_of_item

FEWEST_WORDS = 4  # of a quotation; a heading may have fewer
MOST_QUOTATIONS = 300  # that are looked for, on one page
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)([^>"]*(?:"[^"]*"[^>"]*)*)>')
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    {"p", "li", "dt", "dd", "td", "th", "caption", "figcaption", "pre", "summary", "blockquote"}
)
_WORD = re.compile(r"\w+")
_ID = re.compile(r' id="([^"]*)"')
_LEFT_OUT = re.compile(r"…|\.\.\.|\[\s*\]")
_POINT = re.compile(r'<li id="r[0-9]+-point-([0-9]+)">')
# A block of its own; what no quotation may reach over; words in quotation marks.
_QUOTATION = re.compile(
    r"<blockquote>(?P<block>(?:(?!</?blockquote>).)*)</blockquote>"
    r"|<a\b(?:(?!</a>).)*</a>"
    r'|<(?!/?(?:em|strong)>)[^>"]*(?:"[^"]*"[^>"]*)*>'
    r"|(?P<opened>[“„«\"])(?P<words>(?:[^“”„«»\"<>]|</?(?:em|strong)>){3,600})[”“»\"]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class QuotingText:
    """A text that may quote. label: what leads back to it, as "Review 1"; points of it are named
    by `point_label`, "Review 1, point %d"."""

    html: str
    label: str
    point_label: str


@dataclass(slots=True)
class _Passage:
    """An innermost block of the work: where its first tag and its contents end, and its words."""

    tag: str
    opened: int
    closed: int = 0
    words: str = ""
    id: str = ""
    pieces: list[str] = field(default_factory=list)
    quoted_by: list[tuple[str, str]] = field(default_factory=list)  # anchor, label


@dataclass(frozen=True, slots=True)
class _Quotation:
    """start, end: of what becomes the link, or, of a block, where one is put."""

    start: int
    end: int
    words: str
    is_block: bool


def link_quotations(
    work: str, texts: Sequence[QuotingText], *, back: str, forth: str
) -> tuple[str, list[str]]:
    """The work and the texts, with links from what is quoted to the passage and back.

    back: before the labels of those who quote a passage, as "Quoted in". forth: the words of the
    link below a quotation that is a block of its own.
    """
    passages = list(_passages(work))
    left, linked = MOST_QUOTATIONS, []
    for text in texts:
        pieces, done = [], 0
        for quotation in _quotations(text.html):
            passage = _find(quotation.words, passages) if left > 0 else None
            left -= 1
            if passage is None:
                continue
            number = sum(len(one.quoted_by) for one in passages) + 1
            anchor = f"quotation-{number}"
            passage.id = passage.id or f"passage-{number}"
            passage.quoted_by.append((anchor, _label(text, quotation.start)))
            pieces += [
                text.html[done : quotation.start],
                _link(anchor, passage.id, quotation, text.html, forth),
            ]
            done = quotation.end
        linked.append("".join([*pieces, text.html[done:]]))
    return _with_links_back(work, passages, back), linked


def _words_of(html: str) -> str:
    """Between blanks, so that whole words are compared."""
    return f" {' '.join(_WORD.findall(unescape(_TAG.sub(' ', html)).casefold()))} "


def _passages(html: str) -> Iterator[_Passage]:
    opened: list[_Passage] = []
    done = 0
    for tag in _TAG.finditer(html):
        if opened:
            opened[-1].pieces.append(html[done : tag.start()])
        done = tag.end()
        if tag[2] not in _BLOCKS:
            continue
        if not tag[1]:
            named = _ID.search(tag[3])
            opened.append(_Passage(tag[2], tag.end() - 1, id=unescape(named[1]) if named else ""))
        elif opened:
            passage = opened.pop()
            passage.closed = tag.start()
            passage.words = _words_of("".join(passage.pieces))
            yield passage


def _quotations(html: str) -> Iterator[_Quotation]:
    for found in _QUOTATION.finditer(html):
        if found["block"] is not None:
            yield _Quotation(found.end("block"), found.end("block"), found["block"], True)
        elif found["words"] is not None and _is_balanced(found["words"]):
            yield _Quotation(found.start("words"), found.end("words"), found["words"], False)


def _is_balanced(html: str) -> bool:
    opened = []
    for tag in _TAG.finditer(html):
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened


def _find(quoted: str, passages: Sequence[_Passage]) -> _Passage | None:
    """The first passage with these words; the heading that consists of them."""
    words = max(map(_words_of, _LEFT_OUT.split(quoted)), key=len)
    if not words.strip():
        return None
    is_long = len(words.split()) >= FEWEST_WORDS
    for passage in passages:
        if words == passage.words and passage.tag in _HEADINGS:
            return passage
        if is_long and words in passage.words:
            return passage
    return None


def _label(text: QuotingText, position: int) -> str:
    """Which point of the text the position is in, else the text."""
    for point in _POINT.finditer(text.html, 0, position):
        if end_of_item(text.html, point.end()) >= position:
            return text.point_label % int(point[1])
    return text.label


def _link(anchor: str, target: str, quotation: _Quotation, html: str, forth: str) -> str:
    opened = f'<a class="quotation" id="{anchor}" href="#{escape(target)}">'
    if quotation.is_block:
        return f'<p class="meta">{opened}{escape(forth)}</a></p>'
    return f"{opened}{html[quotation.start : quotation.end]}</a>"


def _with_links_back(work: str, passages: Sequence[_Passage], back: str) -> str:
    changes: list[tuple[int, str]] = []
    for passage in passages:
        if not passage.quoted_by:
            continue
        if not _ID.search(work, work.rfind("<", 0, passage.opened), passage.opened):
            changes.append((passage.opened, f' id="{escape(passage.id)}"'))
        links = ", ".join(
            f'<a href="#{anchor}">{escape(label)}</a>' for anchor, label in passage.quoted_by
        )
        changes.append((passage.closed, f' <span class="quoted-by">{escape(back)} {links}</span>'))
    pieces, done = [], 0
    for position, added in sorted(changes):
        pieces += [work[done:position], added]
        done = position
    return "".join([*pieces, work[done:]])
