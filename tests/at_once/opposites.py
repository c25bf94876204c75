"""What comes of opposite calls that are sent at once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from events.models import Event
from tests.at_once.sending import Outcome, send


def refused_by(outcome: Outcome, *named: type[Exception]) -> None:
    """All but the named errors are faults: deadlocks and broken constraints too."""
    assert [error for error in outcome.raised if not isinstance(error, named)] == []


def one_of_two(outcome: Outcome, *named: type[Exception]) -> None:
    refused_by(outcome, *named)
    assert len(outcome.returned) == 1


def events() -> Counter[str]:
    return Counter(Event.objects.values_list("kind", flat=True))


def twice(*calls: Callable[[], Any]) -> Outcome:
    """Each call two times, in turn."""
    return send(*calls, *calls)
