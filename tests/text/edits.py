"""Edits of cleaned posts by a seeded generator, and the texts that a comparison still holds."""

import random

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from text.comparing.blocks import _BLOCKS
from text.sanitize import sanitize


def tree(html: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8")
    return next(document_fromstring(f"<div>{html}</div>".encode(), parser=parser).iter("div"))


def html_of(root: HtmlElement) -> str:
    for element in root.iter("p", "li", "td", "th", "tr", "dt", "dd"):
        element.text = element.text or ""  # else libxml2 leaves out its end
    marked = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return sanitize(marked.removeprefix("<div>").removesuffix("</div>"))


def edited(html: str, *, seed: int, edits: int) -> str:
    """The post after so many changes of words, formatting, links, formulas, cells and blocks."""
    chance = random.Random(seed)
    root = tree(html)
    acts = [
        _change_word,
        _change_word,
        _put_words_in,
        _drop_element,
        _double_element,
        _move_element,
        _change_link,
        _change_formula,
        _rename,
        _unwrap,
    ]
    for _ in range(edits):
        chance.choice(acts)(root, chance)
    return html_of(root)


def old_text(html: str) -> str:
    """What a comparison shows of the older text."""
    return _text_without(html, "ins")


def new_text(html: str) -> str:
    return _text_without(html, "del")


def plain(html: str) -> str:
    """All words, parted where blocks end; of a formula its TeX."""
    return _text_without(html, "nothing")


def _text_without(html: str, tag: str) -> str:
    root = tree(html)
    pieces: list[str] = []
    _collect(root, tag, pieces)
    return " ".join("".join(pieces).split())


def _collect(element: HtmlElement, without: str, pieces: list[str]) -> None:
    classes = (element.get("class") or "").split()
    is_note = "diff-note" in classes or (
        element.tag == "summary" and "diff-unchanged" in (element.getparent().get("class") or "")
    )
    edge = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
    pieces.append(edge)
    if element.tag == "math":
        formulas = [part.text or "" for part in element.iter("annotation")]
        pieces.append(formulas[0] if formulas else element.text_content())
    elif element.tag != without and not is_note:
        pieces.append(element.text or "")
        for child in element:
            _collect(child, without, pieces)
            pieces.append(child.tail or "")
    pieces.append(edge)


def _some(root: HtmlElement, chance: random.Random, *tags: str) -> HtmlElement | None:
    found = [element for element in root.iter(*tags) if element is not root]
    return chance.choice(found) if found else None


def _change_word(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "p", "li", "td", "h3", "em", "a", "code")) is not None:
        words = (element.text or "").split(" ")
        words[chance.randrange(len(words))] = chance.choice(["other", "<&>", "", "x, y", "日本"])
        element.text = " ".join(words)


def _put_words_in(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "em", "a", "math", "strong", "br")) is not None:
        element.tail = f" and then some{element.tail or ''}"


def _drop_element(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "p", "li", "tr", "td", "math", "em", "pre")) is not None:
        element.drop_tree()


def _double_element(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "p", "li", "tr", "td", "ul", "blockquote")) is not None:
        element.addnext(_copy(element))


def _move_element(root: HtmlElement, chance: random.Random) -> None:
    element, place = _some(root, chance, "p"), _some(root, chance, "p", "h3", "ul")
    if element is not None and place is not None and place is not element:
        place.addnext(_copy(element))
        element.drop_tree()


def _copy(element: HtmlElement) -> HtmlElement:
    copied = tree(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return copied[0] if len(copied) else element.makeelement("p")


def _change_link(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "a")) is not None:
        element.set("href", f"https://example.org/{chance.randrange(9)}")


def _change_formula(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "annotation", "mi")) is not None:
        element.text = chance.choice(["a", "b", "\\alpha"])


def _rename(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "p", "h3", "em", "td")) is not None:
        element.tag = {"p": "h4", "h3": "p", "em": "strong", "td": "th"}[element.tag]


def _unwrap(root: HtmlElement, chance: random.Random) -> None:
    if (element := _some(root, chance, "em", "a", "p", "ins")) is not None:
        element.drop_tag()
