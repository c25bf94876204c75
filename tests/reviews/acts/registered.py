"""The register of acts, and the refusals that acts raise of their own."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from accounts.models import User
from reviews.errors import ReviewError
from tests.reviews.process import Process

Act = Callable[[Process, Any, User | None, int], Any]

# By the function of `reviews.services`: the kind of thing it is called on, and how.
ACTS: dict[str, tuple[str, Act]] = {}


def act(on: str) -> Callable[[Act], Act]:
    def register(function: Act) -> Act:
        ACTS[function.__name__] = on, function
        return function

    return register


def not_before(process: Process, day: date) -> None:
    """The clock goes on to the day, where it is not later already."""
    process.now = max(process.now, datetime.combine(day, time(12), tzinfo=UTC))


class NothingNew(ReviewError):  # noqa: N818
    """It is so already, and doing it once more says so to nobody."""


class NoLink(ReviewError):  # noqa: N818
    """Nobody was mailed such a link, so nobody can open one."""
