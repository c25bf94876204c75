"""Formulas in other people's HTML, found and drawn again by us.

Three eras of ForumMagnum (MathJax 2 with the TeX in an aria-label, MathJax 3 without it,
MathJax 3 with it), KaTeX, MathML with a TeX annotation, CKEditor's `math-tex`, MediaWiki, Distill,
Substack, pandoc; pictures of formulas; and TeX between its delimiters, for a script to find.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from itertools import islice

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from text.foreign.formula_images import is_display_image, tex_of_attributes, tex_of_image
from text.foreign.mathjax_glyphs import UnknownGlyphsError, tex_from_glyphs
from text.foreign.raw_maths import is_maths_by_class, mark_raw_formulas, undelimited
from text.plain import collapse_space
from text.tex.maths import FormulaBudget, RenderedFormula, render_formulas
from text.tree import NO_TEXT, UNWRAP, classes_of, drop, walk

_MARK = "\ufdd1{}\ufdd1"
_MARKS = re.compile("( ?)\ufdd1([0-9]{1,9})\ufdd1")
_MATHJAX_2_OUTPUT = {"MathJax", "MathJax_CHTML", "MathJax_SVG", "MathJax_Display"}
_WITH_DELIMITERS = {"math-tex", "arithmatex", "mathjax-tex"}
_MATHJAX_2_DRAWING = {"mjx-chtml", "mjx-math"}
_WITH_ATTRIBUTES = {"latex-rendered", "ql-formula"}
_WITH_ANNOTATION = {"katex", "mwe-math-element"}
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")


@dataclass(frozen=True)
class Formula:
    html: str
    tex: str
    display: bool


@dataclass
class Formulas:
    """The formulas of one document; a mark in its text stands for each."""

    found: list[Formula] = field(default_factory=list)
    # "lost": nothing of it could be recovered; "rebuilt": from its glyphs; "unreadable": KaTeX
    # does not understand its TeX.
    counts: Counter[str] = field(default_factory=Counter)

    def put_html(self, marked: str) -> str:
        return _MARKS.sub(lambda match: match[1] + self._formula(match).html, marked)

    def put_tex(self, marked: str) -> str:
        return _MARKS.sub(lambda match: _dollars(match[1], self._formula(match)), marked)

    def _formula(self, match: re.Match[str]) -> Formula:
        """A document can write marks itself, as entities: those beyond our own are nothing."""
        index = int(match[2])
        return self.found[index] if index < len(self.found) else Formula("", "", display=False)


@dataclass
class _Candidate:
    """A formula in the tree, with its TeX where the page has any, or where it was rebuilt."""

    element: HtmlElement
    display: bool
    tex: str | None
    is_rebuilt: bool
    rendered: RenderedFormula | None = None

    @property
    def is_maths(self) -> bool:
        return self.rendered is not None and self.rendered.is_maths


def take_formulas(root: HtmlElement) -> Formulas:
    """Replace each formula in the tree by a mark. MathML without TeX stays as it is."""
    formulas = Formulas()
    mark_raw_formulas(root)
    candidates = _candidates(root)
    _render(candidates)
    for one in candidates:
        mathml = next(one.element.iter("math"), None)
        if mathml is not None and not one.is_maths:
            _keep_mathml(one.element, mathml, one.display)
        else:
            _mark(one, formulas)
    return formulas


def _candidates(root: HtmlElement) -> list[_Candidate]:
    candidates = []
    for element in walk(root, _is_formula):
        if "MathJax_Preview" in classes_of(element) or _is_drawing_of_script(element):
            drop(element)
            continue
        tex = _tex_of(element)
        is_rebuilt = False
        if tex is None and element.tag == "mjx-container" and _has_only_glyphs(element):
            tex, is_rebuilt = _tex_from_glyphs(element), True
        if tex is not None and not tex.strip():
            drop(element)  # an empty formula
        else:
            candidates.append(_Candidate(element, _is_display(element), tex, is_rebuilt))
    return candidates


def _render(candidates: list[_Candidate]) -> None:
    """MathJax takes a lone `$` for a dollar sign, KaTeX wants it escaped."""
    budget = FormulaBudget()
    _render_together([one for one in candidates if one.tex is not None], budget)
    again = [one for one in candidates if not one.is_maths and "$" in (one.tex or "")]
    for one in again:
        one.tex = _LONE_DOLLAR.sub(r"\\$", one.tex or "")
    _render_together(again, budget)
    for one in candidates:
        if one.is_rebuilt and not one.is_maths:
            one.tex = None


def _render_together(candidates: list[_Candidate], budget: FormulaBudget) -> None:
    rendered = render_formulas([(one.tex or "", one.display) for one in candidates], budget=budget)
    for one, shown in zip(candidates, rendered, strict=True):
        one.rendered = shown


def _is_formula(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in ("mjx-container", "math"):
        return True
    if tag == "script":
        return (element.get("type") or "").startswith("math/tex")
    if tag == "img":
        return tex_of_image(element) is not None
    classes = classes_of(element)
    if is_maths_by_class(element):
        return True
    if not classes.isdisjoint(_WITH_DELIMITERS) and _holds_drawing(element):
        return False
    return tag == "d-math" or (bool(classes) and not classes.isdisjoint(_FORMULA_CLASSES))


def _holds_drawing(element: HtmlElement) -> bool:
    """MathJax draws within CKEditor's element, in place of the TeX, which the drawing has then."""
    return any(
        part.tag == "mjx-container" or not classes_of(part).isdisjoint(_MATHJAX_2_DRAWING)
        for part in islice(element.iterdescendants(), 4)  # a style may come first
    )


_FORMULA_CLASSES = (
    {"MathJax_Preview"}
    | _MATHJAX_2_DRAWING
    | _MATHJAX_2_OUTPUT
    | _WITH_ANNOTATION
    | _WITH_DELIMITERS
    | _WITH_ATTRIBUTES
)


def _is_drawing_of_script(element: HtmlElement) -> bool:
    """MathJax 2 on a page draws before the `script` that holds the TeX."""
    follows = element.getnext()
    is_drawing = not classes_of(element).isdisjoint(_MATHJAX_2_OUTPUT)
    return is_drawing and follows is not None and follows.tag == "script" and _is_formula(follows)


def _tex_of(element: HtmlElement) -> str | None:
    classes = classes_of(element)
    if element.tag == "script":
        return element.text
    if element.tag == "img":
        return tex_of_image(element)
    if not classes.isdisjoint(_WITH_ATTRIBUTES):
        return tex_of_attributes(element)
    if element.tag == "d-math" or "math" in classes or not classes.isdisjoint(_WITH_DELIMITERS):
        content = str(element.text_content())
        tex = undelimited(content)
        return content if tex is None else tex
    if element.tag == "mjx-container":
        return _tex_of_mathjax_3(element)
    if not classes.isdisjoint(_MATHJAX_2_DRAWING):
        labels = (part.get("aria-label") for part in element.iter())
        return next((label for label in labels if label is not None), None)
    return _annotation(element) or _tex_of_picture_in(element)


def _tex_of_picture_in(element: HtmlElement) -> str | None:
    """MediaWiki's formulas have a picture beside the MathML, or in its place."""
    return next(filter(None, map(tex_of_image, element.iter("img"))), None)


def _tex_of_mathjax_3(container: HtmlElement) -> str | None:
    """An aria-label is TeX where the role is "math"; elsewhere it is what a voice would say."""
    for part in container.iter():
        if part.get("data-latex"):
            return part.get("data-latex")
        if part.get("role") == "math" and part.get("aria-label"):
            return part.get("aria-label")
    return _annotation(container)


def _has_only_glyphs(container: HtmlElement) -> bool:
    return next(container.iter("math"), None) is None


def _tex_from_glyphs(container: HtmlElement) -> str | None:
    try:
        return tex_from_glyphs(container)
    except UnknownGlyphsError:
        return None


def _annotation(element: HtmlElement) -> str | None:
    for annotation in element.iter("annotation"):
        if annotation.get("encoding") == "application/x-tex":
            return str(annotation.text_content())
    return None


def _is_display(element: HtmlElement) -> bool:
    if element.get("display") in ("true", "block") or "mode=display" in (element.get("type") or ""):
        return True
    parent = element.getparent()
    around = classes_of(element) | (classes_of(parent) if parent is not None else frozenset())
    if around & {"MJXc-display", "katex-display", "mjpage__block", "MathJax_Display"}:
        return True
    if element.tag == "img":
        return is_display_image(element)
    classes = classes_of(element)
    if (
        element.get("block") is not None
        or "latex-rendered" in classes
        or {"math", "display"} <= classes
    ):
        return True
    if "math" in classes or not around.isdisjoint(_WITH_DELIMITERS):
        return str(element.text_content()).lstrip().startswith(("\\[", "$$"))
    return any(math.get("display") == "block" for math in element.iter("math"))


def _keep_mathml(element: HtmlElement, mathml: HtmlElement, display: bool) -> None:
    """Only the MathML, not what was drawn beside it."""
    if display:
        mathml.set("display", "block")
    if element is not mathml:
        mathml.tail = None
        element[:] = [mathml]
        element.text = None
        element.tag = UNWRAP


def _mark(candidate: _Candidate, formulas: Formulas) -> None:
    tex, display, element = candidate.tex, candidate.display, candidate.element
    if tex is None or candidate.rendered is None:
        formulas.counts["lost"] += 1
        label = _("[formula]")
        html = f'<span class="maths-lost" {NO_TEXT}="1">{escape(label)}</span>'
        formula = Formula(html, "", display)
    else:
        formulas.counts["rebuilt"] += candidate.is_rebuilt
        formulas.counts["unreadable"] += not candidate.is_maths
        formula = Formula(candidate.rendered.html, collapse_space(tex), display)
    element.clear(keep_tail=True)
    element.tag = UNWRAP
    element.text = _MARK.format(len(formulas.found))
    formulas.found.append(formula)


def _dollars(space: str, formula: Formula) -> str:
    """Nothing, not even the space before it, for a formula that is lost."""
    if not formula.tex:
        return ""
    return f"{space}$${formula.tex}$$" if formula.display else f"{space}${formula.tex}$"
