"""How high the reviewers place a work: pure, recomputable by hand, and blind to popularity.

Only the ratings that reviewers gave with their published reviews enter. The editors' terms decide
whether a work is eligible and stand beside the score; they are not mixed into it, so that one can
see where editors and reviewers differ. Views, votes, citations and names never enter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

PRIOR_WEIGHT = 1.0  # the journal's mean counts as much as one more reviewer
MIDDLE = 0.5  # of a scale: the mean of a journal that has no rated review yet


@dataclass(frozen=True, slots=True)
class Rating:
    """One reviewer's two ratings, each a place on its scale from 0 (lowest) to 1 (highest)."""

    significance: float
    strength: float

    @property
    def mean(self) -> float:
        return (self.significance + self.strength) / 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """Several reviewers' values on one scale, all in [0, 1].

    raw: their plain mean, None without any. shrunken: the mean drawn towards the journal's.
    low, high: the lowest and highest value, the spread between them.
    """

    n: int
    raw: float | None
    shrunken: float
    low: float | None
    high: float | None

    @property
    def spread(self) -> float | None:
        return None if self.low is None or self.high is None else self.high - self.low


@dataclass(frozen=True, slots=True)
class Score:
    """`overall` estimates the mean of both scales; `value` is what candidates are ordered by."""

    significance: Estimate
    strength: Estimate
    overall: Estimate

    @property
    def value(self) -> float:
        return self.overall.shrunken


def scaled(rank: int, of: int) -> float:
    """The place of a term on its scale, without unit: 0 for the lowest, 1 for the highest.

    rank: 1 for the lowest term. of: how many terms the scale has, at least 2. Raises ValueError
    for values out of range.

    >>> scaled(3, of=5)
    0.5
    """
    if of < 2 or not 1 <= rank <= of:
        raise ValueError(f"rank {rank} is not on a scale of {of} terms")
    return (rank - 1) / (of - 1)


def mean_rating(counts: Mapping[Rating, int]) -> Rating:
    """The journal's mean of all rated reviews; counts: how many reviews gave each pair of ratings.

    >>> mean_rating({Rating(0.5, 0.4): 3, Rating(1.0, 0.8): 1})
    Rating(significance=0.625, strength=0.5)
    """
    n = sum(counts.values())
    if n == 0:
        return Rating(MIDDLE, MIDDLE)
    return Rating(
        significance=fsum(rating.significance * count for rating, count in counts.items()) / n,
        strength=fsum(rating.strength * count for rating, count in counts.items()) / n,
    )


def shrink(
    values: Sequence[float], towards: float, *, prior_weight: float = PRIOR_WEIGHT
) -> Estimate:
    """The mean of a few values, drawn towards a mean known from many.

    values: n places on a scale, each in [0, 1]; their order does not matter. towards: the journal's
    mean, in [0, 1]. prior_weight: how many values the journal's mean is worth; >= 0, and > 0
    without values.
    Source: shrunken = (sum of values + k * towards) / (n + k), the posterior mean of a normal
    distribution with a normal prior; k is the variance between reviewers of one work over the
    variance between works (Efron and Morris, Journal of the American Statistical Association 70,
    1975). We set k = 1, as if both were equal, so that one enthusiastic review does not win.

    >>> shrink([1.0], towards=0.5).shrunken
    0.75
    >>> shrink([1.0, 1.0, 1.0], towards=0.5).shrunken
    0.875
    """
    n, total = len(values), fsum(values)
    return Estimate(
        n=n,
        raw=total / n if n else None,
        shrunken=(total + prior_weight * towards) / (n + prior_weight),
        low=min(values, default=None),
        high=max(values, default=None),
    )


def score(
    ratings: Iterable[Rating], journal_mean: Rating, *, prior_weight: float = PRIOR_WEIGHT
) -> Score:
    """A work's score from its reviewers' ratings, one rating a reviewer; all values in [0, 1].

    The overall value is the mean of the two scales' shrunken means; its spread is that of the
    reviewers' own means.

    >>> one = score([Rating(1.0, 1.0)], Rating(0.5, 0.5))
    >>> two = score([Rating(1.0, 1.0), Rating(0.75, 1.0)], Rating(0.5, 0.5))
    >>> one.value, round(two.value, 3), two.overall.spread
    (0.75, 0.792, 0.125)
    """
    given = list(ratings)
    return Score(
        significance=shrink(
            [rating.significance for rating in given],
            journal_mean.significance,
            prior_weight=prior_weight,
        ),
        strength=shrink(
            [rating.strength for rating in given],
            journal_mean.strength,
            prior_weight=prior_weight,
        ),
        overall=shrink(
            [rating.mean for rating in given], journal_mean.mean, prior_weight=prior_weight
        ),
    )
