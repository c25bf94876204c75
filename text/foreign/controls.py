"""Buttons and form fields of foreign HTML: a note and their words, for they do nothing here."""

from collections import Counter

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from text.plain import collapse_space
from text.tree import NO_TEXT, become, drop, has_ancestor, unwrap, walk

_CONTROLS = ("button", "input", "select", "textarea")
_BUTTON_TYPES = ("submit", "button", "reset")
_BOXES = {("checkbox", False): "☐", ("checkbox", True): "☑"}
_BOXES |= {("radio", False): "○", ("radio", True): "●"}


def replace_controls(root: HtmlElement, counts: Counter[str]) -> None:
    for element in walk(root, lambda e: e.tag in _CONTROLS):
        kind = (element.get("type") or "").lower() if element.tag == "input" else ""
        box = _BOXES.get((kind, element.get("checked") is not None))
        words = collapse_space(_words(element))
        is_button = element.tag == "button" or kind in _BUTTON_TYPES
        if box:  # of lists of tasks, among others
            become(element, "span", box)
        elif kind == "hidden" or (is_button and not words):  # buttons with a picture alone
            drop(element)
        elif element.tag == "button" and has_ancestor(element, "a"):
            unwrap(element)  # the link around it does the same
        else:
            counts["controls"] += 1
            note = _("Left out: a button.") if is_button else _("Left out: a form field.")
            _put_note(element, note, words)


def _words(element: HtmlElement) -> str:
    if element.tag == "input":
        return element.get("value") or element.get("placeholder") or ""
    if element.tag == "select":
        options = (collapse_space(str(one.text_content())) for one in element.iter("option"))
        return " / ".join(filter(None, options))
    return str(element.text_content()) or element.get("placeholder") or ""


def _put_note(element: HtmlElement, note: str, words: str) -> None:
    become(element, "span" if has_ancestor(element, "p", "a") else "p", class_="left-out")
    ours = element.makeelement("span", {NO_TEXT: "1"})
    ours.text, ours.tail = f"{note} ", words
    element.append(ours)
