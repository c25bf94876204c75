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
    FEEDS = 4_711_006  # who adds a feed
    ROLES = 4_711_007  # who gives or takes a role
    NEWS = 4_711_008  # who looks what is new for followers


@unique
class LockKind(IntEnum):
    """Numbers that keep the names of different locks apart.

    `web`, which cannot import this module, has 7 for forms that were sent (`web/sent_twice.py`).
    """

    HOST = 1  # who asks a host now, by its pace key
    HARVEST = 2  # who harvests a source
    WAITING_PERSON = 3  # people who wait to ask a host, by its pace key
    FETCH_SLOT = 5
    LOOKUP_SLOT = 6


def hold(lock: Lock) -> None:
    """Wait for a lock, and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def hold_if_free(lock: Lock) -> bool:
    """Keep a lock until the transaction ends, if nobody else has it; never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        return bool(cursor.fetchone()[0])


def try_lock(name: str, kind: LockKind) -> bool:
    """Take a lock if it is free; never waits."""
    return call_lock("pg_try_advisory_lock", name, kind)


def unlock(name: str, kind: LockKind) -> None:
    call_lock("pg_advisory_unlock", name, kind)


def call_lock(function: str, name: str, kind: LockKind) -> bool:
    """Call one of PostgreSQL's functions for advisory locks; returns its answer, if it has one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [name, kind])
        return bool(cursor.fetchone()[0])
