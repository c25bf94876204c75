"""Signs that sources write as names: `&beta;`, escaped once or often, and Highwire's `{beta}`."""

import html
import re

from text.tex.formulas import SIGNS

# Only with its semicolon: "R&D" and "AT&Titles" are no references.
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MOST_ESCAPES = 4  # depositors escape what their software escapes again, and so on
_NAMES = {
    "+/-": "±", "-/+": "∓", "+-": "±", "degrees": "°", "degree": "°", "deg": "°", "micro": "µ",
    "middle dot": "·", "middot": "·", "centerdot": "·", "bullet": "•", "approximately": "≈",
    "thickapprox": "≈", "congruent": "≅", "cong": "≅", "geqslant": "≥", "leqslant": "≤",
    ">=": "≥", "<=": "≤", "infinity": "∞", "->": "→", "<-": "←", "rarr": "→", "larr": "←",
    "harr": "↔", "uarr": "↑", "darr": "↓", "uparrow": "↑", "downarrow": "↓", "Prime": "″",
    "leftrightarrow": "↔", "leftrightarrows": "⇆", "rightleftharpoons": "⇌", "Angstrom": "Å",
    "angstrom": "Å", "A ring": "Å", "per thousand": "‰", "permil": "‰", "square": "□",
    "inverted question mark": "¿", "section": "§", "copyright": "©", "registered": "®",
    "trademark": "™", "surd": "√", "radical": "√", "half": "½", "frac12": "½", "ddagger": "‡",
    "Alpha": "Α", "Beta": "Β", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η", "Iota": "Ι", "Kappa": "Κ",
    "Mu": "Μ", "Nu": "Ν", "Rho": "Ρ", "Tau": "Τ", "Chi": "Χ", "omicron": "ο", "varsigma": "ς",
    "varrho": "ϱ", "varpi": "ϖ", "varkappa": "ϰ", "euro": "€", "pound": "£", "yen": "¥",
    "acute": "´", "ang": "∠", "angle": "∠", "triangle": "△", "diamond": "◇", "divide": "÷",
    "div": "÷", "minus": "−", "plus": "+", "there4": "∴", "empty": "∅", "emptyset": "∅",
    "whitebullet": "◦", "blackbullet": "•", "triangleup": "▵", "triangledown": "▿",
    "inverted exclamation": "¡", "paragraph": "¶", "gtrsim": "≳", "lesssim": "≲",
}  # fmt: skip
_RAISED = dict(zip("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", strict=True))
_NAMES |= {f"superscript {sign}": raised for sign, raised in _RAISED.items()}
_WORDS = frozenset({"in", "to", "cup", "cap", "mid", "star", "circ", "sim", "it", "sum", "int"})
_SYMBOLS = {name: sign for name, sign in SIGNS.items() if sign.strip() and name not in _WORDS}
_SYMBOLS |= _NAMES
# After a command (`\frac{alpha}`) it is TeX.
_BRACED = re.compile(
    r"(\\[a-zA-Z]{1,30}\s{0,3})?\{{1,2}([A-Za-z+<>=/-][A-Za-z0-9 +<>=/-]{1,23})\}{1,2}"
)
_BRACKETED = re.compile(rf"\[(&(?:amp;){{0,3}}{REFERENCE.pattern[1:]})\]")


def read_bracketed(text: str) -> str:
    """Highwire's references in brackets, before any others are read.

    >>> read_bracketed("r [&ge;] 0.2 in [a&b]")
    'r ≥ 0.2 in [a&b]'
    """
    return _BRACKETED.sub(_bracketed, text) if "[&" in text else text


def read_braced(text: str) -> str:
    """Highwire's names in braces, in text without formulas.

    >>> read_braced("TGF-{beta} at 37{degrees}C and {a, b}")
    'TGF-β at 37°C and {a, b}'
    """
    return _BRACED.sub(_braced, text) if "{" in text else text


def unescape(text: str) -> str:
    """Character references resolved, however often they were escaped."""
    for _ in range(_MOST_ESCAPES):
        unescaped = REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)
        if unescaped == text:
            break
        text = unescaped
    return text


def _bracketed(match: re.Match[str]) -> str:
    sign = unescape(match[1])
    return match[0] if "&" in sign else sign


def _braced(match: re.Match[str]) -> str:
    sign = None if match[1] else _SYMBOLS.get(match[2])
    return match[0] if sign is None else sign
