"""How many links of one person are looked up at the same time; their others wait in the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from events.locks import IN_HAND, try_lock, unlock
from events.outbox import TryAgainLater, release

LOOKUPS_AT_ONCE = 2  # of one person


@contextmanager
def one_of_few(person_id: int) -> Iterator[None]:
    """Be one of the few lookups of a person in the block. Raises TryAgainLater."""
    name = f"lookups of {person_id}"
    places = [f"{name}: {number}" for number in range(LOOKUPS_AT_ONCE)]
    taken = next((place for place in places if try_lock(place, IN_HAND)), None)
    if taken is None:
        raise TryAgainLater(waits_for=name)
    try:
        yield
    finally:
        unlock(taken, IN_HAND)
        release(name)
