"""The place of a word on its scale, ready to be drawn: the journal's signature glyph."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEP = 7  # pixels between two ticks of the small glyph
ORDINALS = [
    gettext_lazy("first"),
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
    gettext_lazy("sixth"),
    gettext_lazy("seventh"),
    gettext_lazy("eighth"),
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
    """label: "Strength of evidence"; word, definition: the chosen term's; position: "third of six";
    ticks: all terms, lowest first."""

    label: str
    word: str
    definition: str
    position: str
    ticks: tuple[Tick, ...]

    @property
    def width(self) -> int:
        return (len(self.ticks) - 1) * STEP + 3


def term_scale(label: str, terms: Sequence[TermLike], chosen_rank: int) -> TermScale:
    """Draw `terms` (one whole scale, lowest first) with the one of `chosen_rank` chosen.

    Raises ValueError when no term, or more than one, has that rank.
    """
    (place,) = [place for place, term in enumerate(terms) if term.rank == chosen_rank]
    return TermScale(
        label=label,
        word=terms[place].word,
        definition=terms[place].definition,
        position=_("%(ordinal)s of %(count)s")
        % {"ordinal": ORDINALS[place], "count": NUMBERS[len(terms) - 1]},
        ticks=tuple(
            Tick(term.word, term.definition, term.rank == chosen_rank, number * STEP)
            for number, term in enumerate(terms)
        ),
    )
