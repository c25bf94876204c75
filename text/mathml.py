"""Which MathML may stand on our pages, ours and other people's: elements, attributes, values.

A formula must stay in its own box and look like a formula. So nothing moves or overlaps
(`voffset`, negative spaces, boxes without a size), nothing has a colour, a size of its own or a
link, and what remains is bounded. What is not listed is left out; the formula stays.
"""

import re
from collections.abc import Callable

Check = Callable[[str], str | None]  # the value to write, or None to leave the attribute out

_TAGS = (
    "math semantics annotation menclose merror mfrac mi mlabeledtr mmultiscripts mn mo mover "
    "mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd "
    "mtext mtr munder munderover none"
)
TAGS = frozenset(_TAGS.split())

_LENGTH = re.compile(r"([0-9]{1,4}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})(em|ex|px|pt|mu)?")
_IN_EM = {"em": 1.0, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "mu": 1 / 18, None: 1.0}
_VARIANT = re.compile(r"[a-z-]{1,25}")
_LINE_THICKNESS = ("thin", "medium", "thick")
_ENCLOSURES = (
    "actuarial bottom box circle downdiagonalstrike horizontalstrike left longdiv phasorangle "
    "radical right roundedbox top updiagonalarrow updiagonalstrike verticalstrike"
)
_OPERATOR = "accent fence largeop movablelimits separator stretchy symmetric"
_MOST_SPANNED = 50


def _length(most: float) -> Check:
    """A length from 0 to `most` em."""

    def check(value: str) -> str | None:
        match = _LENGTH.fullmatch(value.strip())
        return value if match and float(match[1]) * _IN_EM[match[2]] <= most else None

    return check


def _lengths(most: float) -> Check:
    check = _length(most)

    def check_all(value: str) -> str | None:
        lengths = value.split()[:_MOST_SPANNED]
        return " ".join(lengths) if lengths and all(map(check, lengths)) else None

    return check_all


def _words(allowed: str) -> Check:
    known = frozenset(allowed.split())

    def check(value: str) -> str | None:
        words = value.split()[:_MOST_SPANNED]
        return " ".join(words) if words and known.issuperset(words) else None

    return check


def _count(value: str) -> str | None:
    return value if value.isdecimal() and 1 <= int(value[:9]) <= _MOST_SPANNED else None


def _variant(value: str) -> str | None:
    return value if _VARIANT.fullmatch(value) else None


def _percentage(value: str) -> str | None:
    return value if value in ("50%", "100%") else None  # KaTeX's numbered equations


def _linethickness(value: str) -> str | None:
    return value if value in _LINE_THICKNESS else _length(0.3)(value)


def _rule_colour(value: str) -> str | None:
    return "currentcolor" if value in ("black", "currentcolor") else None  # of `\rule`


_BOOLEAN = _words("true false")
_SIDES = _words("left center right axis top bottom baseline")
_LINES = _words("none solid dashed")
_SPACES: dict[str, Check] = {"lspace": _length(3), "rspace": _length(3)}
_TOKEN: dict[str, Check] = {"mathvariant": _variant}
_ACCENTS: dict[str, Check] = {"accent": _BOOLEAN, "accentunder": _BOOLEAN}
_ALIGNED: dict[str, Check] = {"columnalign": _SIDES, "rowalign": _SIDES}

ATTRIBUTES: dict[str, dict[str, Check]] = {
    "math": {
        "xmlns": _words("http://www.w3.org/1998/Math/MathML"),
        "display": _words("block inline"),
    },
    "annotation": {"encoding": _words("application/x-tex TeX LaTeX application/x-llamapun")},
    "menclose": {"notation": _words(_ENCLOSURES)},
    "mfrac": {"linethickness": _linethickness, "numalign": _SIDES, "denomalign": _SIDES},
    "mi": _TOKEN,
    "mn": _TOKEN,
    "ms": _TOKEN,
    "mtext": _TOKEN,
    "mo": _TOKEN
    | _SPACES
    | {"minsize": _length(5), "maxsize": _length(5)}
    | dict.fromkeys(_OPERATOR.split(), _BOOLEAN)
    | {"form": _words("prefix infix postfix")},
    "mover": _ACCENTS,
    "munder": _ACCENTS,
    "munderover": _ACCENTS,
    "mspace": {
        "width": _length(10),
        "height": _length(3),
        "depth": _length(1),
        "mathbackground": _rule_colour,
    },
    "mstyle": {"displaystyle": _BOOLEAN, "scriptlevel": _words("0 1 2 3")},
    "mtable": _ALIGNED
    | {
        "columnspacing": _lengths(5),
        "rowspacing": _lengths(2),
        "columnlines": _LINES,
        "rowlines": _LINES,
        "frame": _LINES,
        "displaystyle": _BOOLEAN,
        "width": _percentage,
    },
    "mtd": _ALIGNED | {"columnspan": _count, "rowspan": _count, "width": _percentage},
    "mtr": _ALIGNED,
    "mlabeledtr": _ALIGNED,
}


def allowed_value(tag: str, attribute: str, value: str) -> str | None:
    check = ATTRIBUTES.get(tag, {}).get(attribute)
    return check(value) if check else None
