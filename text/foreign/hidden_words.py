"""Words of foreign HTML that a reader of the original cannot see are left out.

What a person cannot see must not be read by a machine. But a whole text may look hidden to us,
where a style sheet or a script would show it: then all of it stays.
"""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from text.foreign.visibility import Visibility, is_too_much
from text.tree import DROP, UNWRAP, drop

_NO_WORDS = frozenset({DROP, "script", "style", "template", "noscript", "head", "datalist"})
_LONGEST_BRACKET = 2  # characters
_PICTURES = frozenset(
    {"img", "iframe", "video", "audio", "embed", "object", "oembed", "svg", "canvas", "input"}
)


@dataclass
class _Open:
    """An element of which the walk has not seen the end."""

    element: HtmlElement
    visibility: Visibility
    shows: bool = False  # something in it can be seen
    hides: bool = False
    hidden_parts: int = 0  # those right in it


@dataclass
class _Hidden:
    """What would be left out; texts: of an element, or (`is_tail`) behind it."""

    elements: list[HtmlElement] = field(default_factory=list)
    texts: list[tuple[HtmlElement, bool]] = field(default_factory=list)
    parts: int = 0
    characters: int = 0
    shown_characters: int = 0


def drop_hidden(root: HtmlElement, counts: Counter[str]) -> None:
    hidden = _find(root)
    if is_too_much(hidden.characters, hidden.characters + hidden.shown_characters):
        counts["maybe hidden"] += hidden.parts
        return
    counts["hidden"] += hidden.parts
    for element, is_tail in hidden.texts:
        if is_tail:
            element.tail = None
        else:
            element.text = None
    for element in hidden.elements:
        drop(element)


def _find(root: HtmlElement) -> _Hidden:
    hidden = _Hidden()
    opened = [_Open(root, Visibility())]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if element is root:
            if event == "start":
                _read_text(root, root.text, opened[0], hidden, is_tail=False)
            continue
        around = opened[-1]
        if event == "end":
            if around.element is element:
                _close(opened, hidden)
            _read_text(element, element.tail, opened[-1], hidden, is_tail=True)
            continue
        if element.tag in _NO_WORDS or (element.tag == "rp" and _is_bracket(element)):
            walker.skip_subtree()
            continue
        visibility = around.visibility.within(str(element.tag), element.attrib)
        if element.tag == "rp" or (visibility.is_gone and not around.visibility.is_gone):
            _take_whole(element, around, hidden)
            walker.skip_subtree()
            continue
        opened.append(_Open(element, visibility))
        if element.tag in _PICTURES:
            _read_picture(element, opened[-1], hidden)
        _read_text(element, element.text, opened[-1], hidden, is_tail=False)
    hidden.parts += opened[0].hidden_parts
    return hidden


def _is_bracket(element: HtmlElement) -> bool:
    """All that should stand in an `rp`, which no browser shows."""
    return len(str(element.text_content()).strip()) <= _LONGEST_BRACKET


def _take_whole(element: HtmlElement, around: _Open, hidden: _Hidden) -> None:
    characters = len("".join(str(element.text_content()).split()))
    hidden.characters += characters
    hidden.elements.append(element)
    around.hidden_parts += characters > 0


def _read_text(
    element: HtmlElement, text: str | None, around: _Open, hidden: _Hidden, *, is_tail: bool
) -> None:
    characters = len("".join(text.split())) if text else 0
    if not characters:
        return
    if around.visibility.hides_words:
        around.hides = True
        around.hidden_parts += 1
        hidden.characters += characters
        hidden.texts.append((element, is_tail))
    else:
        around.shows = True
        hidden.shown_characters += characters


def _read_picture(element: HtmlElement, opened: _Open, hidden: _Hidden) -> None:
    if opened.visibility.hides_pictures:
        opened.hides = True
        hidden.elements.append(element)
    else:
        opened.shows = True


def _close(opened: list[_Open], hidden: _Hidden) -> None:
    """An element in which nothing is seen goes as a whole, as one part."""
    closed, around = opened.pop(), opened[-1]
    is_empty = closed.hides and not closed.shows
    if is_empty and closed.element.tag != UNWRAP:
        hidden.elements.append(closed.element)
    around.shows |= closed.shows
    around.hides |= closed.hides
    around.hidden_parts += min(closed.hidden_parts, 1) if is_empty else closed.hidden_parts
