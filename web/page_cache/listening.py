"""Hearing at once what others have written, by PostgreSQL's LISTEN, in a thread of this process."""

import logging
import os
import threading
import time
from collections.abc import Iterable
from typing import Any

import psycopg
from django.db import connection
from psycopg.errors import _WaitTimeout

from web.page_cache.store import Change, PageStore
from web.page_cache.triggers import CHANNEL, are_watched

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 0.3
SILENT_AFTER_SECONDS = 1.0  # no answer for so long: what has changed since may not have arrived
ANSWER_WITHIN_SECONDS = 2.0  # or the session is given up, and a new one tried
SERVED_WHILE_AWAY_SECONDS = 60.0
RETRY_SECONDS = 0.5
MIGRATED_SECONDS = 5.0  # between two looks whether it has been


class TablesNotWatchedError(Exception):
    """Tables without their triggers: their changes would not be heard of."""


class ListeningSession(psycopg.Connection[Any]):
    """Gives an answer up that does not come. A session that hangs says nothing of the database."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(
                gen, interval, ANSWER_WITHIN_SECONDS if timeout is None else timeout
            )
        except _WaitTimeout as error:
            if timeout is not None:  # that no notice came within the time of a heartbeat
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError("no answer") from error


class Listener:
    """Keeps a store current. Begins with the first `is_listening`, in each process anew."""

    def __init__(self, store: PageStore) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._begin()
        os.register_at_fork(after_in_child=self._begin)  # a fork has the pages and not the thread

    def _begin(self) -> None:
        self._thread: threading.Thread | None = None
        self._is_connected = False
        self._is_ending = False
        self._heard_at = -SERVED_WHILE_AWAY_SECONDS  # of `time.monotonic`; never
        self.store.empty()

    def is_listening(self) -> bool:
        """Whether what is kept is current: nobody has written unheard."""
        if self._thread is None:
            self._start()
        return self._is_connected and self._silence() < SILENT_AFTER_SECONDS

    def was_listening(self) -> bool:
        """Whether it was, a short while ago: then what is kept is better than nothing."""
        return self._silence() < SERVED_WHILE_AWAY_SECONDS

    def _silence(self) -> float:
        return time.monotonic() - self._heard_at

    def wait_until_listening(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self.is_listening():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def end(self) -> None:
        """For who starts more than one in a process: tests."""
        self._is_ending = True
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                parameters = connection_parameters()
                self._thread = threading.Thread(
                    target=self._run, args=(parameters,), name="hear-page-changes", daemon=True
                )
                self._thread.start()

    def _run(self, parameters: dict[str, Any]) -> None:
        while not self._is_ending:
            try:
                with ListeningSession.connect(**parameters) as session:
                    self._listen(session)
            except psycopg.OperationalError as error:
                if self._is_connected:
                    logger.warning("Changes of public pages are not heard of: %s", error)
            except TablesNotWatchedError:
                logger.warning("No public page is kept: the database has not been migrated")
                time.sleep(MIGRATED_SECONDS)
            except Exception:
                logger.exception("Changes of public pages are not heard of")
            was_connected, self._is_connected = self._is_connected, False
            if not was_connected:
                time.sleep(RETRY_SECONDS)

    def _listen(self, session: "psycopg.Connection[Any]") -> None:
        session.execute(f"LISTEN {CHANNEL}")
        if not are_watched(session):
            raise TablesNotWatchedError
        self.store.empty()  # what was written before was not heard
        while not self._is_ending:
            self._heard_at = time.monotonic()
            self._is_connected = True
            notices = session.notifies(timeout=HEARTBEAT_SECONDS, stop_after=1)
            self.store.drop(read_changes(notice.payload for notice in notices))
            # Whether the server is there; and what arrived together with it comes at once.
            session.execute("SELECT 1")


def read_changes(payloads: Iterable[str]) -> list[Change]:
    """From `table 12,34` or `table *`, as the triggers send them."""
    changes = []
    for payload in payloads:
        table, _, works = payload.partition(" ")
        ids = None if works == "*" else frozenset(map(int, works.split(",")))
        changes.append(Change(table, ids))
    return changes


def connection_parameters() -> dict[str, Any]:
    """Those of Django's connection, for a session of its own."""
    parameters: dict[str, Any] = connection.get_connection_params()
    for name in ("cursor_factory", "context", "options", "prepare_threshold"):
        parameters.pop(name, None)
    return parameters | {"autocommit": True, "connect_timeout": 2, "tcp_user_timeout": 3000}
