"""TeX that stands between its delimiters in the text of a page, for a script to find."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree, html
from lxml.html import HtmlElement

from text.foreign.displays import join_displays
from text.tex.delimiters import Maths, find_maths
from text.tex.likelihood import has_words
from text.tree import classes_of

# As MathJax's auto-render leaves them alone.
_NO_MATHS = frozenset(
    {"code", "pre", "script", "style", "textarea", "kbd", "samp", "math", "annotation", "option"}
    | {"mjx-container", "d-math", "svg", "noscript"}
)
_NO_MATHS_CLASSES = frozenset({"tex2jax_ignore", "mathjax_ignore", "no-mathjax", "math-tex"})
_CERTAINLY_TEX = re.compile(r"[\\^_]")
_NUMBERS = re.compile(r"[\d\s,;.–-]*")  # as of a reference: "\\[1\\]"
_MAYBE_TEX = re.compile(r"[=<>+]")
_DRAWN = re.compile(r"mjx-|MathJax|katex|mwe-math|arithmatex|latex-rendered")
_DELIMITERS = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$([^$]+)\$)\s*", re.DOTALL)
_LATEX = re.compile(r"latex(?![a-zA-Z])\s*")  # of WordPress.com: "$latex x^2&s=1$"
_LATEX_OPTIONS = re.compile(r"(?:&(?:bg|fg|s|T)=[0-9a-fA-F-]{1,8})+\s*$")


def mark_raw_formulas(root: HtmlElement) -> None:
    """Put each into a `span` as CKEditor would.

    Where one of them is certainly TeX, a script reads them all: `$n$` is a formula beside `$x^2$`.
    """
    join_displays(root)
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
    runs = [(holder, _runs_of(holder)) for holder in holders]
    has_tex = any(run.has_tex for _, of_holder in runs for run in of_holder)
    for holder, of_holder in runs:
        _mark_within(holder, of_holder, has_tex=has_tex)


def undelimited(content: str) -> str | None:
    """The TeX of a text that is one formula with its delimiters and nothing else."""
    match = _DELIMITERS.fullmatch(content)
    return next((tex for tex in match.groups() if tex is not None), None) if match else None


def is_maths_by_class(element: HtmlElement) -> bool:
    """Of pandoc and Sphinx; others give the class "math" to whole paragraphs."""
    classes = classes_of(element)
    if "math" not in classes:
        return False
    is_named = not classes.isdisjoint({"inline", "display"})
    return is_named or (len(element) == 0 and undelimited(element.text or "") is not None)


def _may_hold(text: str | None) -> bool:
    return text is not None and ("$" in text or "\\" in text)


def _is_no_place(element: HtmlElement) -> bool:
    if element.tag in _NO_MATHS or not isinstance(element.tag, str):
        return True
    classes = element.get("class")
    if not classes:
        return False
    if _DRAWN.search(classes) or is_maths_by_class(element):
        return True
    return not classes_of(element).isdisjoint(_NO_MATHS_CLASSES)


def _runs_of(holder: HtmlElement) -> list["_Run"]:
    texts, breaks = [holder.text or ""], []
    runs: list[_Run] = []
    for child in holder:
        if child.tag == "br":
            breaks.append(child)
        else:
            runs.append(_Run(texts, breaks, child))
            texts, breaks = [], []
        texts.append(child.tail or "")
    return [*runs, _Run(texts, breaks)]


def _mark_within(holder: HtmlElement, runs: list["_Run"], *, has_tex: bool) -> None:
    """All its children are put in anew at once: one after the other would be quadratic."""
    nodes: list[str | HtmlElement] = []
    is_changed = False
    for run in runs:
        is_changed |= run.mark_into(nodes, has_tex=has_tex)
        nodes += [] if run.following is None else [run.following]
    if is_changed:
        _put_nodes(holder, nodes)


def _put_nodes(holder: HtmlElement, nodes: list[str | HtmlElement]) -> None:
    texts: list[list[str]] = [[]]  # before the first element, then after each of them
    elements: list[HtmlElement] = []
    for node in nodes:
        if isinstance(node, str):
            texts[-1].append(node)
        else:
            elements.append(node)
            texts.append([])
    holder.text = "".join(texts[0])
    for element, tail in zip(elements, texts[1:], strict=True):
        element.tail = "".join(tail)
    holder[:] = elements


@dataclass
class _Run:
    """Text between two elements, in which a formula may go on behind a `br`, as in WordPress."""

    texts: list[str]
    breaks: list[HtmlElement]
    following: HtmlElement | None = None  # the element after it
    text: str = ""
    places: list[int] = field(default_factory=list)  # of the breaks in `text`
    formulas: list[Maths] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text, self.places = self._joined()
        self.formulas = list(find_maths(self.text))

    @property
    def has_tex(self) -> bool:
        return any(_CERTAINLY_TEX.search(one.tex) for one in self.formulas)

    def mark_into(self, nodes: list[str | HtmlElement], *, has_tex: bool) -> bool:
        """Add its texts, breaks and formulas; returns whether there was a formula."""
        position = 0
        for formula in self.formulas:
            if not _is_formula(self.text, formula, has_tex=has_tex):
                continue
            nodes += self._between(self.text, self.places, position, formula.start)
            nodes.append(_span(formula))
            position = formula.end
        nodes += self._between(self.text, self.places, position, len(self.text))
        return position > 0

    def _joined(self) -> tuple[str, list[int]]:
        """One character for each break, and where; no blank line where a line end is beside it."""
        parts, places = self.texts[:1], []
        length = len(parts[0]) if parts else 0
        for before, after in pairwise(self.texts):
            is_beside = after.startswith("\n") or (before.strip() and before.endswith("\n"))
            places.append(length)
            parts += [" " if is_beside else "\n", after]
            length += 1 + len(after)
        return "".join(parts), places

    def _between(
        self, text: str, places: list[int], start: int, end: int
    ) -> Iterator[str | HtmlElement]:
        first, last = bisect_left(places, start), bisect_left(places, end)
        for place, element in zip(places[first:last], self.breaks[first:last], strict=True):
            yield text[start:place]
            yield element
            start = place + 1
        yield text[start:end]


def _span(formula: Maths) -> HtmlElement:
    span = html.Element("span", {"class": "math-tex"})
    tex = formula.tex
    if word := _LATEX.match(tex):
        tex = _LATEX_OPTIONS.sub("", tex[word.end() :])
    span.text = rf"\[{tex}\]" if formula.display else rf"\({tex}\)"
    return span


def _is_formula(text: str, formula: Maths, *, has_tex: bool) -> bool:
    """Single dollars, and brackets that Markdown may have escaped, need signs of TeX in them.

    has_tex: the page has such signs elsewhere.
    """
    start, tex = formula.start, formula.tex
    if text.startswith(("$$", r"\begin"), start) or _CERTAINLY_TEX.search(tex):
        return True
    if has_words(tex):
        return _LATEX.match(tex) is not None and text.startswith("$", start)
    if text.startswith("$", start):
        return has_tex and tex == tex.strip()
    return _MAYBE_TEX.search(tex) is not None or (has_tex and not _NUMBERS.fullmatch(tex))
