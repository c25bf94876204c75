"""TeX's accents, signs and dashes in running text, as Unicode."""

import re

from text.marks import normalize
from text.tex.formulas import FUNCTIONS, SIGNS, open_groups

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ",
    "ng": "ŋ", "NG": "Ŋ", "i": "ı", "j": "ȷ",
}  # fmt: skip
_SIGNS = {
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "dag": "†", "ddag": "‡", "ldots": "…",
    "dots": "…", "textendash": "–", "textemdash": "—", "textbackslash": "\\", "degree": "°",
    "textasciitilde": "~", "textasciicircum": "^", "textregistered": "®", "texttrademark": "™",
    "textdegree": "°", "textmu": "µ", "textquoteright": "’", "textquoteleft": "‘", "quad": " ",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "par": "\n\n", "newline": " ",
    "linebreak": " ", "noindent": "", "qquad": " ", "textgreater": ">", "textless": "<",
    "textbar": "|", "texteuro": "€", "euro": "€", "textbullet": "•", "textellipsis": "…",
    "textperiodcentered": "·", "textunderscore": "_", "textquotedbl": '"', "textpm": "±",
    "textquotesingle": "'", "texttimes": "×", "textonehalf": "½", "textsection": "§",
    "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "slash": "/",
    "textquotedblleft": "“", "textquotedblright": "”", "LaTeXe": "LaTeX2ε", "XeTeX": "XeTeX",
    "etal": "et al.", "ie": "i.e.", "eg": "e.g.", "textnumero": "№", "textexclamdown": "¡",
    "textquestiondown": "¿", "textasciiacute": "´", "textacutedbl": "˝", "SS": "ẞ",
}  # fmt: skip
_LAYOUT = (
    "smallskip medskip bigskip centering small footnotesize scriptsize normalsize large Large "
    "LARGE huge tiny xspace protect hfill newpage clearpage maketitle indent raggedright relax "
    "break nobreak allowbreak thinspace selectfont bfseries itshape mdseries normalfont "
    "upshape rmfamily"
)
_MEANINGS = _SIGNS | dict.fromkeys(_LAYOUT.split(), "")
_OF_MATHS = SIGNS | {name: name for name in FUNCTIONS}
_SPACING = re.compile(
    r"\\(?:[hv]space|vskip|hskip)\*?\s{0,9}\{[^{}]*\}|\\(?:[-/!@]|[bB]ig{1,2}[lrm]?(?![a-zA-Z]))"
)
# \'e  \'{e}  \'\i  \c{c}  \c c  \v{\i}
_ACCENT_CORE = (
    r"""\\(?:(?P<mark>[`'^~=."])\s*+|(?P<letter>[uvHcdbkrt])(?:\s++|(?=[{\\])))"""
    r"""(?P<brace>\{)?\s*(?:\\(?P<dotless>[ij])(?![a-zA-Z])|(?P<base>[^\W\d_]))"""
    # After a dotless letter a blank is part of the command: "Mar\'\i a", but "Jord\'\i Gil".
    r"""(?(brace)\s*\}|(?(dotless)(?:[ \t]+(?!(?:and|de|del|et|i|y)\b)(?=[a-z\u00df-\u00ff]))?))"""
)
_BRACED_ACCENT = re.compile(r"\{" + _ACCENT_CORE + r"\}")
_ACCENT = re.compile(_ACCENT_CORE)
_ENDS_IN_COMMAND = re.compile(r"\\[uvHcdbkrt]\Z")
_MOST_ACCENTS = 3
_COMMAND = re.compile(
    r"(?P<of>\\[a-zA-Z]{1,30}\s{0,3})?\{\\(?P<braced>[a-zA-Z]+)\s*\}"
    r"|\\(?P<name>[a-zA-Z]+)(?P<blanks>\{\}|[ \t]+)?"
)
_TRANSPARENT = re.compile(
    r"\\texorpdfstring\s{0,9}\{([^{}]*)\}\s{0,9}\{[^{}]*\}|\\ensuremath\s{0,9}\{([^{}]*)\}"
)
_ESCAPED = re.compile(r"\\([&%#_{}$])")
_SPACES = re.compile(r"\\[ ,;:\n]|\\\\(?:\[[^\]\n]{0,20}\])?")
_TIE = re.compile(r"(?<=[^\s~])~(?=[^\s~])")
_DASHES_AND_QUOTES = ((r"---", "—"), (r"--", "–"), ("``", "“"), ("''", "”"))


def untex(text: str) -> str:
    """Running text (no formulas) with its TeX accents and signs as Unicode.

    Commands we do not know stay as they are. A `~` between two words is a space; before a
    number ("~10 GeV") it means "about" and stays.
    """
    if not _has_tex(text):
        return text
    # Vietnamese letters have two, one command within or behind the other.
    for _layer in range(_MOST_ACCENTS if "\\" in text else 0):
        before = text
        text = _ACCENT.sub(_accented, _BRACED_ACCENT.sub(_unbraced, text))
        if text == before:
            break
    if "\\" in text:
        text = _SPACING.sub("", text)
        text = _COMMAND.sub(_signed, text)
        if "$" not in text:  # else a formula is in it, as in some names
            text = _COMMAND.sub(_signed_as_maths, open_groups(text))
        text = _TRANSPARENT.sub(lambda match: match[1] or match[2] or "", text)
        text = _SPACES.sub(" ", text)
    if "~" in text:
        text = _TIE.sub(" ", text)
    for tex, sign in _DASHES_AND_QUOTES:
        text = text.replace(tex, sign)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _has_tex(text: str) -> bool:
    return any(sign in text for sign in ("\\", "~", "--", "``", "''"))


def _unbraced(match: re.Match[str]) -> str:
    """A letter command needs the braces: \\d{\\^e} would become a command of another name."""
    letter = _accented(match)
    is_argument = _ENDS_IN_COMMAND.search(match.string, max(0, match.start() - 2), match.start())
    return f"{{{letter}}}" if is_argument else letter


def _accented(match: re.Match[str]) -> str:
    base: str = match["dotless"] or match["base"]
    if base in "ij" and match["mark"] == ".":  # the dot that they have anyway
        return base
    return normalize("NFC", base + _COMBINING[match["mark"] or match["letter"]])


def _signed(match: re.Match[str]) -> str:
    """A letter swallows the blanks after its command, as in `S\\o ren`."""
    name = match["braced"] or match["name"]
    if name in _LETTERS:
        return _within(match, _LETTERS[name])
    return _within(match, _MEANINGS[name] + _blanks(match)) if name in _MEANINGS else match.group()


def _signed_as_maths(match: re.Match[str]) -> str:
    """Of a formula without dollars: "\\lambda-calculus", "\\Omega(n \\log n)"."""
    name = match["braced"] or match["name"]
    return _within(match, _OF_MATHS[name] + _blanks(match)) if name in _OF_MATHS else match.group()


def _blanks(match: re.Match[str]) -> str:
    return "" if match["blanks"] in (None, "{}") else match["blanks"]


def _within(match: re.Match[str], sign: str) -> str:
    """The braces stay where they belong to a command before them: "\\emph{\\ss}"."""
    return f"{match['of']}{{{sign}}}" if match["of"] else sign
