"""TeX from what MathJax 3 drew, where the page kept nothing else.

MathJax's CHTML output is a tree of `mjx-` elements that mirrors MathML, with each sign as a
class name (`mjx-c1D465` is U+1D465). ForumMagnum stored posts this way from February to July
2026, without the TeX. What we rebuild has the same meaning, seldom the author's own macros.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

from text.marks import normalize

_GLYPH = re.compile(r"\bmjx-c([0-9A-F]{2,5})\b")
_NOT_DRAWN = {
    "mjx-spacer", "mjx-nstrut", "mjx-dstrut", "mjx-tstrut", "mjx-mark", "mjx-line", "mjx-surd",
    "mjx-assistive-mml", "mjx-speech",
}  # fmt: skip
_TRANSPARENT = {
    "mjx-math", "mjx-mstyle", "mjx-mpadded", "mjx-row", "mjx-base", "mjx-box", "mjx-over",
    "mjx-under", "mjx-num", "mjx-den", "mjx-dbox", "mjx-dtable", "mjx-frac", "mjx-sqrt", "mjx-root",
    "mjx-script", "mjx-semantics", "mjx-table", "mjx-itable", "mjx-block",
}  # fmt: skip
_ALPHABETS = {  # the first words of a letter's Unicode name
    "MATHEMATICAL BOLD": "mathbf", "MATHEMATICAL DOUBLE-STRUCK": "mathbb",
    "DOUBLE-STRUCK": "mathbb", "MATHEMATICAL SCRIPT": "mathcal", "SCRIPT": "mathcal",
    "MATHEMATICAL FRAKTUR": "mathfrak", "BLACK-LETTER": "mathfrak",
    "MATHEMATICAL SANS-SERIF": "mathsf", "MATHEMATICAL MONOSPACE": "mathtt",
}  # fmt: skip
_ACCENTS = {
    "^": r"\widehat", "ˆ": r"\widehat", "~": r"\widetilde", "˜": r"\widetilde", "¯": r"\overline",
    "ˉ": r"\overline", "―": r"\overline", "→": r"\overrightarrow", "⃗": r"\vec", "˙": r"\dot",
    "¨": r"\ddot", "⏞": r"\overbrace",
}  # fmt: skip
_FENCES = set("()[]|‖⟨⟩⌊⌋⌈⌉/") | {r"\{", r"\}", ""}
_SPECIAL = {
    "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "\\": r"\backslash ", "−": "-", "\u2061": "", "\u2062": "", "\u2063": "", "\u00a0": "~",
}  # fmt: skip


_STRETCHY_PARTS = ("mjx-beg", "mjx-ext", "mjx-end", "mjx-mid")


class UnknownGlyphsError(Exception):
    """The drawing has a part that we cannot read."""


def tex_from_glyphs(container: HtmlElement) -> str:
    """TeX of one `mjx-container`. Raises UnknownGlyphsError; never guesses at missing parts."""
    tex = _children(container).strip()
    if not tex:
        raise UnknownGlyphsError
    return tex


def _tex(element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag in _NOT_DRAWN:
        return ""
    if tag in _TRANSPARENT:
        return _children(element)
    if tag not in _READERS:
        raise UnknownGlyphsError(tag)
    return _READERS[tag](element)


def _children(element: HtmlElement) -> str:
    return "".join(_tex(child) for child in element)


def _drawn(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in element if child.tag not in _NOT_DRAWN]


def _characters(element: HtmlElement) -> Iterable[str]:
    for part in element.iter():
        if part.tag == "mjx-utext":
            yield from part.text or ""
        elif match := _GLYPH.search(part.get("class") or ""):
            yield chr(int(match[1], 16))
        elif part.tag == "mjx-c" and part.getparent().tag not in _STRETCHY_PARTS:
            raise UnknownGlyphsError("a glyph without its code")


def _letter(character: str) -> str:
    name = unicodedata.name(character, "")
    plain = normalize("NFKC", character)
    for start, command in _ALPHABETS.items():
        if name.startswith(start) and len(plain) == 1:
            return rf"\{command}{{{plain}}}"
    return plain if name.startswith("MATHEMATICAL ITALIC") else _SPECIAL.get(character, character)


def _identifier(element: HtmlElement) -> str:
    characters = list(_characters(element))
    word = "".join(characters)
    if len(characters) > 1 and word.isascii() and word.isalpha():
        return rf"\operatorname{{{word}}}"
    is_upright = "mjx-n" in (element.get("class") or "").split() and word.isascii()
    return rf"\mathrm{{{word}}}" if is_upright and word.isalpha() else _joined(characters)


def _operator(element: HtmlElement) -> str:
    characters = list(_characters(element))
    word = "".join(characters)
    if len(characters) > 1 and word.replace(" ", "").isalpha():
        return rf"\operatorname*{{{word}}}"
    return _joined(characters)


def _joined(characters: Iterable[str]) -> str:
    return "".join(_letter(character) for character in characters)


def _text(element: HtmlElement) -> str:
    return rf"\text{{{''.join(_SPECIAL.get(c, c) for c in _characters(element))}}}"


def _row(element: HtmlElement) -> str:
    """A row between two fences gets `\\left` and `\\right`, for they may have been stretched."""
    parts = _drawn(element)
    if len(parts) > 2 and parts[0].tag == parts[-1].tag == "mjx-mo":
        opening, closing = _operator(parts[0]), _operator(parts[-1])
        if {opening, closing} <= _FENCES and (opening or closing):
            inside = "".join(_tex(part) for part in parts[1:-1])
            return rf"\left{opening or '.'}{inside}\right{closing or '.'}"
    return _children(element)


def _group(element: HtmlElement) -> str:
    return f"{{{_children(element)}}}"


def _two(element: HtmlElement) -> tuple[HtmlElement, HtmlElement]:
    parts = _drawn(element)
    if len(parts) != 2:
        raise UnknownGlyphsError(str(element.tag))
    return parts[0], parts[1]


def _scripted(element: HtmlElement) -> str:
    base, script = _two(element)
    sign = "_" if element.tag in ("mjx-msub", "mjx-munder") else "^"
    return f"{{{_tex(base)}}}{sign}{{{_tex(script)}}}"


def _both_scripts(element: HtmlElement) -> str:
    base, script = _two(element)
    above, below = _two(script)
    return f"{{{_tex(base)}}}_{{{_tex(below)}}}^{{{_tex(above)}}}"


def _found(element: HtmlElement, tag: str) -> HtmlElement:
    """The first `tag` inside; parts of an element come before those of its contents."""
    found = next(element.iter(tag), None)
    if found is None:
        raise UnknownGlyphsError(str(element.tag))
    return found


def _over(element: HtmlElement) -> str:
    if element.get("limits") == "false":
        return _scripted(element)
    over, base = _two(element)
    above = _children(over)
    if above in _ACCENTS:
        return f"{_ACCENTS[above]}{{{_tex(base)}}}"
    return rf"\mathop{{{_tex(base)}}}\limits^{{{above}}}"


def _under(element: HtmlElement) -> str:
    if element.get("limits") == "false":
        return _scripted(element)
    base, below = _two(element)
    return rf"\mathop{{{_tex(base)}}}\limits_{{{_tex(below)}}}"


def _under_and_over(element: HtmlElement) -> str:
    if element.get("limits") == "false":
        return _both_scripts(element)
    over, box = _two(element)
    base, below = _two(_found(box, "mjx-munder"))
    return rf"\mathop{{{_tex(base)}}}\limits_{{{_tex(below)}}}^{{{_children(over)}}}"


def _fraction(element: HtmlElement) -> str:
    above, box = _two(_found(element, "mjx-frac"))
    has_line = next(box.iter("mjx-line"), None) is not None
    command = r"\frac" if has_line else r"\genfrac{}{}{0pt}{}"
    return f"{command}{{{_tex(above)}}}{{{_tex(_found(box, 'mjx-den'))}}}"


def _root(element: HtmlElement) -> str:
    degree, root = _two(element)
    return rf"\sqrt[{{{_tex(degree)}}}]{{{_tex(root)}}}"


def _table(element: HtmlElement) -> str:
    rows = _found(element, "mjx-itable")
    if any(row.tag != "mjx-mtr" for row in rows):
        raise UnknownGlyphsError("a row with a number")
    lines = (" & ".join(_children(cell) for cell in row) for row in rows)
    return r"\begin{matrix}" + r" \\ ".join(lines) + r"\end{matrix}"


_READERS: dict[str, Callable[[HtmlElement], str]] = {
    "mjx-mi": _identifier,
    "mjx-mn": lambda element: _joined(_characters(element)),
    "mjx-mo": _operator,
    "mjx-mtext": _text,
    "mjx-ms": _text,
    "mjx-mspace": lambda _element: r"\ ",
    "mjx-mrow": _row,
    "mjx-texatom": _group,
    "mjx-msub": _scripted,
    "mjx-msup": _scripted,
    "mjx-msubsup": _both_scripts,
    "mjx-mover": _over,
    "mjx-munder": _under,
    "mjx-munderover": _under_and_over,
    "mjx-mfrac": _fraction,
    "mjx-msqrt": lambda element: rf"\sqrt{{{_children(element)}}}",
    "mjx-mroot": _root,
    "mjx-mphantom": lambda element: rf"\phantom{{{_children(element)}}}",
    "mjx-mtable": _table,
}
