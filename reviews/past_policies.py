"""The policy as it was: what has begun keeps the days that it was given then.

Clocks whose last day stands in no row count by this, from what the log says of each change.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from reviews.models import Policy


@dataclass(frozen=True, slots=True)
class _Change:
    name: str
    at: datetime
    old: int


@dataclass(frozen=True, slots=True)
class PastPolicy:
    """policy: as it is now. changes: of the numbers that are asked for, in their order."""

    policy: Policy
    changes: tuple[_Change, ...]

    @classmethod
    def of(cls, policy: Policy, names: Collection[str]) -> "PastPolicy":
        events = Event.objects.filter(kind="policy.changed", data__policy__in=list(names))
        rows = events.order_by("at", "pk").values_list("data__policy", "at", "data__old")
        return cls(policy, tuple(_Change(*row) for row in rows))

    def number(self, name: str, at: datetime) -> int:
        """As it was then; of a day to come as it is now."""
        later = (one.old for one in self.changes if one.name == name and one.at > at)
        return next(later, int(getattr(self.policy, name)))

    def lower(self, name: str, at: datetime) -> int:
        """As it was then or as it is now: nothing about somebody is kept longer than they were
        told, nor longer than the journal keeps it by now."""
        return min(self.number(name, at), int(getattr(self.policy, name)))

    def all(self, name: str) -> list[int]:
        """Whatever it has ever been."""
        return [
            *(one.old for one in self.changes if one.name == name),
            int(getattr(self.policy, name)),
        ]
