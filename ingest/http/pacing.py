"""Pace, one connection at a time and rest after failures, for each host, over all processes.

How many seconds lie between two requests each adapter says of its source (`pace = Pace(…)` in
`ingest/sources/arxiv/adapter.py`, for one).

A person who waits for an answer goes before what runs in the background, at the same pace. Their
lookup never waits for a host that is taken: it goes back into the queue until the host is free.

A host that fails again and again rests for a while that doubles each time (a circuit breaker);
one that turns programs away rests for hours at once.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import connection
from django.utils import timezone

from events.locks import LockKind, call_lock, try_lock, unlock
from events.outbox import TryAgainLater, release, waiting_for
from ingest.errors import (
    AccessForbidden,
    ChallengePage,
    HostResting,
    IngestError,
    SourceUnavailable,
)
from ingest.http.hosts import seconds_between
from ingest.models import LONGEST_PAUSE_REASON, Host

FAILURES_BEFORE_REST = 3
FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=6)
LONGEST_ASKED_REST = timedelta(hours=1)  # that a Retry-After is believed
LOOK_AGAIN = 0.1  # seconds
LONGEST_LET_PASS = 10.0  # seconds that what runs in the background lets people pass


class HostTaken(TryAgainLater):
    """Somebody else is asking the host just now."""

    def __init__(self, pace_key: str) -> None:
        super().__init__(waits_for=_queue(pace_key))


class SharedHosts:
    """The `ingest.http.client.Hosts` whose memory is the table of hosts.

    is_urgent: a person waits for the answer; whoever is not urgent lets them pass.
    """

    def __init__(self, *, is_urgent: bool = False) -> None:
        self._is_urgent = is_urgent

    def pace(self, pace_key: str) -> None:
        """Wait until the host may be asked again: one request in `interval` seconds."""
        check_is_open(pace_key, timezone.now())
        wait = (take_slot(pace_key, timezone.now()) - timezone.now()).total_seconds()
        if wait > 0:
            time.sleep(wait)

    @contextmanager
    def alone(self, pace_key: str) -> Iterator[None]:
        """A lock of the database's session: it ends with the process that holds it, too."""
        if self._is_urgent:
            _take_before_others(pace_key)
        else:
            began = time.monotonic()
            while not _take_unless_wanted(pace_key, began):
                time.sleep(LOOK_AGAIN)
        try:
            yield
        finally:
            _give_back(pace_key)

    def report(self, pace_key: str, error: IngestError | None) -> None:
        if error is None:
            Host.objects.filter(key=pace_key).exclude(failures=0).update(
                failures=0, closed_until=None, reason="", failed_at=None
            )
        else:
            note_failure(pace_key, error, timezone.now())


class KeptHosts(SharedHosts):
    """For one lookup, in a `with` block: a host once asked is kept until the block's end.

    Else two lookups that ask a host twice each could turn each other away for ever.
    """

    def __init__(self) -> None:
        super().__init__(is_urgent=True)
        self._kept: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        while self._kept:
            _give_back(self._kept.pop())

    @contextmanager
    def alone(self, pace_key: str) -> Iterator[None]:
        """Raises HostTaken."""
        if pace_key not in self._kept:
            if not try_lock(pace_key, LockKind.HOST):
                raise HostTaken(pace_key)
            self._kept.add(pace_key)
        yield


def _queue(pace_key: str) -> str:
    return f"host {pace_key}"


def _give_back(pace_key: str) -> None:
    unlock(pace_key, LockKind.HOST)
    release(_queue(pace_key))


def _take_before_others(pace_key: str) -> None:
    call_lock("pg_advisory_lock_shared", pace_key, LockKind.WAITING_PERSON)
    try:
        call_lock("pg_advisory_lock", pace_key, LockKind.HOST)
    finally:
        call_lock("pg_advisory_unlock_shared", pace_key, LockKind.WAITING_PERSON)


def _take_unless_wanted(pace_key: str, began: float) -> bool:
    """Take the connection if it is free and no person waits for it, in a command or the queue.

    Never waiting in the database's line for it, we cannot stand before a person there. The queue
    is let pass for a time only: its rows may wait for the very slot that we hold.
    """
    is_patient = time.monotonic() - began < LONGEST_LET_PASS
    if is_patient and waiting_for(_queue(pace_key)).exists():
        return False
    if not try_lock(pace_key, LockKind.WAITING_PERSON):
        return False
    unlock(pace_key, LockKind.WAITING_PERSON)
    return try_lock(pace_key, LockKind.HOST)


def check_is_open(pace_key: str, now: datetime) -> None:
    """Raise HostResting while a host rests."""
    host = Host.objects.filter(key=pace_key, closed_until__gt=now).first()
    if host is not None:
        resting = HostResting(
            f"{pace_key} rests until {host.closed_until:%H:%M} UTC: {host.reason}"
        )
        resting.until = host.closed_until
        raise resting


def is_resting(pace_key: str, now: datetime) -> bool:
    return Host.objects.filter(key=pace_key, closed_until__gt=now).exists()


def note_failure(pace_key: str, error: IngestError, now: datetime) -> None:
    """Count a failed exchange; the host rests after too many, or as long as it asks for."""
    take_slot(pace_key, now)  # makes the row of a host that could not be asked even once
    host = Host.objects.get(key=pace_key)
    host.failures, host.failed_at = host.failures + 1, now
    host.reason = str(error)[:LONGEST_PAUSE_REASON]
    beyond = host.failures - FAILURES_BEFORE_REST
    if is_turned_away(error):
        host.closed_until = now + LONGEST_REST
    elif beyond >= 0:
        host.closed_until = now + min(FIRST_REST * 2 ** min(beyond, 10), LONGEST_REST)
    if isinstance(error, SourceUnavailable) and error.asked_wait:
        seconds = min(error.asked_wait, LONGEST_ASKED_REST.total_seconds())
        host.closed_until = max(host.closed_until or now, now + timedelta(seconds=seconds))
    host.save(update_fields=["failures", "failed_at", "reason", "closed_until"])


def is_turned_away(error: IngestError) -> bool:
    """Whether the host wants no programs."""
    return isinstance(error, ChallengePage | AccessForbidden)


def open_again(pace_key: str) -> bool:
    """End the rest of a host, for an editor; False if it does not rest."""
    spared = Host.objects.filter(key=pace_key).exclude(failures=0, closed_until=None)
    return bool(spared.update(failures=0, closed_until=None, reason=""))


def take_slot(pace_key: str, now: datetime) -> datetime:
    """Take the host's next free moment and return it; whoever comes later gets a later one.

    Call it outside a transaction, which would keep the row locked until its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Host._meta.db_table} AS pace (key, next_at, failures, reason)
            VALUES (%(host)s, %(now)s::timestamptz + make_interval(secs => %(seconds)s), 0, '')
            ON CONFLICT (key) DO UPDATE
              SET next_at = greatest(pace.next_at, %(now)s) + make_interval(secs => %(seconds)s)
            RETURNING next_at - make_interval(secs => %(seconds)s)
            """,  # noqa: S608 - the table's name is ours
            {"host": pace_key, "now": now, "seconds": interval(pace_key)},
        )
        slot: datetime = cursor.fetchone()[0]
    return slot


def interval(pace_key: str) -> float:
    """Seconds between two requests to a host: the setting's, or the source's own default."""
    if settings.INGEST_MIN_INTERVAL is not None:
        return float(settings.INGEST_MIN_INTERVAL)
    return seconds_between(pace_key)
