"""The place of a word on its scale, ready to be drawn: the journal's signature glyph."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy

STEP = 7  # pixels between two ticks of the small glyph
# Counted from the nearer end: "second of six" would read like a rank.
FROM_THE_TOP = [
    gettext_lazy("the highest of %(count)s"),
    gettext_lazy("second-highest of %(count)s"),
    gettext_lazy("third-highest of %(count)s"),
    gettext_lazy("fourth-highest of %(count)s"),
]
FROM_THE_BOTTOM = [
    gettext_lazy("the lowest of %(count)s"),
    gettext_lazy("second-lowest of %(count)s"),
    gettext_lazy("third-lowest of %(count)s"),
    gettext_lazy("fourth-lowest of %(count)s"),
]
NUMBERS = [
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
]


class TermLike(Protocol):
    word: str
    definition: str
    rank: int


@dataclass(frozen=True, slots=True)
class Tick:
    """One word of the scale; `x` is its place in the small glyph."""

    word: str
    definition: str
    is_chosen: bool
    x: int


@dataclass(frozen=True, slots=True)
class TermScale:
    """label: "Strength of evidence"; short_label: "Strength", for lists; word, definition: the
    chosen term's; position: "third-highest of six"; ticks: all terms, lowest first."""

    label: str
    short_label: str
    word: str
    definition: str
    position: str
    ticks: tuple[Tick, ...]

    @property
    def width(self) -> int:
        return (len(self.ticks) - 1) * STEP + 3


def term_scale(
    label: str, terms: Sequence[TermLike], chosen_rank: int, *, short_label: str
) -> TermScale:
    """Draw `terms` (one whole scale, lowest first) with the one of `chosen_rank` chosen.

    Raises ValueError when no term, or more than one, has that rank.
    """
    (place,) = [place for place, term in enumerate(terms) if term.rank == chosen_rank]
    return TermScale(
        label=label,
        short_label=short_label,
        word=terms[place].word,
        definition=terms[place].definition,
        position=position_in_words(place, len(terms)),
        ticks=tuple(
            Tick(term.word, term.definition, term.rank == chosen_rank, number * STEP)
            for number, term in enumerate(terms)
        ),
    )


def position_in_words(place: int, count: int) -> str:
    """place: 0 is the lowest of `count` terms.

    >>> position_in_words(4, 6), position_in_words(0, 6), position_in_words(2, 5)
    ('second-highest of six', 'the lowest of six', 'in the middle of five')
    """
    above = count - 1 - place
    words = FROM_THE_TOP[above] if above < place else FROM_THE_BOTTOM[place]
    if above == place:
        words = gettext_lazy("in the middle of %(count)s")
    return str(words) % {"count": NUMBERS[count - 1]}
