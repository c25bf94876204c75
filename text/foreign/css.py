"""What the `style` attribute of an element declares, of the little that can hide its words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color4 import parse_color

Token = Any  # of tinycss2, which has no types
Tokens = Sequence[Token]
Rgba = tuple[float, float, float, float]  # each from 0 to 1

LONGEST_STYLE = 2_000  # characters
_CSS_WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "currentcolor"})
_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945,
    "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 10.0, "%": 10.0, "": 1.0,
}  # fmt: skip
_DISPLAYS = (
    "none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row "
    "table-cell table-caption table-row-group table-header-group table-footer-group table-column "
    "table-column-group list-item contents flow flow-root ruby math -webkit-box "
    "-webkit-inline-box -webkit-flex run-in"
)
_MAY_HIDE = re.compile(
    r"\\|disp|visi|opac|colo|back|font|clip|filt|over|transf|transl|scale|zoom|margin|indent|left"
    r"|top|right|bottom|inset|hide|content",
    re.IGNORECASE,
)
_WORDS = {  # of properties whose other values a browser does not understand, and leaves out
    "visibility": frozenset({"visible", "hidden", "collapse"}),
    "display": frozenset(_DISPLAYS.split()),
}
_COLOURS = frozenset({"color", "background-color", "-webkit-text-fill-color"})
_SIZES = "xx-small x-small small medium large x-large xx-large xxx-large smaller larger math"
_UNKNOWN_COLOURS = frozenset({"var", "env", "color-mix", "light-dark"})
_LIGHTEST = {"lab": 100.0, "lch": 100.0, "oklab": 1.0, "oklch": 1.0}  # read as shades of grey
_CALCULATIONS = frozenset({"calc", "min", "max", "clamp"})


@dataclass(frozen=True, slots=True)
class Length:
    number: float
    unit: str  # "%" and "" too

    @property
    def pixels(self) -> float:
        """About so many, in letters and on a page of usual size."""
        return self.number * _PIXELS.get(self.unit, 1.0)


def declarations(style: str) -> Mapping[str, tuple[Token, ...]]:
    """The values a browser would take, by their properties, in lower case.

    Nothing where none of them could hide anything, as in most posts.
    """
    return _declarations(style) if _MAY_HIDE.search(style) else {}


@lru_cache(maxsize=4096)
def _declarations(style: str) -> Mapping[str, tuple[Token, ...]]:
    parsed = tinycss2.parse_blocks_contents(
        style[:LONGEST_STYLE], skip_comments=True, skip_whitespace=True
    )
    found = [one for one in parsed if one.type == "declaration"]
    values: dict[str, tuple[Token, ...]] = {}
    for one in sorted(found, key=lambda one: bool(one.important)):
        value = tuple(_meaningful(one.value))
        if value and _is_understood(one.lower_name, value):
            values[one.lower_name] = value
    return values


def word(value: Tokens | None) -> str:
    """A value of one word; "" for any other."""
    if value and len(value) == 1 and value[0].type == "ident":
        return str(value[0].lower_value)
    return ""


def words(value: Tokens) -> Iterator[str]:
    return (str(one.lower_value) for one in value if one.type == "ident")


def functions(value: Tokens | None) -> Iterator[tuple[str, list[Token]]]:
    """The names and arguments of `scale(0) translateX(1px)`, without their commas."""
    for one in value or ():
        if one.type == "function":
            yield one.lower_name, _without_commas(one.arguments)


def lengths(value: Tokens | None) -> list[Length]:
    found = (length(one) for one in value or ())
    return [one for one in found if one is not None]


def length(token: Token) -> Length | None:
    """Of a number, a percentage, or a calculation in which only one of these stands."""
    if token.type == "dimension":
        return Length(token.value, token.lower_unit)
    if token.type in ("number", "percentage"):
        return Length(token.value, "%" if token.type == "percentage" else "")
    if token.type == "function" and token.lower_name in _CALCULATIONS:
        found = lengths(list(_meaningful(token.arguments)))
        return found[0] if len(found) == 1 else None
    return None


def colour(token: Token | str) -> Rgba | None:
    for name, arguments in functions(() if isinstance(token, str) else (token,)):
        if name == "light-dark" and arguments:
            return colour(arguments[0])
    parsed = parse_color(token)
    if parsed is None or isinstance(parsed, str):
        return None
    if parsed.space in _LIGHTEST:
        red = green = blue = (parsed.coordinates[0] or 0.0) / _LIGHTEST[parsed.space]
    else:
        try:
            red, green, blue = parsed.to("srgb").coordinates
        except (ValueError, NotImplementedError, TypeError):
            return None
    return (_within(red), _within(green), _within(blue), _within(parsed.alpha))


def named_colour(name: str) -> Rgba | None:
    """Of an attribute: `color="white"`, `bgcolor="FFFFFF"`."""
    return colour(name.strip()) or colour(f"#{name.strip()}")


def over(front: Rgba, behind: Rgba) -> Rgba:
    alpha = front[3]
    red, green, blue = (alpha * front[i] + (1 - alpha) * behind[i] for i in range(3))
    return (red, green, blue, 1.0)


def contrast(one: Rgba, other: Rgba) -> float:
    """From 1 for the same brightness to 21 for black on white, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgba) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _within(part: float | None) -> float:
    return min(max(part or 0.0, 0.0), 1.0)


def _meaningful(tokens: Tokens) -> Iterator[Token]:
    return (one for one in tokens if one.type not in ("whitespace", "comment"))


def _without_commas(tokens: Tokens) -> list[Token]:
    return [one for one in _meaningful(tokens) if one.type != "literal"]


def _is_understood(name: str, value: Tokens) -> bool:
    """A browser keeps to what stood before a value it does not understand."""
    first = word(value)
    if first in _CSS_WIDE or any(True for name, _ in functions(value) if name == "var"):
        return True
    if name in _WORDS:
        return all(one.type == "ident" and one.lower_value in _WORDS[name] for one in value)
    if name in _COLOURS:
        named = {function for function, _ in functions(value)}
        return len(value) == 1 and bool(parse_color(value[0]) or named & _UNKNOWN_COLOURS)
    if name == "opacity":
        return len(value) == 1 and length(value[0]) is not None
    if name == "font-size":
        return len(value) == 1 and (first in _SIZES.split() or _is_size(value[0]))
    return True


def _is_size(token: Token) -> bool:
    found = length(token)
    return found is not None and found.number >= 0 and (found.unit != "" or found.number == 0)
