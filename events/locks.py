"""Locks of the database's session: they hold over all machines, and end with their process."""

from django.db import connection

# Kinds of locks by what their names are of. `ingest` has 1 to 3, for hosts and harvests.
FETCH_SLOT, IN_HAND = 5, 6


def try_lock(name: str, kind: int) -> bool:
    """Take a lock if it is free; never waits."""
    return _call("pg_try_advisory_lock", name, kind)


def unlock(name: str, kind: int) -> None:
    _call("pg_advisory_unlock", name, kind)


def _call(function: str, name: str, kind: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [name, kind])
        return bool(cursor.fetchone()[0])
