"""Changing a tree of foreign HTML in linear time.

lxml moves an element's tail by joining strings, which is quadratic when thousands of
neighbours go. So elements are only renamed at first, and stripped all at once in the end.
"""

from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

DROP = "x-drop"
UNWRAP = "x-unwrap"
PICTURE = "data-picture"  # on the words in the place of a linked picture: its address
NO_TEXT = "data-no-text"  # on what we put in, also as stored: no part of the author's text


def walk(root: HtmlElement, is_wanted: Callable[[HtmlElement], bool]) -> list[HtmlElement]:
    """The outermost elements for which `is_wanted` holds, in document order."""
    walker = etree.iterwalk(root, events=("start",))
    found = []
    for _event, element in walker:
        if is_wanted(element):
            walker.skip_subtree()
            found.append(element)
    return found


def classes_of(element: HtmlElement) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def has_ancestor(element: HtmlElement, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def drop(element: HtmlElement) -> None:
    """Leave out the element with its contents; the text after it stays."""
    element.clear(keep_tail=True)  # its images are no longer found
    element.tag = DROP


def unwrap(element: HtmlElement) -> None:
    """Leave out the element; its contents stay."""
    element.tag = UNWRAP


def strip_renamed(root: HtmlElement) -> None:
    etree.strip_elements(root, DROP, with_tail=False)
    etree.strip_tags(root, UNWRAP)


def become(element: HtmlElement, tag: str, text: str = "", **attributes: str) -> HtmlElement:
    """Make another element of it, empty but for `text`; a trailing _ is cut from `class_`."""
    element.clear(keep_tail=True)
    element.tag = tag
    element.text = text
    for name, value in attributes.items():
        element.set(name.rstrip("_"), value)
    return element
