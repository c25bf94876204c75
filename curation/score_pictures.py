"""A score as a small picture: where each reviewer put a work, and what the journal makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.ranking import Estimate, Rating, Score

LENGTH = 200  # of the scale, in the picture's own units
EDGE = 4  # room left and right, so that a mark at an end is not cut
LOWEST_DOT, DOT = 19, 6  # the height of the first dot's middle, and how far up the next one is


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the numbers behind a picture, as they are shown."""

    label: str
    raw: str
    shrunken: str
    n: int
    spread: str


@dataclass(frozen=True, slots=True)
class ScorePicture:
    """Places are x coordinates; `dots` has one (x, y) for each reviewer, equal ones stacked."""

    width: int
    end: int
    dots: tuple[tuple[int, int], ...]
    band_start: int
    band_width: int
    score: int
    journal: int
    value: str
    words: str
    lines: tuple[Line, ...]


def score_picture(score: Score, ratings: Sequence[Rating], journal_mean: Rating) -> ScorePicture:
    overall = score.overall
    low, high = (
        (_x(overall.low), _x(overall.high))
        if overall.low is not None and overall.high is not None
        else (0, 0)
    )
    return ScorePicture(
        width=LENGTH + 2 * EDGE,
        end=LENGTH + EDGE,
        dots=_dots([_x(rating.mean) for rating in ratings]),
        band_start=low,
        band_width=high - low,
        score=_x(overall.shrunken),
        journal=_x(journal_mean.mean),
        value=_number(overall.shrunken),
        words=_words(overall),
        lines=(
            _line(_("Significance"), score.significance),
            _line(_("Strength of evidence"), score.strength),
            _line(_("Both together"), overall),
        ),
    )


def _dots(places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Each place with its height: the lowest on the line, equal ones above each other.

    >>> _dots([10, 60, 10])
    ((10, 19), (60, 19), (10, 13))
    """
    return tuple(
        (x, LOWEST_DOT - DOT * places[:number].count(x)) for number, x in enumerate(places)
    )


def _x(value: float) -> int:
    return EDGE + round(value * LENGTH)


def _number(value: float | None) -> str:
    """Two decimals; on every scale 0 is the lowest term and 1 the highest.

    >>> _number(0.5), _number(None)
    ('0.50', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def _words(overall: Estimate) -> str:
    return ngettext(
        "%(n)d reviewer; mean %(raw)s, spread %(spread)s",
        "%(n)d reviewers; mean %(raw)s, spread %(spread)s",
        overall.n,
    ) % {"n": overall.n, "raw": _number(overall.raw), "spread": _number(overall.spread)}


def _line(label: str, part: Estimate) -> Line:
    return Line(label, _number(part.raw), _number(part.shrunken), part.n, _number(part.spread))
