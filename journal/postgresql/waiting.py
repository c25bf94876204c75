"""How long this process waits for the database: for ever, unless it is a web process.

A stopped PostgreSQL (a hanging disk, SIGSTOP, a network that swallows packets) keeps its
connections open and says nothing: `statement_timeout` is kept by the server and does not end that
wait. So the client counts, too; an answer that does not come is an OperationalError, and its
connection is closed.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

GRACE_SECONDS = 1.0  # the server's own limit comes first, and keeps the connection
SILENCE_SECONDS = 5.0  # after a wait in vain ...
SHORT_WAIT_SECONDS = 0.5  # ... others wait this long only, so that no thread is held for nothing

_answer_within: ContextVar[float | None] = ContextVar("answer_within", default=None)


class Patience:
    """The limit of this process in seconds, None for none; set once by `journal.wsgi`."""

    def __init__(self) -> None:
        self.limit_seconds: float | None = None
        self._silent_until = 0.0

    def seconds(self) -> float | None:
        chosen = _answer_within.get()
        if chosen is not None:
            return chosen
        if self.limit_seconds is None:
            return None
        if self.is_hurried():
            return SHORT_WAIT_SECONDS
        return self.limit_seconds + GRACE_SECONDS

    def is_hurried(self) -> bool:
        """Whether somebody chose a short wait, or others have just waited in vain."""
        return _answer_within.get() is not None or time.monotonic() < self._silent_until

    def note_silence(self) -> None:
        self._silent_until = time.monotonic() + SILENCE_SECONDS


patience = Patience()


@contextmanager
def answer_within(seconds: float) -> Iterator[None]:
    """Wait at most so long for each answer, in this thread."""
    token = _answer_within.set(seconds)
    try:
        yield
    finally:
        _answer_within.reset(token)


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that gives up waiting. Once given up it is closed: what it would answer next
    belongs to the question before.

    planned: the names of the statements that it has planned, by their text and the types of their
    values (journal/postgresql/planned.py).
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.keeps_plans = True  # unless the operator's pooler cannot
        self.planned: dict[tuple[str, tuple[str, ...]], str] = {}

    def _deallocate(self, name: bytes | None) -> Any:
        """psycopg drops all plans after a ROLLBACK, where it keeps some (api/statements.py)."""
        if name is None:
            self.planned.clear()
        return super()._deallocate(name)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        limit = patience.seconds() if timeout is None else timeout
        was_chosen = timeout is not None or _answer_within.get() is not None
        try:
            return super().wait(gen, interval, limit)
        except _WaitTimeout as error:
            if timeout is not None:
                raise
            if not was_chosen:  # a short wait that somebody chose says little about the server
                patience.note_silence()
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {limit} seconds") from error
