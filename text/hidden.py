"""Which elements of HTML a reader of the original cannot see."""

import re
from collections.abc import Iterable, Mapping

_CLASSES = frozenset({"sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden"})
_SMALLEST_FONT = {"px": 3.0, "pt": 3.0, "em": 0.2, "rem": 0.2, "ex": 0.4, "%": 20.0, "": 0.0}
_FAINTEST = 0.1  # opacity
_LENGTH = re.compile(r"(-?[0-9]*\.?[0-9]+)\s*([a-z%]*)")
_WHITE = frozenset(
    {"white", "#fff", "#ffff", "#ffffff", "#ffffffff", "#fefefe", "rgb(255,255,255)"}
    | {"rgba(255,255,255,1)", "hsl(0,0%,100%)", "snow", "ivory"}
)
_TRANSPARENT = re.compile(r"transparent|(?:rgb|hsl)a?\([^()]*[,/]0(?:\.0*)?%?\)|#[0-9a-f]{6}00")
_NO_BACKGROUND = _WHITE | {"", "none", "transparent", "inherit", "initial", "unset"}
_GONE = frozenset(
    {("display", "none"), ("visibility", "hidden"), ("visibility", "collapse")}
    | {("mso-hide", "all"), ("content-visibility", "hidden")}
)
_FAR_AWAY = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
_FAR_PIXELS = -900.0
_NOTHING_LEFT = re.compile(r"scale\(0(?:\.0*)?\)|inset\((?:50|100)%\)|rect\(0[^1-9]*\)")


def is_hidden(attributes: Mapping[str, str], backgrounds: Iterable[str] = ()) -> bool:
    """Whether these attributes keep an element from being seen.

    backgrounds: the colours behind it, of the elements around it, "" where none is named: white
    letters are hidden on white only.
    """
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if not _CLASSES.isdisjoint((attributes.get("class") or "").split()):
        return True
    style = declarations(attributes.get("style") or "")
    if any(item in _GONE for item in style.items()):
        return True
    if _is_tiny(style) or _is_away(style):
        return True
    colour = style.get("color") or (attributes.get("color") or "").lower().replace(" ", "")
    return bool(colour) and _has_no_contrast(colour, [background_of(attributes), *backgrounds])


def background_of(attributes: Mapping[str, str]) -> str:
    """The colour or picture an element puts behind its letters; "" for none."""
    style = declarations(attributes.get("style") or "")
    named = style.get("background-color") or style.get("background") or ""
    return named or (attributes.get("bgcolor") or "").lower().replace(" ", "")


def declarations(style: str) -> dict[str, str]:
    """The properties of a `style` attribute, in lower case and without blanks."""
    parts = (part.partition(":") for part in style[:2000].split(";"))
    return {
        name.strip().lower(): "".join(value.lower().replace("!important", "").split())
        for name, colon, value in parts
        if colon
    }


def _is_tiny(style: Mapping[str, str]) -> bool:
    size, unit = _length(style.get("font-size", ""))
    if size is not None and size <= _SMALLEST_FONT.get(unit, -1.0):
        return True
    opacity, unit = _length(style.get("opacity", ""))
    if opacity is not None and opacity <= (_FAINTEST * 100 if unit == "%" else _FAINTEST):
        return True
    is_cut = style.get("overflow", "") in ("hidden", "clip")
    sides = (_length(style.get(side, ""))[0] for side in ("height", "width", "max-height"))
    return is_cut and any(side is not None and side <= 1 for side in sides)


def _is_away(style: Mapping[str, str]) -> bool:
    if any(
        _NOTHING_LEFT.search(style.get(name, "")) for name in ("transform", "clip", "clip-path")
    ):
        return True
    lengths = (_length(style.get(name, "")) for name in _FAR_AWAY)
    return any(
        length is not None
        and length * (10 if unit in ("em", "rem", "%", "vw") else 1) <= _FAR_PIXELS
        for length, unit in lengths
    )


def _has_no_contrast(colour: str, backgrounds: list[str]) -> bool:
    if _TRANSPARENT.fullmatch(colour):
        return True
    behind = next((one for one in backgrounds if one not in ("", "none", "transparent")), "")
    if colour in _WHITE:
        return behind in _NO_BACKGROUND
    return bool(behind) and colour == behind


def _length(text: str) -> tuple[float | None, str]:
    match = _LENGTH.fullmatch(text)
    return (float(match[1]), match[2]) if match else (None, "")
