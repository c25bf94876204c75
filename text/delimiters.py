"""Where the formulas of a text are: `$..$`, `$$..$$`, `\\(..\\)` and `\\[..\\]`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

MASK = "\ufdd0"  # a noncharacter, which `clean_text` never lets through
_CLOSER = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_TOKEN = re.compile(r"\\.|\$\$|\$|\n[ \t]*\n", re.DOTALL)
_CERTAINLY_TEX = re.compile(r"[\\^_]")


@dataclass(frozen=True)
class Maths:
    """One formula: `tex` is what stands between its delimiters, `start:end` includes them."""

    tex: str
    display: bool
    start: int
    end: int


class Delimiters:
    """The delimiters of one text, found once, so that looking for formulas takes linear time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.openers: list[int] = []
        self._at: dict[str, list[int]] = {"$": [], "$$": [], r"\)": [], r"\]": [], "\n": []}
        self._kind: dict[int, str] = {}
        for match in _TOKEN.finditer(text):
            token = "\n" if match.group()[0] == "\n" else match.group()
            if token in _CLOSER:
                self.openers.append(match.start())
            if token in _CLOSER or token in self._at:
                self._kind[match.start()] = token
                self._at.setdefault(token, []).append(match.start())

    def formula_at(self, start: int) -> Maths | None:
        """The formula that opens at this very place, if one does.

        pandoc's rule keeps prices out: what `$` opens begins and ends with something other
        than a space, does not stand before a digit, and no formula holds a blank line. Authors
        on arXiv do write `$ \\alpha $`; with a backslash, `^` or `_` in it that is a formula.
        """
        opener = self._kind.get(start, "")
        if opener not in _CLOSER:
            return None
        begin = start + len(opener)
        close = self._next(_CLOSER[opener], begin)
        if close is None or ((blank := self._next("\n", begin)) is not None and blank < close):
            return None
        tex = self.text[begin:close]
        end = close + len(opener)
        if not tex.strip() or (opener == "$" and not self._is_no_price(begin, close)):
            return None
        return Maths(tex, opener in ("$$", r"\["), start, end)

    def _next(self, token: str, position: int) -> int | None:
        places = self._at[token]
        index = bisect_left(places, position)
        return places[index] if index < len(places) else None

    def _is_no_price(self, begin: int, close: int) -> bool:
        double = self._next("$$", begin)
        if (double is not None and double < close) or self.text[close + 1 : close + 2].isdigit():
            return False
        tight = not self.text[begin].isspace() and not self.text[close - 1].isspace()
        return tight or bool(_CERTAINLY_TEX.search(self.text, begin, close))


def find_maths(text: str) -> Iterator[Maths]:
    if "$" not in text and "\\" not in text:
        return
    delimiters = Delimiters(text)
    position = 0
    for start in delimiters.openers:
        formula = delimiters.formula_at(start) if start >= position else None
        if formula:
            yield formula
            position = formula.end


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
