"""How many links of one person are looked up at the same time; their others wait in the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from events.locks import LockKind, try_lock, unlock
from events.outbox import TryAgainLater, release

LOOKUPS_AT_ONCE = 2  # of one person


@contextmanager
def lookup_slot(person_id: int) -> Iterator[None]:
    """Hold one of the slots of a person in the block. Raises TryAgainLater if none is free."""
    name = f"lookups of {person_id}"
    slots = [f"{name}: {number}" for number in range(LOOKUPS_AT_ONCE)]
    taken = next((slot for slot in slots if try_lock(slot, LockKind.LOOKUP_SLOT)), None)
    if taken is None:
        raise TryAgainLater(waits_for=name)
    try:
        yield
    finally:
        unlock(taken, LockKind.LOOKUP_SLOT)
        release(name)
