"""Whether the log holds what the database shows as published.

The log stands below the apps whose rows it names, so each app registers what it has published:
`@published("review.published")` over a function that yields each row's name and its event's hash.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from events.models import Event

Published = Callable[[], Iterable[tuple[str, str]]]
PUBLISHED: list[tuple[str, Published]] = []


def published(kind: str) -> Callable[[Published], Published]:
    """Register a function that yields (name, hash) of every row that has an event of this kind."""

    def register(function: Published) -> Published:
        PUBLISHED.append((kind, function))
        return function

    return register


def has_published() -> bool:
    """Whether anything at all is published."""
    return any(True for _kind, rows in PUBLISHED for _row in rows())


def missing_events() -> list[str]:
    """The names of published rows that no event of their kind and hash stands for.

    By the hash of the text, since identifiers change when works are merged.
    """
    missing: list[str] = []
    for kind in dict.fromkeys(kind for kind, _function in PUBLISHED):
        logged = Counter(Event.objects.filter(kind=kind).values_list("data__hash", flat=True))
        for name, digest in _rows(kind):
            if logged[digest] > 0:
                logged[digest] -= 1
            else:
                missing.append(name)
    return missing


def _rows(kind: str) -> Iterable[tuple[str, str]]:
    for known, function in PUBLISHED:
        if known == kind:
            yield from function()
