"""The policy as it was: what has begun keeps the days that it was given then.

Clocks whose last day stands in no row count by this, from what the log says of each change.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

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

    def over(self, name: str, field: str, *, unit: timedelta, now: datetime) -> Q:
        """Rows whose moment in this field is longer ago than `lower` says. unit: what the number
        counts."""
        today, over, since = int(getattr(self.policy, name)), Q(pk__in=[]), Q()
        for one in (change for change in self.changes if change.name == name):
            ended = min(one.at, now - min(one.old, today) * unit)
            over |= since & Q(**{f"{field}__lt": ended})
            since = Q(**{f"{field}__gte": one.at})
        return over | since & Q(**{f"{field}__lt": now - today * unit})

    def all(self, name: str) -> list[int]:
        """Whatever it has ever been."""
        return [
            *(one.old for one in self.changes if one.name == name),
            int(getattr(self.policy, name)),
        ]
