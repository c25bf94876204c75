"""A text in HTML as a tree of blocks, and the words of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from text.tree import NO_TEXT

_MAX_DEPTH = 40  # of blocks; what lies deeper counts as one block's words
_OURS = {"ins": "u", "del": "s"}  # a text's own marks, so that ours are the only ones
_BLOCKS = frozenset(
    {"p", "div", "section", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
    | {"figure", "figcaption", "details", "summary", "h3", "h4", "h5", "h6"}
)
_VOID = {"br", "hr", "col"}
_NO_MATTER = {"id", "class", "rel", "tabindex", "role", "aria-label", "xmlns", NO_TEXT}
_LETTERS = "぀-ヿ㐀-䶿一-鿿豈-﫿"  # scripts that put no space between words: each letter is a word
_WORD = rf"[{_LETTERS}]|[^\W{_LETTERS}]+(?:[.,'’-][^\W{_LETTERS}]+)*"
_IN_PROSE = re.compile(rf"({_WORD}|[^\s])(\s*)")
_IN_CODE = re.compile(rf"({_WORD}|\n|[^\S\n]+|[^\s])()")


class Numbers(dict[object, int]):
    """A number for each thing, the same for equal things."""

    def __missing__(self, thing: object) -> int:
        number = self[thing] = len(self)
        return number


class Wrap(NamedTuple):
    """An inline element around words. href: where a link leads, "#" within its page."""

    name: str
    attributes: str
    id: str = ""
    href: str = ""


class Token(NamedTuple):
    """A word, a mark or a formula. word: its number, the same for the same text; full: its
    number with its formatting and the space after it; weight: 1 where it counts as a word.
    """

    word: int
    full: int
    html: str
    space: str
    around: tuple[Wrap, ...]
    weight: int


@dataclass(slots=True, eq=False)
class Block:
    """tag: "" for words that stand between blocks. number: the same for equal blocks.

    A block has either children or tokens. element: None where it is not one of the text's own.
    """

    tag: str
    element: HtmlElement | None
    id: str = ""
    classes: str = ""
    attributes: str = ""
    children: list["Block"] | None = None
    tokens: list[Token] = field(default_factory=list)
    number: int = -1
    paragraphs: int = 1

    def leaves(self) -> Iterable["Block"]:
        if self.children is None:
            yield self
        else:
            for child in self.children:
                yield from child.leaves()

    def parts(self, numbers: Numbers) -> list["Block"]:
        """The children; for a block of words, its words as those between blocks."""
        if self.children is not None:
            return self.children
        return _between_blocks(self.tokens, numbers)


def read_blocks(html: str, numbers: Numbers, *, is_old: bool) -> Block:
    """is_old: ids and links within the page are left out; the other text has them."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    document = document_fromstring(f"<div>{html}</div>".encode(), parser=parser)
    root = next(document.iter("div"))
    _tidy(root, is_old)
    return _Reader(numbers, is_old, _holding_blocks(root)).block(root, 0)


def _tidy(root: HtmlElement, is_old: bool) -> None:
    ids: set[str] = set()
    for element in root.iter():
        element.tag = _OURS.get(element.tag, element.tag)
        if is_old or element.get("id") in ids:
            element.attrib.pop("id", None)
        ids.add(element.get("id", ""))
        if not len(element) and element.text is None and element.tag not in _VOID:
            element.text = ""  # else libxml2 leaves out `</p>`, and what follows falls in


def serialized(element: HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _holding_blocks(root: HtmlElement) -> set[HtmlElement]:
    """The elements that have a block somewhere in them."""
    found: set[HtmlElement] = set()
    for block in root.iter(*_BLOCKS):
        for ancestor in block.iterancestors():
            if ancestor in found:
                break
            found.add(ancestor)
    return found


@dataclass
class _Reader:
    numbers: Numbers
    is_old: bool
    holding_blocks: set[HtmlElement]

    def block(self, element: HtmlElement, depth: int) -> Block:
        block = Block(
            tag=element.tag,
            element=element,
            id=element.get("id", ""),
            classes=element.get("class", ""),
            attributes=_attributes(element),
        )
        if element in self.holding_blocks and depth < _MAX_DEPTH:
            block.children = self._children(element, depth)
            block.paragraphs = sum(child.paragraphs for child in block.children)
            contents = tuple(child.number for child in block.children)
        else:
            block.tokens = self._tokens(element, is_code=element.tag == "pre").finished()
            block.paragraphs = 1 if block.tokens else 0
            contents = tuple(token.full for token in block.tokens)
        has_children = block.children is not None
        block.number = self.numbers[
            block.tag, has_children, block.classes, block.attributes, contents
        ]
        return block

    def _children(self, element: HtmlElement, depth: int) -> list[Block]:
        children: list[Block] = []
        between = _Words(self.numbers)
        between.add(element.text, ())
        for child in element:
            if child.tag in _BLOCKS or child in self.holding_blocks:
                self._add_between(children, between)
                between = _Words(self.numbers)
                children.append(self.block(child, depth + 1))
            else:
                self._add_inline(child, between, ())
            between.add(child.tail, ())
        self._add_between(children, between)
        return children

    def _add_between(self, children: list[Block], words: "_Words") -> None:
        children += _between_blocks(words.finished(), self.numbers)

    def _tokens(self, element: HtmlElement, *, is_code: bool) -> "_Words":
        words = _Words(self.numbers, is_code)
        words.add(element.text, ())
        for child in element:
            self._add_inline(child, words, ())
            words.add(child.tail, ())
        return words

    def _add_inline(self, element: HtmlElement, words: "_Words", around: tuple[Wrap, ...]) -> None:
        if element.tag == "br":
            words.add_atom("br", "<br>", around, 0)
        elif element.tag == "math":
            words.add_atom(*_formula(element), around, 1)
        elif element.get("class") == "tex-error":
            words.add_atom(f"tex {element.text}", serialized(element), around, 1)
        else:
            is_block = element.tag in _BLOCKS
            inside = around if is_block else (*around, self._wrap(element))
            words.add(" " if is_block else "", inside)
            words.add(element.text, inside)
            for child in element:
                self._add_inline(child, words, inside)
                words.add(child.tail, inside)
            words.add(" " if is_block else "", inside)

    def _wrap(self, element: HtmlElement) -> Wrap:
        href = element.get("href", "")
        is_local = href.startswith("#")
        attributes = _attributes(element)
        if names := element.get("class"):
            attributes += f' class="{escape(names)}"'
        if is_local and not self.is_old:
            attributes += f' href="{escape(href)}"'
        return Wrap(element.tag, attributes, element.get("id", ""), "#" if is_local else href)


def _between_blocks(tokens: list[Token], numbers: Numbers) -> list[Block]:
    number = numbers["", tuple(token.full for token in tokens)]
    return [Block("", None, tokens=tokens, number=number)] if tokens else []


def _attributes(element: HtmlElement) -> str:
    """Those that matter to a reader, as HTML; links within the page lead elsewhere each time."""
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name not in _NO_MATTER and not (name == "href" and value.startswith("#"))
    )


def _formula(math: HtmlElement) -> tuple[str, str]:
    """What tells it from others, its TeX if it has it; and its HTML."""
    html = serialized(math)
    annotation = next(math.iter("annotation"), None)
    tex = None if annotation is None else annotation.text
    return f"math {math.get('display')} {(tex or html).strip()}", html


@dataclass
class _Words:
    """The tokens of one block, as they are met."""

    numbers: Numbers
    is_code: bool = False
    tokens: list[Token] = field(default_factory=list)

    def add(self, text: str | None, around: tuple[Wrap, ...]) -> None:
        if not text:
            return
        if not self.is_code and text[0].isspace():
            self._set_last_space(" ")
        numbers, tokens = self.numbers, self.tokens
        formatting = _formatting(around)
        pattern = _IN_CODE if self.is_code else _IN_PROSE
        for word, after in pattern.findall(text):
            space = " " if after else ""
            number = numbers[word]
            weight = 1 if word[0].isalnum() or word[0] == "_" else 0
            full = numbers[number, space, formatting]
            html = escape(word, quote=False)
            tokens.append(Token(number, full, html, space, around, weight))

    def add_atom(self, text: str, html: str, around: tuple[Wrap, ...], weight: int) -> None:
        number = self.numbers["", text]
        full = self.numbers[number, "", _formatting(around)]
        self.tokens.append(Token(number, full, html, "", around, weight))

    def finished(self) -> list[Token]:
        self._set_last_space("")
        return self.tokens

    def _set_last_space(self, space: str) -> None:
        if self.tokens and self.tokens[-1].space != space:
            last = self.tokens[-1]
            full = self.numbers[last.word, space, _formatting(last.around)]
            self.tokens[-1] = last._replace(space=space, full=full)


def _formatting(around: tuple[Wrap, ...]) -> tuple[tuple[str, str], ...]:
    """The formatting, without what differs each time: ids, and links within the page."""
    return tuple((wrap.name, wrap.href or wrap.attributes) for wrap in around)
