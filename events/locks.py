"""Locks of the database: they hold over all machines, and end with their process or transaction."""

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """The locks without a name, by number, each for one kind of work: one at a time of each."""

    SEAL = 4_711_001  # who seals events
    ASSEMBLE = 4_711_002  # who assembles an issue
    CATALOGUE = 4_711_003  # who writes works
    FOLLOW = 4_711_004  # who brings the index up to date
    NAMES = 4_711_005  # who chooses a name


# Kinds of locks by what their names are of. `ingest` has 1 to 3, for hosts and harvests; `web`,
# which does not know this module, has 7, for forms that were sent.
FETCH_SLOT, LOOKUP_SLOT = 5, 6


def hold(lock: Lock) -> None:
    """Wait for a lock, and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def try_lock(name: str, kind: int) -> bool:
    """Take a lock if it is free; never waits."""
    return _call("pg_try_advisory_lock", name, kind)


def unlock(name: str, kind: int) -> None:
    _call("pg_advisory_unlock", name, kind)


def _call(function: str, name: str, kind: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [name, kind])
        return bool(cursor.fetchone()[0])
