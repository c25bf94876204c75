"""Sending a call several times at once, each in a thread with a connection of its own. These are
kept for the calls of the module's next tests: connecting takes longer than most calls.

To be sure that the calls meet, and not to hope for it, each is held at its first write until every
other one is held too, waits for a lock of the database, or has ended. Without a lock all have read
by then what none has changed yet: the worst case. Nothing here depends on time.
"""

import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from django.db import connection

AT_ONCE = 4
LONGEST = 60  # seconds; only a deadlock that PostgreSQL does not see would last as long
_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
Call = Callable[[], Any]


@dataclass
class Outcome:
    """What came of the calls: what they returned, and what they raised."""

    returned: list[Any] = field(default_factory=list)
    raised: list[Exception] = field(default_factory=list)


class _Session(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.senders: SimpleQueue[_Sender | None] = SimpleQueue()
        self.start()

    def run(self) -> None:
        while (sender := self.senders.get()) is not None:
            sender.run()
        connection.close()


_sessions: list[_Session] = []


def _sessions_for(senders: Sequence["_Sender"]) -> list[_Session]:
    _sessions[:] = [one for one in _sessions if one.is_alive()]  # a fork has no threads
    while len(_sessions) < len(senders):
        _sessions.append(_Session())
    return _sessions[: len(senders)]


def end_sessions() -> None:
    """After each module of this folder: the database cannot be dropped while somebody uses it."""
    for session in _sessions:
        session.senders.put(None)
        session.join(LONGEST)
    _sessions.clear()


class _Sender:
    def __init__(
        self, call: Call, outcome: Outcome, gate: threading.Event, moved: threading.Event
    ) -> None:
        self.call, self.outcome, self.gate = call, outcome, gate
        self.moved = moved  # that it is held, or has ended
        self.pid: int | None = None
        self.is_held = False
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            with self._watched():
                self.outcome.returned.append(self.call())
        except Exception as error:  # noqa: BLE001 - the test asks which
            self.outcome.raised.append(error)
        finally:
            self.ended.set()
            self.moved.set()

    def _watched(self) -> AbstractContextManager[None]:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        return connection.execute_wrapper(self._hold_first_write)

    def _hold_first_write(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not self.gate.is_set() and _WRITE.match(sql):
            self.is_held = True
            self.moved.set()
            self.gate.wait(LONGEST)
        return execute(sql, params, many, context)


def send(*calls: Call) -> Outcome:
    """Send different calls at once; the order in which they come through is the database's."""
    outcome, gate, moved = Outcome(), threading.Event(), threading.Event()
    senders = [_Sender(call, outcome, gate, moved) for call in calls]
    for session, sender in zip(_sessions_for(senders), senders, strict=True):
        session.senders.put(sender)
    until = time.monotonic() + LONGEST
    while not _all_have_met(senders):
        assert time.monotonic() < until, "the calls neither met nor ended"
        moved.wait(0.005)  # or waits for a lock, which it cannot say
        moved.clear()
    gate.set()
    for sender in senders:
        assert sender.ended.wait(LONGEST), "a call did not end"
    return outcome


def send_at_once(call: Call, times: int = AT_ONCE) -> Outcome:
    return send(*[call] * times)


def _all_have_met(senders: Sequence[_Sender]) -> bool:
    still_running = [one for one in senders if not (one.ended.is_set() or one.is_held)]
    if not still_running:
        return True
    if any(one.pid is None for one in still_running):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND wait_event_type = 'Lock'",
            [[one.pid for one in still_running]],
        )
        waiting = {pid for (pid,) in cursor.fetchall()}
    return all(one.pid in waiting or one.is_held or one.ended.is_set() for one in still_running)
