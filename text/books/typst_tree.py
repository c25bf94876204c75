"""A tree of HTML as lists that a Typst template walks: nothing in it can become a command.

A node is a string, or `[tag, attributes, nodes]`. Formulas are in it as the MathML of the page.
"""

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from text.books.chapters import BLOCKS

Node = str | list[Any]
_SPACE = re.compile(r"[ \t\n\r\f]+")
KEPT = ("href", "id", "class", "start", "value", "colspan", "rowspan")
OF_MATHS = (
    *("display", "mathvariant", "accent", "fence", "stretchy", "width", "columnalign"),
    *("linethickness", "notation", "displaystyle", "lspace", "rspace"),
)
VERBATIM = ("pre", "mtext")


def typst_tree(element: HtmlElement) -> Node:
    return _node(element, is_verbatim=False)


def _node(element: HtmlElement, *, is_verbatim: bool) -> Node:
    if element.tag == "svg":
        return ["svg", {"alt": element.get("aria-label") or ""}, [_drawing(element)]]
    is_verbatim = is_verbatim or element.tag in VERBATIM
    given = {name: value for name in (*KEPT, *OF_MATHS) if (value := element.get(name))}
    nodes: list[Node] = []
    _put(nodes, element.text, is_verbatim=is_verbatim)
    for child in element:
        nodes.append(_node(child, is_verbatim=is_verbatim))
        _put(nodes, child.tail, is_verbatim=is_verbatim)
    return [element.tag, given, nodes if is_verbatim else _trimmed(nodes, element.tag)]


def _trimmed(nodes: list[Node], tag: str) -> list[Node]:
    """Without the blanks with which a template begins and ends a block or a line of one."""
    if tag not in BLOCKS:
        return nodes
    shown = list(nodes)
    for number, node in enumerate(nodes):
        if isinstance(node, str):
            begins = number == 0 or _is_break(nodes[number - 1])
            ends = number == len(nodes) - 1 or _is_break(nodes[number + 1])
            shown[number] = node[node.startswith(" ") and begins :].rstrip(" " if ends else "")
    return [node for node in shown if node != ""]


def _is_break(node: Node) -> bool:
    if not isinstance(node, list):
        return False
    return node[0] == "br" or node[0] in BLOCKS or node[1].get("display") == "block"


def _put(nodes: list[Node], words: str | None, *, is_verbatim: bool) -> None:
    if words:
        nodes.append(words if is_verbatim else _SPACE.sub(" ", words))


def _drawing(element: HtmlElement) -> str:
    element.set("xmlns", "http://www.w3.org/2000/svg")
    if "viewbox" in element.attrib:
        element.set("viewBox", element.attrib.pop("viewbox"))
    return etree.tostring(element, encoding="unicode", with_tail=False)
