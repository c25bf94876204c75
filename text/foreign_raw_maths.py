"""TeX that stands between its delimiters in the text of a page, for a script to find."""

import re

from lxml import etree
from lxml.html import HtmlElement

from text.delimiters import Maths, split_maths
from text.tree import classes_of

# As MathJax's auto-render leaves them alone.
_NO_MATHS = frozenset(
    {"code", "pre", "script", "style", "textarea", "kbd", "samp", "math", "annotation", "option"}
    | {"mjx-container", "d-math", "svg", "noscript"}
)
_NO_MATHS_CLASSES = frozenset({"tex2jax_ignore", "mathjax_ignore", "no-mathjax", "math-tex"})
_CERTAINLY_TEX = re.compile(r"[\\^_]")
_DRAWN = re.compile(r"mjx-|MathJax|katex|mwe-math|\bmath\b|arithmatex|latex-rendered")


def mark_raw_formulas(root: HtmlElement) -> None:
    """Put each into a `span` as CKEditor would."""
    holders: dict[HtmlElement, None] = {}  # elements with TeX right in them, in document order
    walker = etree.iterwalk(root, events=("start",))
    for _event, element in walker:
        parent = element.getparent()
        if _may_hold(element.tail) and parent is not None:
            holders[parent] = None
        if _is_no_place(element):
            walker.skip_subtree()
        elif _may_hold(element.text):
            holders[element] = None
    for holder in holders:
        _mark_within(holder)


def _may_hold(text: str | None) -> bool:
    return text is not None and ("$" in text or "\\" in text)


def _is_no_place(element: HtmlElement) -> bool:
    if element.tag in _NO_MATHS or not isinstance(element.tag, str):
        return True
    classes = element.get("class")
    if not classes:
        return False
    return bool(_DRAWN.search(classes)) or not classes_of(element).isdisjoint(_NO_MATHS_CLASSES)


def _mark_within(holder: HtmlElement) -> None:
    """All its children are put in anew at once: one after the other would be quadratic."""
    children = list(holder)
    holder.text, marked = _spans(holder, holder.text or "")
    for child in children:
        child.tail, spans = _spans(holder, child.tail or "")
        marked += [child, *spans]
    if len(marked) > len(children):
        holder[:] = marked


def _spans(element: HtmlElement, text: str) -> tuple[str, list[HtmlElement]]:
    """The text before the first formula, and all of them, each with the text after it."""
    before = ""
    spans: list[HtmlElement] = []
    for piece in split_maths(text):
        if isinstance(piece, Maths) and _is_formula(text, piece):
            span = element.makeelement("span", {"class": "math-tex"})
            span.text = rf"\[{piece.tex}\]" if piece.display else rf"\({piece.tex}\)"
            spans.append(span)
            continue
        words = piece if isinstance(piece, str) else text[piece.start : piece.end]
        if spans:
            spans[-1].tail = (spans[-1].tail or "") + words
        else:
            before += words
    return before, spans


def _is_formula(text: str, formula: Maths) -> bool:
    """Single dollars, and brackets that Markdown may have escaped, need signs of TeX in them."""
    is_certain = text.startswith("$$", formula.start) or text.startswith(r"\begin", formula.start)
    return is_certain or _CERTAINLY_TEX.search(formula.tex) is not None
