"""The filters of a list: what it can be narrowed by."""

from dataclasses import dataclass

MAX_SHOWN = 60  # characters of a value that no filter knows


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One option of a filter. works: how many the list would have with it; None where there are
    too many to count."""

    value: str
    words: str
    is_chosen: bool
    works: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list: the name in the address, its label, what may be chosen.

    asked: what the address asks for, "" where nothing.
    """

    name: str
    label: str
    choices: list[FilterChoice]
    asked: str

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def unknown(self) -> str:
        """What was asked for and cannot be chosen, cut; "" where it can."""
        return "" if self.is_used else self.asked[:MAX_SHOWN]
