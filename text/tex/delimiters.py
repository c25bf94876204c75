"""Where the formulas of a text are: `$..$`, `$$..$$`, `\\(..\\)`, `\\[..\\]`, `\\begin{align}..`.

A dollar may also be money. Of all readings of a text the one with the least cost is taken (see
`text.tex.likelihood`): it says for each dollar whether it is a sign, or opens or closes a formula.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from text.tex.likelihood import (
    IMPOSSIBLE,
    cost_of_display,
    cost_of_inline,
    cost_of_sign,
    has_dollar,
    looks_like_prose,
)

MASK = "\ufdd0"  # a noncharacter, which `clean_text` never lets through
ENVIRONMENTS = (
    "subequations|displaymath|equation|align|aligned|alignat|alignedat|gather|gathered|multline"
    "|flalign|eqnarray|split|[dr]?cases|[pbBvV]?matrix|smallmatrix|array|CD|math"
)
# Each alternative begins with a plain character, so that `re` looks for those few alone.
_TOKEN = re.compile(
    # Dollars in a group of text do not end the formula around it.
    r"\\(?P<group>(?:mbox|hbox|text[a-z]{0,10})\s{0,9}\{[^{}$]*\$[^{}]*\})"
    rf"|\\(?P<edge>begin|end)\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}}"
    r"|\\(?P<bracket>[()\[\]])|\\.|\$(?P<dollar>)|`(?P<ticks>`*)|\n(?P<blank>[ \t]*\n)",
    re.DOTALL,
)
_DOLLAR = re.compile(r"\\.|(\$)", re.DOTALL)
_CLOSER = {"(": ")", "[": "]"}
_OPENER = {")": "(", "]": "["}
LONGEST_FORMULA = 20_000  # characters of a formula; KaTeX is given fewer
MOST_NESTED = 8  # environments of one name
MOST_OPENERS = 20_000  # what comes after so many stays text
_COST_OF_ESCAPE = 3.0  # of reading "\(" with a closer after it as no formula
_BODY_ONLY = ("displaymath", "math", "subequations")  # which KaTeX does not have
_DRAWN_AS = {"eqnarray": "align", "flalign": "align", "multline": "gather"}  # KaTeX has not
_COMMENT_SIGN = re.compile(r"(\\.)|%", re.DOTALL)
_TICKS = re.compile("`+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True)
class Maths:
    """One formula: `tex` is what KaTeX is given, `start:end` includes the delimiters."""

    tex: str
    display: bool
    start: int
    end: int


@dataclass(frozen=True)
class _Opener:
    at: int
    kind: str  # "$", "(", "[" or the name of an environment
    length: int
    group: int = 0  # the number of the group of text it stands in


def bare_tex(tex: str) -> str:
    """A formula for KaTeX, in which no word vanishes behind a `%` and no line is blank."""
    if "%" in tex:
        tex = _COMMENT_SIGN.sub(lambda match: match[1] or r"\%", tex)
    return _BLANK_LINES.sub("", tex) if "\n" in tex else tex


def bare_environment(name: str, body: str) -> str:
    """An environment as KaTeX has it; `body` is what stands between its \\begin and \\end."""
    plain = name.removesuffix("*")
    if plain in _BODY_ONLY:
        return bare_tex(body)
    if plain in _DRAWN_AS:
        name = f"{_DRAWN_AS[plain]}*"
    return bare_tex(rf"\begin{{{name}}}{body}\end{{{name}}}")


class Delimiters:
    """The formulas of one text, found in one pass, in linear time.

    has_code: what stands between backticks is code, as in Markdown.
    """

    def __init__(self, text: str, *, has_code: bool = False) -> None:
        self.text = text
        self._openers: list[_Opener] = []
        self._ends: dict[int, int] = {}  # the closers of `\\(`, `\\[` and environments by opener
        self._blanks: list[int] = []
        self._read(code_spans(text) if has_code else {})
        self._starts = [opener.at for opener in self._openers]
        self.formulas = {formula.start: formula for formula in self._least_cost()}

    def formula_at(self, start: int) -> Maths | None:
        """The formula that opens at this very place, if one does."""
        return self.formulas.get(start)

    def _read(self, code_ends: dict[int, int]) -> None:
        position = groups = 0
        unclosed: dict[str, list[int]] = {}
        while match := _TOKEN.search(self.text, position):
            kind = match.lastgroup
            start, position = match.span()
            if kind == "group":
                groups += 1
                self._read_group(start + 2, position, groups)
            elif kind == "dollar":
                self._openers.append(_Opener(start, "$", 1))
            elif kind == "ticks":
                position = code_ends.get(start, position)
            elif kind == "blank":
                self._blanks.append(start)
                position -= 1  # the line end may begin the next blank line
            elif kind in ("name", "bracket"):
                self._read_command(match, unclosed)
            if len(self._openers) >= MOST_OPENERS:
                break

    def _read_group(self, start: int, end: int, group: int) -> None:
        for dollar in _DOLLAR.finditer(self.text, start, end):
            if dollar[1]:
                self._openers.append(_Opener(dollar.start(), "$", 1, group))

    def _read_command(self, match: re.Match[str], unclosed: dict[str, list[int]]) -> None:
        start, end = match.span()
        kind = match["name"] or match["bracket"]
        if match["edge"] == "begin" or kind in _CLOSER:
            self._openers.append(_Opener(start, kind, end - start))
            # Only environments are nested; the earlier of two brackets is a stray one.
            earlier = [] if kind in _CLOSER else unclosed.get(kind, [])
            unclosed[kind] = [*earlier[-MOST_NESTED:], end]
        elif opened := unclosed.get(_OPENER.get(kind, kind)):
            self._ends[opened.pop()] = start

    def _least_cost(self) -> Iterator[Maths]:
        """From the end backwards: the least cost of all from an opener on, and the choice there."""
        openers = self._openers
        costs = [0.0] * (len(openers) + 1)
        choices: list[_Reading | None] = [None] * len(openers)
        ahead = _Ahead()
        for index in range(len(openers) - 1, -1, -1):
            costs[index] = self._cost_of_sign(index) + costs[index + 1]
            reading = self._reading(index, ahead)
            if reading and reading.cost + costs[reading.following] <= costs[index]:
                costs[index] = reading.cost + costs[reading.following]
                choices[index] = reading
            ahead.step_back(openers, index)
        index = 0
        while index < len(openers):
            chosen = choices[index]
            if chosen:
                yield chosen.maths(self.text, openers[index].at)
            index = chosen.following if chosen else index + 1

    def _cost_of_sign(self, index: int) -> float:
        opener = self._openers[index]
        if opener.kind != "$":
            return _COST_OF_ESCAPE
        at, text = opener.at, self.text
        is_double = text.startswith("$", at + 1) or (at > 0 and text[at - 1] == "$")
        return cost_of_sign(text, at, is_double=is_double)

    def _reading(self, index: int, ahead: "_Ahead") -> "_Reading | None":
        """The formula that may open here."""
        opener = self._openers[index]
        if opener.kind != "$":
            return self._of_command(opener)
        if self.text.startswith("$$", opener.at):
            closer = ahead.double(opener.at + 2, self._openers)
            return None if closer is None else self._of_double_dollar(opener, closer)
        closer = ahead.dollar_for(opener, self._openers)
        return None if closer is None else self._of_dollar(opener, closer)

    def _of_dollar(self, opener: _Opener, closer: int) -> "_Reading | None":
        begin, close = opener.at + 1, self._openers[closer].at
        if not 0 < close - begin <= LONGEST_FORMULA or self._has_blank_line(begin, close):
            return None
        cost = cost_of_inline(self.text[begin:close], self.text[close + 1 : close + 2])
        return _Reading(cost, closer + 1, begin, close, close + 1, "inline")

    def _of_double_dollar(self, opener: _Opener, closer: int) -> "_Reading | None":
        begin, close = opener.at + 2, self._openers[closer].at
        cost = self._cost_of_display(begin, close)
        return _Reading(cost, closer + 2, begin, close, close + 2, "display")

    def _of_command(self, opener: _Opener) -> "_Reading | None":
        """`\\(`, `\\[` or an environment, which no text has by chance."""
        begin, kind = opener.at + opener.length, opener.kind
        close = self._ends.get(begin)
        if close is None or not self.text[begin : min(close, begin + LONGEST_FORMULA)].strip():
            return None
        if kind not in _CLOSER:
            end = close + opener.length - 2
            return _Reading(0.0, bisect_left(self._starts, end), begin, close, end, kind)
        if kind == "(" and self._has_blank_line(begin, close):
            return None
        cost = self._cost_of_display(begin, close) if kind == "[" else 0.0
        style = "display" if kind == "[" else "inline"
        return _Reading(cost, bisect_left(self._starts, close), begin, close, close + 2, style)

    def _cost_of_display(self, begin: int, close: int) -> float:
        """A blank line may stand in a display whose delimiters have lines of their own."""
        tex = self.text[begin:close]
        if close - begin > LONGEST_FORMULA or not tex.strip() or has_dollar(tex):
            return IMPOSSIBLE
        if self._has_blank_line(begin, close):
            before, after = tex[: -len(tex.lstrip())], tex[len(tex.rstrip()) :]
            if "\n" not in before or "\n" not in after or looks_like_prose(tex):
                return IMPOSSIBLE
        return cost_of_display(tex)

    def _has_blank_line(self, begin: int, close: int) -> bool:
        index = bisect_left(self._blanks, begin)
        return index < len(self._blanks) and self._blanks[index] < close


@dataclass(slots=True)
class _Reading:
    """A formula from `begin` to `close`, and which opener comes after its `end`.

    style: "inline", "display", or the name of an environment.
    """

    cost: float
    following: int
    begin: int
    close: int
    end: int
    style: str

    def maths(self, text: str, start: int) -> Maths:
        tex = text[self.begin : self.close]
        if self.style in ("inline", "display"):
            return Maths(bare_tex(tex), self.style == "display", start, self.end)
        return Maths(bare_environment(self.style, tex), self.style != "math", start, self.end)


class _Ahead:
    """Dollars that come after the place where the reading backwards is."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._ungrouped: int | None = None
        self._doubles: list[int] = []  # the first dollars of doubles, the nearest last

    def step_back(self, openers: list[_Opener], index: int) -> None:
        """`openers[index]` has been read; it is ahead from now on."""
        opener = openers[index]
        if opener.kind != "$":
            return
        if self._next is not None and openers[self._next].at == opener.at + 1:
            self._doubles.append(index)
        self._next = index
        if not opener.group:
            self._ungrouped = index

    def dollar_for(self, opener: _Opener, openers: list[_Opener]) -> int | None:
        """The next dollar, but none of a group of text that opened since."""
        if self._next is None or openers[self._next].group in (0, opener.group):
            return self._next
        return self._ungrouped

    def double(self, position: int, openers: list[_Opener]) -> int | None:
        """The first two dollars from `position` on."""
        near = (index for index in self._doubles[:-3:-1] if openers[index].at >= position)
        return next(near, None)


def code_spans(text: str) -> dict[int, int]:
    """Where each code span of Markdown begins and ends: between as many backticks."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    later: dict[int, list[int]] = {}  # the places of runs by their length, the nearest last
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    spans: dict[int, int] = {}
    number = 0
    while number < len(runs):
        start, end = runs[number]
        same = later[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            number = same[-1]
            spans[start] = runs[number][1]
        number += 1
    return spans


def find_maths(text: str) -> Sequence[Maths]:
    """In the order of the text."""
    if "$" not in text and "\\" not in text:
        return ()
    return _found_again(text) if len(text) <= _SHORT else _find(text)


def _find(text: str) -> Sequence[Maths]:
    return tuple(Delimiters(text).formulas.values())


# An abstract is asked for its formulas when those of a whole page are made, and when it is put
# together.
_SHORT = 5_000  # characters of a text; the texts kept take 10 MB at the very most
_found_again = lru_cache(maxsize=1024)(_find)


def split_maths(text: str) -> list[str | Maths]:
    """The text in order, cut into what is a formula and what is not; no empty strings."""
    pieces: list[str | Maths] = []
    position = 0
    for formula in find_maths(text):
        pieces += [text[position : formula.start], formula]
        position = formula.end
    pieces.append(text[position:])
    return [piece for piece in pieces if piece]


def mask_maths(text: str) -> str:
    """The same length of text, each character of a formula replaced by MASK."""
    return "".join(
        piece if isinstance(piece, str) else MASK * (piece.end - piece.start)
        for piece in split_maths(text)
    )
