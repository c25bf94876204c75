"""Titles and abstracts in JATS or HTML, to plain text with its formulas as TeX.

No parser of markup reads them: depositors send plain text ("a<b and c>d"), markup, escaped
markup, and all of these in one field. What is not a tag we know stays as it is.
"""

import html
import re

from lxml import etree

from text.plain import clean_text, collapse_space

LONGEST_MARKUP = 200_000  # characters; the longest real abstract is far below

_HTML = (
    "a abbr b big blockquote br center cite code dd div dl dt em font h[1-6] hr i li mark ol p pre "
    "q s section small span strike strong sub sup table tbody td th thead tr tt u ul"
)
_JATS = (
    "abstract alternatives bold disp-formula disp-quote ext-link inline-formula inline-graphic "
    "italic list list-item monospace named-content overline roman sans-serif sc sec "
    "styled-content tex-math title underline xref"
)
_TAG_NAME = f"(?:(?:jats|mml):[a-z][a-z0-9-]*|math|{'|'.join((_HTML + ' ' + _JATS).split())})"
_ATTRIBUTES = r"(?:\s[^<>=]{1,100}=[^<>]{0,2000}|\s{0,9})"  # "<b and c>" has none
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_TAG_NAME}){_ATTRIBUTES}/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&(?:amp;)*lt;(/?{_TAG_NAME}\s?/?)&(?:amp;)*gt;", re.IGNORECASE)
# Some depositors' software loses the blanks on both sides of a word in italics.
_SQUEEZED = re.compile(
    r"(?<=[a-z])(<((?:jats:)?(?:italic|i|em))>[^<]{3,100}</\2>)(?=[a-z])", re.IGNORECASE
)
# Only with its semicolon: "R&D" and "AT&Titles" are no references.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLOCK_NAMES = (
    "abstract blockquote br dd disp-quote div dl dt h1 h2 h3 h4 h5 h6 hr li list list-item ol p "
    "pre sec section table title tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADING_OF_ALL = frozenset({"abstract", "abstract:", "summary", "summary:"})
_TEX_ENDS = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)"))
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_CAN_BE_RAISED = re.compile(r"[0-9+\-−=()ni]+")
_NEEDS_NO_SIGN = re.compile(r"(?:st|nd|rd|th|[^0-9A-Za-z].*)?", re.DOTALL)
# Where tags stand on lines of their own, so does the punctuation after them.
_LINE_BEFORE_PUNCTUATION = re.compile(r" ?\n ?(?=[,.;:)\]])|(?<=[(\[]) ?\n ?")
_BLANK_LINE = re.compile(r"\n ?\n\s*")

# What stands between the parts of a formula written on one line.
_SIGNS = {
    "msup": ("^",),
    "msub": ("_",),
    "msubsup": ("_", "^"),
    "mover": ("^",),
    "munder": ("_",),
    "munderover": ("_", "^"),
    "mfrac": ("/",),
}


def plain_line(markup: str) -> str:
    """A title or a name, on one line."""
    return collapse_space(plain_paragraphs(markup))


def plain_paragraphs(markup: str) -> str:
    """An abstract: paragraphs parted by a blank line, its own heading "Abstract" left out."""
    markup = _ESCAPED_TAG.sub(r"<\1>", clean_text(markup[:LONGEST_MARKUP]))
    markup = _SQUEEZED.sub(r" \1 ", markup)
    reader = _Reader()
    position = 0
    for tag in _TAG.finditer(markup):
        reader.read_text(markup[position : tag.start()])
        position = tag.end()
        name = tag["name"].lower().rpartition(":")[2]
        reader.read_tag(name, is_end=bool(tag["end"]), source=tag[0])
    reader.read_text(markup[position:])
    blocks = reader.blocks()
    if len(blocks) > 1 and blocks[0].lower() in _HEADING_OF_ALL:
        del blocks[0]
    return "\n\n".join(blocks)


class _Reader:
    """Collects text tag by tag; scripts and formulas apart, to be added where they end."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._script: list[str] | None = None  # since <sup> or <sub>
        self._mathml: list[str] | None = None  # since <math>, tags included
        self._tex: list[str] | None = None  # since <tex-math>
        self._formula_at: int | None = None  # where in _text a formula began
        self._is_display = self._has_tex = False

    def read_text(self, source: str) -> None:
        if self._mathml is not None:
            self._mathml.append(source)
            return
        parts = self._text
        for inner in (self._script, self._tex):
            parts = parts if inner is None else inner
        parts.append(_unescape(source))

    def read_tag(self, name: str, *, is_end: bool, source: str) -> None:
        if name == "math":
            self._read_math(is_end)
        elif self._mathml is not None:
            self._mathml.append(source)
        elif name == "tex-math":
            self._read_tex(is_end)
        elif name in ("inline-formula", "disp-formula"):
            self._is_display, self._has_tex = name == "disp-formula", False
            self._formula_at = None if is_end else len(self._text)
        elif name in ("sub", "sup"):
            self._read_script(is_end, is_raised=name == "sup")
        elif name in _BLOCKS:
            self._read_script(is_end=True, is_raised=False)
            self._text.append("\n\n")

    def blocks(self) -> list[str]:
        """What was read; an element without an end ends here."""
        self._read_math(is_end=True)
        self._read_tex(is_end=True)
        self._read_script(is_end=True, is_raised=False)
        text = re.sub(r"[^\S\n]+", " ", "".join(self._text))
        text = _LINE_BEFORE_PUNCTUATION.sub("", text)
        return list(filter(None, map(collapse_space, _BLANK_LINE.split(text))))

    def _read_script(self, is_end: bool, is_raised: bool) -> None:
        if self._script is not None:
            script = "".join(self._script).strip()
            self._text.append(_raised(script) if is_raised else script)
        self._script = None if is_end else []

    def _read_tex(self, is_end: bool) -> None:
        if self._tex is not None and (tex := _bare_tex("".join(self._tex))):
            # The same formula as MathML may stand before it, or follow.
            del self._text[self._formula_at if self._formula_at is not None else len(self._text) :]
            self._text.append(f"$${tex}$$" if self._is_display else f"${tex}$")
            self._has_tex = self._formula_at is not None
        self._tex = None if is_end else []

    def _read_math(self, is_end: bool) -> None:
        if self._mathml is not None and not self._has_tex:
            self._text.append(_line_of_mathml("".join(self._mathml)))
        self._mathml = None if is_end else []


def _unescape(text: str) -> str:
    """Twice, since depositors escape what their software escapes again."""
    for _ in range(2):
        text = _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)
    return clean_text(text)


def _raised(script: str) -> str:
    """An exponent in plain text: 10⁶, BRAF^V600E; "5th" and "Fmr1-/-" need no sign."""
    if _CAN_BE_RAISED.fullmatch(script):
        return script.translate(_RAISED)
    return script if _NEEDS_NO_SIGN.fullmatch(script) else f"^{script}"


def _bare_tex(source: str) -> str:
    """TeX without its dollars, and without the document some publishers put around it."""
    source = source.rpartition(r"\begin{document}")[2].partition(r"\end{document}")[0].strip()
    for start, end in _TEX_ENDS:
        if source.startswith(start) and source.endswith(end) and len(source) >= len(start + end):
            source = source[len(start) : -len(end)]
            break
    return collapse_space(source)


def _line_of_mathml(source: str) -> str:
    """MathML on one line: TeX where it is annotated so, else x^2, a/b and the like."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    source = _REFERENCE.sub(lambda reference: html.escape(html.unescape(reference[0])), source)
    source = re.sub(r"(</?)[a-z]+:", r"\1", source, flags=re.IGNORECASE)
    try:
        root = etree.fromstring(f"<math>{source}</math>".encode(), parser)
    except etree.XMLSyntaxError:
        return ""
    if root is None:
        return ""
    for annotation in root.iter("annotation"):
        if "tex" in annotation.get("encoding", "") and (tex := _bare_tex(annotation.text or "")):
            return f"${tex}$"
    return collapse_space(_line_of(root))


def _line_of(element: etree._Element) -> str:
    if element.tag in ("annotation", "annotation-xml"):
        return ""
    children = [_line_of(child) for child in element.iterchildren("*")]
    signs = _SIGNS.get(element.tag, ())
    if signs and len(children) == len(signs) + 1:
        grouped = [
            child if len(child) == 1 or child.isalnum() else f"({child})" for child in children
        ]
        base = grouped[0] if element.tag == "mfrac" else children[0]
        return base + "".join(map("".join, zip(signs, grouped[1:], strict=True)))
    return collapse_space(element.text or "") + "".join(children)
