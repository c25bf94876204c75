"""Titles and abstracts in JATS or HTML, to plain text with its formulas as TeX.

No parser of markup reads them: depositors send plain text ("a<b and c>d"), markup, escaped
markup, and all of these in one field. What is not a tag we know stays as it is.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lxml import etree

from ingest.parsing.references import REFERENCE, read_braced, read_bracketed, unescape
from text.foreign.visibility import Visibility, is_too_much
from text.plain import clean_text, collapse_space
from text.tex.delimiters import find_maths, split_maths

LONGEST_MARKUP = 200_000  # characters; the longest real abstract is far below

_HTML = (
    "a abbr b big blockquote br caption center cite code dd del dialog div dl dt em figcaption "
    "figure font h[1-6] hr i img ins kbd li mark ol p pre q s samp script section small span "
    "strike strong style sub sup table tbody td th thead tr tt u ul var wbr"
)
_JATS = (
    "abstract alternatives article-title bold boxed-text break caption disp-formula disp-quote "
    "email equationsource emphasis ext-link fig fn formula graphic inf inline-formula "
    "inline-graphic inlineequation italic label list list-item monospace named-content overline "
    "para roman sans-serif sc scp sec simple-para styled-content subscript superscript table-wrap "
    "tex tex-math title trans-abstract underline uri xref"
)
_TAG_NAME = (
    f"(?:(?:jats|mml|ce|xhtml):[a-z][a-z0-9-]*|math|{'|'.join((_HTML + ' ' + _JATS).split())})"
)
# "<b and c>" has none
_ATTRIBUTES = r"(?:\s[^<>=]{1,100}=[^<>]{0,2000}|\s{1,9}(?:hidden|open)\s{0,9}|\s{0,9})"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{_TAG_NAME})(?P<attributes>{_ATTRIBUTES})/?>", re.IGNORECASE
)
_ESCAPED_TAG = re.compile(
    rf"&(?:amp;)*lt;(/?{_TAG_NAME}(?:\s[^<>&=]{{1,100}}=[^<>]{{0,300}}?|\s?)/?)&(?:amp;)*gt;",
    re.IGNORECASE,
)
# Of tags, references, names in braces, and line ends as text; most names and titles have none.
_MAYBE_MARKED = re.compile(r"[<&{\\]")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z][\w:-]{0,40})\s{0,3}=\s{0,3}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_BARE_ATTRIBUTE = re.compile(r"\s(hidden|open)(?=\s|\Z)", re.IGNORECASE)
_COMMENT_ENDS = (("<!--", "-->"), ("<?xml", "?>"), ("<!DOCTYPE", ">"))
_CDATA_MARKS = re.compile(r"<!\[CDATA\[|\]\]>")
# Some depositors' software loses the blanks on both sides of a word in italics.
_SQUEEZED = re.compile(
    r"(?<=[a-z])(<((?:jats:)?(?:italic|i|em))>[^<]{3,100}</\2>)(?=[a-z])", re.IGNORECASE
)
_LINE_END_AS_TEXT = re.compile(r"(?:\\r)?\\n(?=[A-Z\s]|$)")
_NO_TEXT = frozenset({"script", "style"})
_NEED_NO_END = frozenset(
    {"br", "break", "graphic", "hr", "img", "inline-graphic", "li", "p", "wbr"}
)
_BLOCK_NAMES = (
    "abstract blockquote br break caption dd disp-quote div dl dt figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr li list list-item ol p para pre sec section simple-para table title tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADING_OF_ALL = frozenset({"abstract", "abstract:", "summary", "summary:", "abstract/summary"})
_SCRIPTS = {
    "sub": "sub", "inf": "sub", "subscript": "sub",
    "sup": "sup", "superscript": "sup",
}  # fmt: skip
_FORMULAS = frozenset({"inline-formula", "disp-formula", "inlineequation", "formula"})
_TEX = frozenset({"tex-math", "tex"})
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


def plain_line(markup: str, *, keeps_lone_tags: bool = False) -> str:
    """A title or a name, on one line."""
    return collapse_space(plain_paragraphs(markup, keeps_lone_tags=keeps_lone_tags))


def plain_paragraphs(markup: str, *, keeps_lone_tags: bool = False) -> str:
    """An abstract: paragraphs parted by a blank line, its own heading "Abstract" left out."""
    text = without_markup(markup, keeps_lone_tags=keeps_lone_tags)
    if "\n" not in text:
        return collapse_space(text)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = _LINE_BEFORE_PUNCTUATION.sub("", text)
    blocks = list(filter(None, map(collapse_space, _BLANK_LINE.split(text))))
    if len(blocks) > 1 and blocks[0].lower() in _HEADING_OF_ALL:
        del blocks[0]
    return "\n\n".join(blocks)


def without_markup(markup: str, *, keeps_lone_tags: bool = False, has_symbols: bool = True) -> str:
    """Tags and references read, a blank line between blocks, other white space as it was.

    keeps_lone_tags: what could be a tag but has no end is a word: "the <b> element". has_symbols:
    Highwire's names in braces are signs; in TeX they are not.
    """
    markup = clean_text(markup[:LONGEST_MARKUP])
    if not _MAYBE_MARKED.search(markup):
        return clean_text(markup)
    markup = _without_comments(markup)
    markup = _ESCAPED_TAG.sub(_bare_tag, markup)
    markup = _SQUEEZED.sub(r" \1 ", markup)
    reader = _Reader(has_symbols=has_symbols)
    position = 0
    tags = _tags(markup)
    ends = _ends_of(tags)
    unseen = _unseen(markup, tags, ends)
    for number, tag in enumerate(tags):
        if keeps_lone_tags and number not in ends and tag["name"].lower() not in _NEED_NO_END:
            continue
        if number - 1 not in unseen.texts:
            reader.read_text(markup[position : tag.start()])
        position = tag.end()
        if number not in unseen.tags:
            name = tag["name"].lower().rpartition(":")[2]
            reader.read_tag(name, is_end=bool(tag["end"]), source=tag[0])
    if len(tags) - 1 not in unseen.texts:
        reader.read_text(markup[position:])
    return reader.finished()


def _without_comments(markup: str) -> str:
    if "<!" not in markup and "<?" not in markup:
        return markup
    for start, end in _COMMENT_ENDS:
        kept, position = [], 0
        while (opened := markup.find(start, position)) >= 0:
            closed = markup.find(end, opened)
            if closed < 0:
                break
            kept.append(markup[position:opened])
            position = closed + len(end)
        markup = "".join([*kept, markup[position:]])
    return _CDATA_MARKS.sub("", markup)


def _bare_tag(match: re.Match[str]) -> str:
    return f"<{html.unescape(html.unescape(match[1]))}>"


def _tags(markup: str) -> list[re.Match[str]]:
    """All tags but those that are signs of a formula: "$a<b>c$"."""
    found = list(_TAG.finditer(markup))
    if not found or "$" not in markup:
        return found
    in_formulas: set[int] = set()
    for formula in find_maths(markup):
        if "</" not in markup[formula.start : formula.end]:
            in_formulas.update(range(formula.start, formula.end))
    return [tag for tag in found if tag.start() not in in_formulas]


def _ends_of(tags: list[re.Match[str]]) -> dict[int, int]:
    """The number of each tag that has a partner: its end for a start, and the other way round."""
    partners: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        name = tag["name"].lower()
        if not tag["end"]:
            opened.setdefault(name, []).append(number)
        elif opened.get(name):
            start = opened[name].pop()
            partners |= {start: number, number: start}
    return partners


@dataclass(frozen=True)
class _Unseen:
    """The numbers of tags, and of those behind which the text is hidden."""

    tags: set[int]
    texts: set[int]


def _unseen(markup: str, tags: list[re.Match[str]], ends: dict[int, int]) -> _Unseen:
    """Scripts, and what a reader of the source does not see, unless that is too much."""
    scripts = _hidden_by(_within_script, tags, ends)
    if not any(tag["attributes"].strip() or tag["name"].lower() == "dialog" for tag in tags):
        return scripts
    hidden = _hidden_by(_within, tags, ends)
    texts = hidden.texts - scripts.texts
    shown = [number for number in range(-1, len(tags)) if number not in hidden.texts]
    count = _characters(markup, tags, texts)
    if is_too_much(count, count + _characters(markup, tags, shown)):
        return scripts
    return hidden


def _hidden_by(
    within: Callable[[Visibility, re.Match[str]], Visibility],
    tags: list[re.Match[str]],
    ends: dict[int, int],
) -> _Unseen:
    unseen = _Unseen(set(), set())
    opened: list[tuple[int, Visibility]] = [(len(tags), Visibility())]  # the number of the end tag
    for number, tag in enumerate(tags):
        end = ends.get(number, number)
        if end > number:
            opened.append((end, within(opened[-1][1], tag)))
        if opened[-1][1].hides_words:
            unseen.tags.add(number)
        while opened[-1][0] <= number:
            opened.pop()
        if opened[-1][1].hides_words:
            unseen.texts.add(number)
    return unseen


def _within_script(visibility: Visibility, tag: re.Match[str]) -> Visibility:
    return replace(visibility, is_gone=visibility.is_gone or tag["name"].lower() in _NO_TEXT)


def _within(visibility: Visibility, tag: re.Match[str]) -> Visibility:
    visibility = _within_script(visibility, tag)
    if not tag["attributes"].strip() and tag["name"].lower() != "dialog":
        return visibility
    attributes = {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(tag["attributes"])
    }
    attributes |= dict.fromkeys(map(str.lower, _BARE_ATTRIBUTE.findall(tag["attributes"])), "")
    return visibility.within(tag["name"].lower(), attributes)


def _characters(markup: str, tags: list[re.Match[str]], texts: Iterable[int]) -> int:
    starts = [tag.start() for tag in tags] + [len(markup)]
    pieces = (markup[tags[one].end() if one >= 0 else 0 : starts[one + 1]] for one in texts)
    return sum(len("".join(piece.split())) for piece in pieces)


class _Reader:
    """Collects text tag by tag; scripts and formulas apart, to be added where they end."""

    def __init__(self, *, has_symbols: bool) -> None:
        self._has_symbols = has_symbols
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
        if self._tex is not None:
            self._tex.append(clean_text(unescape(source)))
        else:
            (self._text if self._script is None else self._script).append(self._plain(source))

    def _plain(self, source: str) -> str:
        text = clean_text(unescape(read_bracketed(source)))
        if not self._has_symbols or not ("{" in text or "\\n" in text):
            return text
        return "".join(
            _LINE_END_AS_TEXT.sub("\n", read_braced(piece))
            if isinstance(piece, str)
            else text[piece.start : piece.end]
            for piece in split_maths(text)
        )

    def read_tag(self, name: str, *, is_end: bool, source: str) -> None:
        if name == "math":
            self._read_math(is_end)
        elif self._mathml is not None:
            self._mathml.append(source)
        elif name in _TEX or (name == "equationsource" and (is_end or "tex" in source.lower())):
            self._read_tex(is_end)
        elif name in _FORMULAS:
            self._is_display, self._has_tex = name == "disp-formula", False
            self._formula_at = None if is_end else len(self._text)
        elif name in _SCRIPTS:
            self._read_script(is_end, is_raised=_SCRIPTS[name] == "sup")
        elif name in _BLOCKS:
            self._read_script(is_end=True, is_raised=False)
            self._text.append("\n\n")

    def finished(self) -> str:
        """What was read; an element without an end ends here."""
        self._read_math(is_end=True)
        self._read_tex(is_end=True)
        self._read_script(is_end=True, is_raised=False)
        return "".join(self._text)

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
    source = REFERENCE.sub(lambda reference: html.escape(html.unescape(reference[0])), source)
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
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    if Visibility().within(str(element.tag), attributes).hides_words:
        return ""
    children = [_line_of(child) for child in element.iterchildren("*")]
    signs = _SIGNS.get(element.tag, ())
    if signs and len(children) == len(signs) + 1:
        grouped = [
            child if len(child) == 1 or child.isalnum() else f"({child})" for child in children
        ]
        base = grouped[0] if element.tag == "mfrac" else children[0]
        return base + "".join(map("".join, zip(signs, grouped[1:], strict=True)))
    line = collapse_space(element.text or "") + "".join(children)
    if element.tag != "msqrt":
        return line
    return f"√{line}" if len(line) == 1 or line.isdigit() else f"√({line})"
