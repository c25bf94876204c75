"""Sending a call several times at once, each in a thread with a connection of its own.

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


class _Sender(threading.Thread):
    def __init__(self, call: Call, outcome: Outcome, gate: threading.Event) -> None:
        super().__init__(daemon=True)
        self.call, self.outcome, self.gate = call, outcome, gate
        self.pid: int | None = None
        self.is_held = False

    def run(self) -> None:
        try:
            with self._watched():
                self.outcome.returned.append(self.call())
        except Exception as error:  # noqa: BLE001 - the test asks which
            self.outcome.raised.append(error)
        finally:
            connection.close()

    def _watched(self) -> AbstractContextManager[None]:
        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        return connection.execute_wrapper(self._hold_first_write)

    def _hold_first_write(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not self.gate.is_set() and _WRITE.match(sql):
            self.is_held = True
            self.gate.wait(LONGEST)
        return execute(sql, params, many, context)


def send(*calls: Call) -> Outcome:
    """Send different calls at once; the order in which they come through is the database's."""
    outcome, gate = Outcome(), threading.Event()
    senders = [_Sender(call, outcome, gate) for call in calls]
    for sender in senders:
        sender.start()
    until = time.monotonic() + LONGEST
    while not _all_have_met(senders):
        assert time.monotonic() < until, "the calls neither met nor ended"
        time.sleep(0.005)
    gate.set()
    for sender in senders:
        sender.join(LONGEST)
        assert not sender.is_alive(), "a call did not end"
    return outcome


def send_at_once(call: Call, times: int = AT_ONCE) -> Outcome:
    return send(*[call] * times)


def _all_have_met(senders: Sequence[_Sender]) -> bool:
    still_running = [one for one in senders if one.is_alive() and not one.is_held]
    if any(one.pid is None for one in still_running):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND wait_event_type = 'Lock'",
            [[one.pid for one in still_running]],
        )
        waiting = {pid for (pid,) in cursor.fetchall()}
    return all(one.pid in waiting or one.is_held or not one.is_alive() for one in still_running)
