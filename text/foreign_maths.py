"""Formulas in other people's HTML, found and drawn again by us.

Three eras of ForumMagnum (MathJax 2 with the TeX in an aria-label, MathJax 3 without it,
MathJax 3 with it), KaTeX, MathML with a TeX annotation, CKEditor's `math-tex`, MediaWiki.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from text.mathjax_glyphs import UnknownGlyphsError, tex_from_glyphs
from text.maths import Patience, TexError, TexRefusedError, parse_tex, render_tex
from text.plain import collapse_space
from text.tree import NO_TEXT, UNWRAP, classes_of, drop, walk

_MARK = "\ufdd1{}\ufdd1"
_MARKS = re.compile("( ?)\ufdd1([0-9]{1,9})\ufdd1")
_MATHJAX_2_OUTPUT = {"MathJax", "MathJax_CHTML", "MathJax_SVG", "MathJax_Display"}
_WITH_ANNOTATION = {"katex", "mwe-math-element"}
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")
_DELIMITERS = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$)\s*", re.DOTALL)


@dataclass(frozen=True)
class Formula:
    html: str
    tex: str
    display: bool


@dataclass
class Formulas:
    """The formulas of one document; a mark in its text stands for each."""

    found: list[Formula] = field(default_factory=list)
    patience: Patience = field(default_factory=Patience)
    # "lost": nothing of it could be recovered; "rebuilt": from its glyphs; "unreadable": KaTeX
    # does not understand its TeX.
    counts: Counter[str] = field(default_factory=Counter)

    def put_html(self, marked: str) -> str:
        return _MARKS.sub(lambda match: match[1] + self._formula(match).html, marked)

    def put_tex(self, marked: str) -> str:
        return _MARKS.sub(lambda match: _dollars(match[1], self._formula(match)), marked)

    def can_show(self, tex: str | None, display: bool) -> bool:
        if tex is None or self.patience.refusals_left <= 0:
            return False
        try:
            return bool(parse_tex(tex, display=display))
        except TexRefusedError:
            self.patience.refusals_left -= 1
            return False
        except TexError:
            return False

    def understood(self, tex: str | None, display: bool) -> str | None:
        """MathJax takes a lone `$` for a dollar sign, KaTeX wants it escaped."""
        if tex is None or "$" not in tex or self.can_show(tex, display):
            return tex
        return _LONE_DOLLAR.sub(r"\\$", tex)

    def _formula(self, match: re.Match[str]) -> Formula:
        """A document can write marks itself, as entities: those beyond our own are nothing."""
        index = int(match[2])
        return self.found[index] if index < len(self.found) else Formula("", "", display=False)


def take_formulas(root: HtmlElement) -> Formulas:
    """Replace each formula in the tree by a mark. MathML without TeX stays as it is."""
    formulas = Formulas()
    for element in walk(root, _is_formula):
        if "MathJax_Preview" in classes_of(element) or _is_drawing_of_script(element):
            drop(element)
            continue
        display = _is_display(element)
        tex = formulas.understood(_tex_of(element, formulas), display)
        if tex is not None and not tex.strip():
            drop(element)  # an empty formula
            continue
        mathml = next(element.iter("math"), None)
        if mathml is not None and not formulas.can_show(tex, display):
            _keep_mathml(element, mathml, display)
        else:
            _mark(element, formulas, tex, display)
    return formulas


def _is_formula(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in ("mjx-container", "math"):
        return True
    if tag == "script":
        return (element.get("type") or "").startswith("math/tex")
    classes = classes_of(element)
    return bool(classes) and not classes.isdisjoint(_FORMULA_CLASSES)


_FORMULA_CLASSES = (
    {"mjx-chtml", "mjx-math", "math-tex", "MathJax_Preview"} | _MATHJAX_2_OUTPUT | _WITH_ANNOTATION
)


def _is_drawing_of_script(element: HtmlElement) -> bool:
    """MathJax 2 on a page draws before the `script` that holds the TeX."""
    follows = element.getnext()
    is_drawing = not classes_of(element).isdisjoint(_MATHJAX_2_OUTPUT)
    return is_drawing and follows is not None and follows.tag == "script" and _is_formula(follows)


def _tex_of(element: HtmlElement, formulas: Formulas) -> str | None:
    classes = classes_of(element)
    if element.tag == "script":
        return element.text
    if "math-tex" in classes:
        content = str(element.text_content())
        match = _DELIMITERS.fullmatch(content)
        return next((tex for tex in match.groups() if tex is not None), None) if match else content
    if element.tag == "mjx-container":
        return _tex_of_mathjax_3(element, formulas)
    if not classes.isdisjoint({"mjx-chtml", "mjx-math"}):
        labels = (part.get("aria-label") for part in element.iter())
        return next((label for label in labels if label is not None), None)
    return _annotation(element)


def _tex_of_mathjax_3(container: HtmlElement, formulas: Formulas) -> str | None:
    """An aria-label is TeX where the role is "math"; elsewhere it is what a voice would say."""
    for part in container.iter():
        if part.get("data-latex"):
            return part.get("data-latex")
        if part.get("role") == "math" and part.get("aria-label"):
            return part.get("aria-label")
    if next(container.iter("math"), None) is not None:
        return _annotation(container)
    try:
        tex = tex_from_glyphs(container)
    except UnknownGlyphsError:
        return None
    if not formulas.can_show(tex, _is_display(container)):
        return None
    formulas.counts["rebuilt"] += 1
    return tex


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
    if "math-tex" in around:
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


def _mark(element: HtmlElement, formulas: Formulas, tex: str | None, display: bool) -> None:
    if tex is None:
        formulas.counts["lost"] += 1
        label = _("[formula]")
        html = f'<span class="maths-lost" {NO_TEXT}="1">{escape(label)}</span>'
        formula = Formula(html, "", display)
    else:
        html = render_tex(tex, display=display, patience=formulas.patience)
        formulas.counts["unreadable"] += html.startswith("<code")
        formula = Formula(html, collapse_space(tex), display)
    element.clear(keep_tail=True)
    element.tag = UNWRAP
    element.text = _MARK.format(len(formulas.found))
    formulas.found.append(formula)


def _dollars(space: str, formula: Formula) -> str:
    """Nothing, not even the space before it, for a formula that is lost."""
    if not formula.tex:
        return ""
    return f"{space}$${formula.tex}$$" if formula.display else f"{space}${formula.tex}$"
