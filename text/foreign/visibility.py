"""Which words of HTML a reader of the original cannot see.

Some properties take an element away with all that stands in it; others (size and colour of the
letters, `visibility`) are inherited, and what stands within may be seen again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from text.foreign.css import (
    Length,
    Rgba,
    Tokens,
    colour,
    contrast,
    declarations,
    functions,
    length,
    lengths,
    named_colour,
    over,
    word,
    words,
)

# More than this is seldom hidden: a script shows it, or a style sheet that we do not have.
MOST_HIDDEN = 500  # characters
MOST_HIDDEN_PART = 0.2  # of a text, if it is more than a sentence
A_SENTENCE = 150  # characters

Attributes = Mapping[str, str]
Style = Mapping[str, Tokens]

# Their words are for software that does not know these elements.
_UNSEEN_TAGS = frozenset({"mphantom", "noframes", "noembed", "progress", "meter"})
_UNSEEN_CLASSES = frozenset({"sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden"})
# Those that editors put on any paragraph; another may well set a background.
_PLAIN_CLASSES = (
    "mso", "x_mso", "ck-", "image", "footnote", "spoiler", "language-", "llm-", "public-draftstyle",
    "wp-block-paragraph", "has-text", "a_",
)  # fmt: skip
_WHITE: Rgba = (1.0, 1.0, 1.0, 1.0)
_LEAST_CONTRAST = 1.2
_FAINTEST = 0.1
_SMALLEST_LETTERS = 4.0  # pixels
_USUAL_LETTERS = 16.0
_FAR_AWAY = -900.0  # pixels
_SIDES = ("top", "right", "bottom", "left")
_SAID_BY = (
    "style",
    "class",
    "hidden",
    "popover",
    "color",
    "mathcolor",
    "bgcolor",
    "mathbackground",
)
_FADING_ATTRIBUTES = ("data-aos", "data-animation", "data-animate", "data-w-id", "data-sr-id")
_FADING_CLASS = re.compile(r"(?i)\b(?:wow|aos|fade|reveal|animated?|elementor-invisible)")
_PICTURES = frozenset({"url", "image-set", "var"})


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether the letters of an element can be seen; colours are None where nobody can know."""

    is_gone: bool = False  # with all that stands in it
    is_invisible: bool = False
    letters_px: float = _USUAL_LETTERS
    letters: Rgba | None = None
    behind: Rgba | None = _WHITE

    def within(self, tag: str, attributes: Attributes) -> "Visibility":
        """Of an element that stands in one of this visibility."""
        if self.is_gone:
            return self
        if tag in _UNSEEN_TAGS or (tag == "dialog" and "open" not in attributes):
            return replace(self, is_gone=True)
        if not any(name in attributes for name in _SAID_BY):
            return self
        style = declarations(attributes.get("style") or "")
        if _is_gone(attributes, style):
            return replace(self, is_gone=True)
        visibility = word(style.get("visibility"))
        is_invisible = visibility != "visible" if visibility else self.is_invisible
        behind = _behind(self.behind, attributes, style)
        return Visibility(
            is_invisible=is_invisible if visibility != "inherit" else self.is_invisible,
            letters_px=_letters_px(self.letters_px, style),
            letters=_letters(self.letters, attributes, style),
            behind=behind,
        )

    @property
    def hides_words(self) -> bool:
        if self.is_gone or self.is_invisible or self.letters_px <= _SMALLEST_LETTERS:
            return True
        if self.letters is None:
            return False
        if self.letters[3] <= _FAINTEST:
            return True
        if self.behind is None:
            return False
        return _has_no_contrast(self.letters, self.behind)

    @property
    def hides_pictures(self) -> bool:
        return self.is_gone or self.is_invisible


@lru_cache(maxsize=1024)
def _has_no_contrast(letters: Rgba, behind: Rgba) -> bool:
    return contrast(over(letters, behind), behind) < _LEAST_CONTRAST


def is_too_much(hidden: int, characters: int) -> bool:
    """Whether so many hidden characters of a text are rather shown by what we do not have."""
    limit = max(A_SENTENCE, MOST_HIDDEN_PART * characters)
    return hidden > min(MOST_HIDDEN, limit) or hidden == characters > 0


def _is_gone(attributes: Attributes, style: Style) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if "popover" in attributes:
        return True
    if not _UNSEEN_CLASSES.isdisjoint((attributes.get("class") or "").lower().split()):
        return True
    if not style:
        return False
    if "none" in words(style.get("display", ())) or word(style.get("mso-hide")) == "all":
        return True
    if word(style.get("content-visibility")) == "hidden":
        return True
    is_faint = _is_faint(style) and not _fades_in(attributes)
    return is_faint or _is_cut(style) or _is_far_away(style) or _is_shrunk(style)


def _is_faint(style: Style) -> bool:
    opacities = lengths(style.get("opacity"))
    for name, arguments in functions(style.get("filter")):
        opacities += lengths(arguments) if name == "opacity" else []
    return any(_part(one) <= _FAINTEST for one in opacities)


def _fades_in(attributes: Attributes) -> bool:
    """By a script, as the reader comes to it."""
    named = any(name in attributes for name in _FADING_ATTRIBUTES)
    return named or _FADING_CLASS.search(attributes.get("class") or "") is not None


def _part(one: Length) -> float:
    return one.number / 100 if one.unit == "%" else one.number


def _is_cut(style: Style) -> bool:
    """To nothing; but padding makes room, as for a video in its proportions."""
    for name, arguments in functions(style.get("clip-path") or style.get("clip")):
        if _cuts_all(name, [one for one in lengths(arguments) if one.number >= 0]):
            return True
    overflow = {*words(style.get("overflow", ())), *words(style.get("overflow-y", ()))}
    if overflow.isdisjoint({"hidden", "clip"}):
        return False
    if any(one.number == 0 for one in lengths(style.get("line-height"))):
        return True
    if any(one.unit == "%" and one.number >= 100 for one in lengths(style.get("text-indent"))):
        return True
    return any(
        0 <= one.pixels <= 1 and not _padding(style, sides)
        for names, sides in (
            (("height", "max-height"), ("top", "bottom")),
            (("width", "max-width"), ("left", "right")),
        )
        for name in names
        for one in lengths(style.get(name))
    )


def _cuts_all(name: str, sizes: list[Length]) -> bool:
    if not sizes:
        return False
    if name == "inset":
        cut = [one.number if one.unit == "%" else 0.0 for one in sizes[:4]]
        top, right, bottom, left = (cut[_place(len(cut), side)] for side in range(4))
        return top + bottom >= 100 or left + right >= 100
    if name in ("circle", "ellipse"):
        return sizes[0].number == 0
    return name in ("rect", "polygon") and all(one.pixels <= 1 for one in sizes)


def _padding(style: Style, sides: tuple[str, ...]) -> float:
    return sum(max(_side(style, "padding", side), 0.0) for side in sides)


def _side(style: Style, name: str, side: str) -> float:
    """In pixels, of `margin-left` or as one of the four of `margin`."""
    own = lengths(style.get(f"{name}-{side}"))
    if own:
        return own[0].pixels
    of_all = [length(one) for one in style.get(name, ())]
    if not of_all:
        return 0.0
    found = of_all[_place(len(of_all), _SIDES.index(side))]
    return found.pixels if found else 0.0


def _place(count: int, side: int) -> int:
    """Of a side among `count` values: in "1px 2px" the others are as those opposite."""
    while side >= count:
        side = side - 2 if side > 1 else 0
    return side


def _is_far_away(style: Style) -> bool:
    moved = [
        one.pixels
        for name in ("right", "bottom", "text-indent", "inset")
        for one in lengths(style.get(name))
    ]
    # A margin, or padding, may take back what the place takes away.
    moved += [
        sum(one.pixels for one in lengths(style.get(side)))
        + _side(style, "margin", side)
        + _side(style, "padding", side)
        for side in ("left", "top")
    ]
    for name, arguments in functions(style.get("transform")):
        if name.startswith("translate"):
            moved += [-abs(one.pixels) for one in lengths(arguments)]
    moved += [-abs(one.pixels) for one in lengths(style.get("translate"))]
    return any(one <= _FAR_AWAY for one in moved)


def _is_shrunk(style: Style) -> bool:
    scales = lengths(style.get("zoom")) + lengths(style.get("scale"))
    for name, arguments in functions(style.get("transform")):
        if name.startswith("scale"):
            scales += lengths(arguments)
        elif name == "matrix":
            scales += lengths(arguments)[:1]
        elif name in ("rotatex", "rotatey"):  # its edge is towards the reader
            is_edge = any(
                one.unit == "deg" and one.number % 180 == 90 for one in lengths(arguments)
            )
            scales += [Length(0.0, "")] if is_edge else []
    return any(abs(_part(one)) <= _FAINTEST for one in scales)


def _letters_px(around: float, style: Style) -> float:
    size = style.get("font-size")
    found = length(size[0]) if size else _size_of_font(style.get("font", ()))
    if found is None:
        keyword = word(size)
        return around if not keyword or keyword in ("inherit", "unset") else _USUAL_LETTERS
    if found.unit in ("em", "%", "ex", "ch"):
        return around * found.pixels / (1000.0 if found.unit == "%" else _USUAL_LETTERS)
    return found.pixels


def _size_of_font(font: Tokens) -> Length | None:
    """`700 12px/1.5 Arial`: the first length; a weight has no unit."""
    found = (one for one in lengths(font) if one.unit or one.number == 0)
    return next(found, None)


def _letters(around: Rgba | None, attributes: Attributes, style: Style) -> Rgba | None:
    clips = [*style.get("background-clip", ()), *style.get("-webkit-background-clip", ())]
    if "text" in words(clips) or lengths(style.get("text-shadow")):
        return None  # the background, or a shadow, is what is seen
    value = style.get("-webkit-text-fill-color") or style.get("color")
    if value:
        keyword = word(value)
        if keyword in ("inherit", "unset", "currentcolor"):
            return around
        return colour(value[0])
    named = attributes.get("color") or attributes.get("mathcolor")
    return (named_colour(named) if named else None) or around


def _behind(around: Rgba | None, attributes: Attributes, style: Style) -> Rgba | None:
    named = attributes.get("bgcolor") or attributes.get("mathbackground")
    value = style.get("background-color") or style.get("background")
    if attributes.get("background") or "background-image" in style:
        return None
    front = named_colour(named) if named else None
    if value:
        if any(one.type == "url" for one in value) or any(
            name in _PICTURES or name.endswith("gradient") for name, _ in functions(value)
        ):
            return None
        front = next(filter(None, map(colour, value)), None)
    if front is None:
        return None if _may_have_background(attributes.get("class") or "") else around
    if front[3] >= 1:
        return front
    return over(front, around) if around else None


def _may_have_background(classes: str) -> bool:
    """By a style sheet that we do not have."""
    return any(not one.startswith(_PLAIN_CLASSES) for one in classes.lower().split())
