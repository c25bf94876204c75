"""Running TeX text taken apart: formulas and links as atoms, styles as marks, the rest Unicode.

`text.plain` and `text.tex.titles_and_abstracts` put it together again, as plain text and as HTML.
The marks are noncharacters that `clean_text` never lets through, so no text can forge them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from text.tex.accents import untex
from text.tex.delimiters import Maths, split_maths
from text.tex.labels import number_labels, shown_citation, shown_reference
from text.tex.likelihood import DOUBLED_SIGN

_ATOM = "\ufdd1{}\ufdd1"
_ATOM_MARK = re.compile("\ufdd1([0-9]+)\ufdd1")
_STYLE = "\ufdd2{0}\ufdd3{1}\ufdd2/{0}\ufdd3"
_STYLE_MARK = re.compile("\ufdd2(/?[a-z]+)\ufdd3")

_TAGS = {
    "emph": "em", "textit": "em", "textsl": "em", "em": "em", "it": "em", "sl": "em",
    "textbf": "strong", "bf": "strong", "texttt": "code", "tt": "code",
    "textsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
_NO_TAGS = (
    "textsc textrm textsf textup textnormal text mbox hbox underline uline sc rm sf cal frak scr "
    "mathcal mathfrak mathscr mathrm mathsf mathbb mathbf"
)
_NAMES = "|".join(sorted([*_TAGS, *_NO_TAGS.split()], key=len, reverse=True))
_STYLED = re.compile(rf"\\({_NAMES})\s*\{{([^{{}}]*)\}}|\{{\\({_NAMES})\s++([^{{}}]*)\}}")
_NESTED_STYLES = 8
_CITATION = re.compile(
    r"\\(?P<command>[cC]ite[a-z]*|(?:eq|auto|[cC])?ref)\*?\s*"
    r"(?:\[(?P<first>[^\[\]]*)\]\s*)?(?:\[(?P<second>[^\[\]]*)\]\s*)?\{(?P<names>[^{}]*)\}"
)
_VERBATIM = re.compile(r"\\verb\*?([^\sa-zA-Z0-9*])(.{1,300}?)\1")
_FOOTNOTE = re.compile(r"(?<!\s)\s*+\\(?:footnote|thanks)\s*\{([^{}]*)\}")
_NOTHING = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[a-z]{1,20}\*?\}")
_ITEM = re.compile(r"\\item(?![a-zA-Z])\s*")
_LINK = re.compile(
    r"\\url\s*\{([^{}\s]+)\}|\\href\s*\{([^{}\s]+)\}\s*\{([^{}]*)\}|(https?://[^\s<>\"{}|\\^`]+)"
)
_NOT_OF_URL = ".,;:!?'\"”’"


@dataclass(frozen=True)
class TexLink:
    url: str
    text: str


@dataclass(frozen=True)
class Verbatim:
    text: str


Atom = Maths | TexLink | Verbatim


@dataclass(frozen=True)
class Dissected:
    """Text with marks in it, and the atoms that the marks stand for."""

    marked: str
    atoms: list[Atom]

    @property
    def is_plain(self) -> bool:
        """No formula, link or style stands in it."""
        return not self.atoms and "\ufdd2" not in self.marked

    def put_together(self, atom: Callable[[Atom], str], style: Callable[[str], str]) -> str:
        """`atom` shows a formula or a link; `style` is given "em" and "/em" and so on.

        To escape the text, replace `marked` before: marks have nothing to escape.
        """
        text = self.marked
        if "\ufdd2" in text:
            text = _STYLE_MARK.sub(lambda match: style(match[1]), text)
        if not self.atoms:
            return text
        return _ATOM_MARK.sub(lambda match: atom(self.atoms[int(match[1])]), text)


def dissect(text: str) -> Dissected:
    """`text` must come from `clean_text`."""
    if not _may_hold_tex(text):
        return Dissected(text, [])
    atoms: list[Atom] = []

    def keep(atom: Atom) -> str:
        atoms.append(atom)
        return _ATOM.format(len(atoms) - 1)

    marked = "".join(
        keep(piece) if isinstance(piece, Maths) else _with_atoms(piece, keep)
        for piece in split_maths(text)
    )
    if "$\\$" in marked:
        marked = DOUBLED_SIGN.sub("", marked)
    if "ref" in marked:
        formulas = [(one.tex, one.display) for one in atoms if isinstance(one, Maths)]
        marked = _with_references(marked, number_labels(formulas))
    return Dissected(_mark_styles(untex(marked)), atoms)


def _may_hold_tex(text: str) -> bool:
    """Three abstracts of four, and nearly all titles, hold none. One by one, as it is fastest."""
    is_tex = "$" in text or "\\" in text or "~" in text
    return is_tex or "--" in text or "``" in text or "''" in text or "http" in text


def _with_atoms(text: str, keep: Callable[[Atom], str]) -> str:
    if "\\verb" in text:
        text = _VERBATIM.sub(lambda match: keep(Verbatim(match[2])), text)
    return _LINK.sub(lambda match: _link(match, keep), text)


def _link(match: re.Match[str], keep: Callable[[Atom], str]) -> str:
    if match[2]:
        return keep(TexLink(match[2], untex(match[3])))
    url = match[1] or match[4].rstrip(_NOT_OF_URL)
    if match[4] and url.endswith(")") and "(" not in url:
        url = url.rstrip(")")
    rest = match[4].removeprefix(url) if match[4] else ""
    return keep(TexLink(url, url)) + rest


def _with_references(text: str, numbers: Mapping[str, str]) -> str:
    """Those to a labelled display of the text as its number; the others are as citations."""

    def number(match: re.Match[str]) -> str:
        names = [name.strip() for name in match["names"].split(",")]
        if match["command"].lower().startswith("cite") or not numbers.keys() >= set(names):
            return match[0]
        return shown_reference(match["command"], match["names"], numbers)

    return _CITATION.sub(number, text)


def _mark_styles(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ITEM.sub("• ", _NOTHING.sub("", text))
    text = _CITATION.sub(
        lambda match: shown_citation(match["names"], match["first"], match["second"]), text
    )
    for _ in range(_NESTED_STYLES):
        styled = _STYLED.sub(_styled, text)
        if styled == text:
            break
        text = styled
    return _FOOTNOTE.sub(r" (\1)", text)


def _styled(match: re.Match[str]) -> str:
    name, content = match[1] or match[3], match[2] if match[1] else match[4]
    return _STYLE.format(_TAGS[name], content) if name in _TAGS else content
