"""The plan of the demo: what is loaded, in the order of its days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from preprints.models import Preprint

Step = tuple[int, int, Callable[[datetime], Any]]


class Diary:
    """What happens on which day of the demo, counted from the day it is loaded."""

    def __init__(self, today: datetime) -> None:
        self.today = today.replace(hour=9, minute=0, second=0, microsecond=0)
        self.steps: list[Step] = []
        self.works: dict[str, Preprint] = {}
        self.people: dict[str, User] = {}

    def add(self, day: int, step: Callable[[datetime], Any]) -> None:
        """On one day, steps happen in the order they were added, within eight hours."""
        self.steps.append((day, len(self.steps), step))

    def happen(self) -> None:
        for day, order, step in sorted(self.steps, key=lambda one: one[:2]):
            within_day = timedelta(hours=8) * order / len(self.steps)
            step(min(self.today + timedelta(days=day) + within_day, timezone.now()))
