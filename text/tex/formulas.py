"""A formula as a line of plain text, for search, tooltips and page titles."""

import re

from text.marks import normalize
from text.tex.definitions import without_definitions

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega varepsilon vartheta varphi varrho varsigma varpi varkappa "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varGamma varDelta varTheta "
    "varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega"
)
_GREEK_LETTERS = "αβγδεζηθικλμνξπρστυφχψωεϑφϱςϖϰΓΔΘΛΞΠΣΥΦΨΩΓΔΘΛΞΠΣΥΦΨΩ"
_GREEK = dict(zip(_GREEK_NAMES.split(), _GREEK_LETTERS, strict=True))
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "to": "→", "rightarrow": "→", "infty": "∞",
    "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦", "le": "≤", "leq": "≤", "geq": "≥",
    "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡",
    "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈", "subset": "⊂", "subseteq": "⊆", "cup": "∪",
    "cap": "∩", "setminus": "∖", "otimes": "⊗", "oplus": "⊕", "partial": "∂", "nabla": "∇",
    "sum": "∑", "prod": "∏", "int": "∫", "forall": "∀", "exists": "∃", "ell": "ℓ", "hbar": "ℏ",
    "dots": "…", "ldots": "…", "cdots": "…", "circ": "°", "prime": "′", "ast": "*", "star": "⋆",
    "langle": "⟨", "rangle": "⟩", "mid": "|", "perp": "⊥", "parallel": "∥", "lesssim": "≲",
    "gtrsim": "≳", "odot": "⊙", "dagger": "†", "sqrt": "√", "quad": " ", "qquad": " ",
    "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "lvert": "|", "rvert": "|",
    "vert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vee": "∨", "lor": "∨", "wedge": "∧",
    "land": "∧", "neg": "¬", "lnot": "¬", "bigcup": "⋃", "bigcap": "⋂", "bigvee": "⋁",
    "bigwedge": "⋀", "bigoplus": "⨁", "bigotimes": "⨂", "coprod": "∐", "oint": "∮", "iint": "∬",
    "aleph": "ℵ", "emptyset": "∅", "varnothing": "∅", "geqslant": "≥", "leqslant": "≤",
    "succ": "≻", "prec": "≺", "succeq": "⪰", "preceq": "⪯", "asymp": "≍", "cong": "≅",
    "thickapprox": "≈", "sqsubseteq": "⊑", "sqsupseteq": "⊒", "sqcup": "⊔", "sqcap": "⊓",
    "supset": "⊃", "supseteq": "⊇", "subsetneq": "⊊", "nsubseteq": "⊈", "notin": "∉", "ni": "∋",
    "models": "⊨", "vDash": "⊨", "vdash": "⊢", "dashv": "⊣", "top": "⊤", "bot": "⊥", "Re": "ℜ",
    "Im": "ℑ", "wp": "℘", "angle": "∠", "triangle": "△", "Box": "□", "square": "□",
    "diamond": "◇", "Diamond": "◇", "bullet": "•", "div": "÷", "ddagger": "‡", "checkmark": "✓",
    "uparrow": "↑", "downarrow": "↓", "leftrightarrow": "↔", "Leftrightarrow": "⇔", "iff": "⇔",
    "implies": "⇒", "Leftarrow": "⇐", "longrightarrow": "⟶", "longleftarrow": "⟵", "gets": "←",
    "longmapsto": "⟼", "hookrightarrow": "↪", "leadsto": "⇝", "rightsquigarrow": "⇝",
    "rightleftharpoons": "⇌", "uplus": "⊎", "ominus": "⊖", "colon": ":", "coloneqq": "≔",
    "triangleq": "≜", "lbrace": "{", "rbrace": "}", "backslash": "\\", "ddots": "⋱", "vdots": "⋮",
    "smile": "⌣", "infinity": "∞", "degree": "°", "imath": "ı", "jmath": "ȷ", "surd": "√",
}  # fmt: skip
_FONT_SWITCHES = (
    "left right big Big displaystyle rm bf it sf tt sl cal mit frak scr Bbb limits mathcal mathbb "
    "mathbf mathrm mathscr mathfrak mathsf mathit boldsymbol bm"
)
SIGNS = _GREEK | _SIGNS  # of commands without arguments
_MEANINGS = SIGNS | dict.fromkeys(_FONT_SWITCHES.split(), "")
_FUNCTION_NAMES = (
    "log ln lg exp max min sup inf lim limsup liminf sin cos tan arg det dim ker gcd Pr deg hom "
    "sinh cosh tanh arcsin arccos arctan mod bmod"
)
FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "overline": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "underline": "\u0332", "mathring": "\u030a",
}  # fmt: skip
_NOTHING = re.compile(
    r"\\(?:label|[hv]?phantom|[hv]space\*?)\s{0,99}\{[^{}]*\}"
    r"|\\(?:nonumber|notag|xspace|nolimits|textstyle|scriptstyle|displaystyle|protect|allowbreak"
    r"|[bB]ig{1,2}[lrm]?|middle)(?![a-zA-Z])"
)
_EDGE = re.compile(
    r"\\(?:begin|end)\s{0,99}\{[a-zA-Z]{1,20}\*?\}(?:\{[lcr| ]{1,20}\})?|\\\\|(?<!\\)&"
)
_TAG = re.compile(r"\\tag\s{0,99}\{([^{}]*)\}")
_FONT = re.compile(
    r"\\(?:math(?:rm|bf|bb|cal|frak|scr|sf|it|tt|ds|bbm|op|rel|bin|ord)|text[a-z]{0,6}|[mh]box"
    r"|operatorname\*?|bm|boldsymbol|pmb|emph|ensuremath|left|right)\s{0,99}\{([^{}]*)\}"
)
_SWITCHED = re.compile(
    r"\{\\(?:cal|rm|bf|it|sf|tt|sl|mit|frak|scr|Bbb|mathcal|mathbb|mathrm|mathbf)(?![a-zA-Z])\s{0,99}"
    r"([^{}]*)\}"
)
_FRACTION = re.compile(
    r"\\(?:[dtc]?frac|nicefrac|sfrac)\s{0,99}\{([^{}]*)\}\s{0,99}\{([^{}]*)\}"
    r"|\\[dtc]?frac\s{0,99}([0-9a-zA-Z])\s{0,99}([0-9a-zA-Z])"
)
_ROOT = re.compile(r"\\sqrt\s{0,99}(?:\[([^\[\]{}]{0,9})\])?\s{0,99}\{([^{}]*)\}")
_ACCENTED = re.compile(
    rf"\\({'|'.join(_ACCENTS)})(?![a-zA-Z])\s{{0,99}}(?:\{{([^{{}}]*)\}}|([a-zA-Z]))"
)
_BINOMIAL = re.compile(r"\\[dt]?binom\s{0,99}\{([^{}]*)\}\s{0,99}\{([^{}]*)\}")
_MODULO = re.compile(r"\\pmod\s{0,99}\{([^{}]*)\}")
_PARTED = "\ufdd6"  # keeps "\\in\\mathbb{N}" from becoming the command "\\inN"
_NESTED = 8
_GROUPED_SIGN = re.compile(r"\{([,.;:=<>+/-])\}")  # of "1{,}000"
_DOLLAR = re.compile(r"(?<!\\)\$")  # of a formula in a group of text
_NOT = re.compile(r"\\not(?![a-zA-Z])\s{0,9}(?:\\([a-zA-Z]+)|([=<>]))")
_COMMAND = re.compile(r"(?P<before>[a-zA-Z0-9)])?\\(?P<name>[a-zA-Z]+)(?P<blank>[ \t]?)")
_SPACE = re.compile(r"\\[,;:! ]|~")
_ESCAPED = re.compile(r"\\([%&#$_{}])")
_LONE_GROUP = re.compile(r"(?<=[_^])\{(\w{1,3})\}")
_SIMPLE = re.compile(r"\w*|[^\W_]*[_^]\w")


def plain_formula(tex: str) -> str:
    r"""Signs we know become Unicode, everything else stays as it was written.

    >>> plain_formula(r"\alpha_{2} \to \mathcal{O}(n^{k+1})")
    'α_2 →O(n^{k+1})'
    >>> plain_formula(r"\frac{1}{n+1} \log \hat{x}")
    '1/(n+1) log x̂'
    """
    if "{" in tex:
        tex = _GROUPED_SIGN.sub(r"\1", tex)
    if "\\" not in tex and "~" not in tex:
        return " ".join(_LONE_GROUP.sub(r"\1", tex).split())
    tex = without_definitions(tex)
    if "$" in tex:
        tex = _DOLLAR.sub("", tex)
    text = _NOTHING.sub("", tex)
    if "tag" in text:
        text = _TAG.sub(r" (\1)", text)
    text = _EDGE.sub(" ", text)
    for _ in range(_NESTED):
        opened = _opened(text)
        if opened == text:
            break
        text = opened
    text = _COMMAND.sub(_sign, text).replace(_PARTED, "").replace(r"\|", "‖")
    text = _SPACE.sub(" ", text)
    text = _LONE_GROUP.sub(r"\1", text)
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def _opened(text: str) -> str:
    """The innermost groups of commands as what stands in them."""
    text = _SWITCHED.sub(rf"{_PARTED}\1", _LONE_GROUP.sub(r"\1", text))
    text = _FONT.sub(rf"{_PARTED}\1", text)
    return open_groups(text)


def open_groups(text: str) -> str:
    """Accents, fractions and roots, also of formulas that stand in text without dollars."""
    text = _ACCENTED.sub(_accented, text)
    if "\\not" in text:
        text = _NOT.sub(_negated, text)
    # Most formulas have none of these; to look for a word is much quicker than an expression.
    if "pmod" in text or "binom" in text:
        text = _BINOMIAL.sub(r"(\1 \2)", _MODULO.sub(r" (mod \1)", text))
    if "frac" in text:
        text = _FRACTION.sub(_fraction, text)
    if "sqrt" in text:
        text = _ROOT.sub(lambda match: f"{match[1] or ''}√{_grouped(match[2])}", text)
    return text


def _accented(match: re.Match[str]) -> str:
    base = (match[2] if match[2] is not None else match[3]).strip(f"{_PARTED} ")
    if len(base) != 1:
        return base
    return normalize("NFC", base + _ACCENTS[match[1]])


def _negated(match: re.Match[str]) -> str:
    sign = match[2] or SIGNS.get(match[1])
    return match[0] if sign is None else normalize("NFC", f"{sign}\u0338")


def _fraction(match: re.Match[str]) -> str:
    above, below = (match[1], match[2]) if match[1] is not None else (match[3], match[4])
    return f"{_grouped(above)}/{_grouped(below)}"


def _grouped(text: str) -> str:
    text = text.strip(f"{_PARTED} ")
    return text if _SIMPLE.fullmatch(text) or _COMMAND.fullmatch(text) else f"({text})"


def _sign(match: re.Match[str]) -> str:
    """A function's name keeps its distance from what stands beside it."""
    before, name = match["before"] or "", match["name"]
    if name in FUNCTIONS:
        return f"{before}{' ' if before else ''}{name}{match['blank']}"
    return before + _MEANINGS[name] if name in _MEANINGS else match.group()
