"""Whose turn it is to render a text, among the requests of one web process.

A hostile text takes half a second of a core. Each web process has a few threads, which must not all
wait for such texts: two are rendered at a time, of two people, and one request more may wait a
moment. Whoever comes then is asked to come again. Workers and commands wait for nobody.

Who has had much rendered just now gets a turn only while nobody else has one: of such people one is
served at a time, and the other turn is for somebody who has not.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

AT_ONCE = 2  # of the four threads of a web process
MOST_WAITING = 1
WAIT_SECONDS = 0.25
MUCH_SECONDS = 1.0  # within the time that follows
REMEMBERED_SECONDS = 10.0

_asking: ContextVar[str | None] = ContextVar("asking", default=None)


class TooBusy(Exception):  # noqa: N818 - read as a sentence
    """Nothing was rendered; the same request a moment later may be answered."""


class Turns:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rendering: list[str] = []
        self._waiting = 0
        self._used: deque[tuple[float, str, float]] = deque()  # when, by whom, for how many seconds

    @contextmanager
    def turn_of(self, person: str) -> Iterator[None]:
        """Raises TooBusy where there is no turn for this person soon."""
        self._take(person)
        start = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                now = time.monotonic()
                self._used.append((now, person, now - start))
                self._rendering.remove(person)
                self._changed.notify_all()

    def _take(self, person: str) -> None:
        with self._changed:
            if not self._is_free_for(person) and not self._comes_soon(person):
                raise TooBusy
            self._rendering.append(person)

    def _is_free_for(self, person: str) -> bool:
        at_once = 1 if self._has_used_much(person) else AT_ONCE
        return len(self._rendering) < at_once and person not in self._rendering

    def _has_used_much(self, person: str) -> bool:
        oldest = time.monotonic() - REMEMBERED_SECONDS
        while self._used and self._used[0][0] < oldest:
            self._used.popleft()
        return sum(used for _at, who, used in self._used if who == person) > MUCH_SECONDS

    def _comes_soon(self, person: str) -> bool:
        if self._waiting >= MOST_WAITING:
            return False
        self._waiting += 1
        try:
            return self._changed.wait_for(lambda: self._is_free_for(person), WAIT_SECONDS)
        finally:
            self._waiting -= 1


turns = Turns()


@contextmanager
def asked_by(person: str) -> Iterator[None]:
    """What is rendered within is asked for by a request of this person, or of this address."""
    token = _asking.set(person)
    try:
        yield
    finally:
        _asking.reset(token)


@contextmanager
def turn() -> Iterator[None]:
    """To be held while a text is rendered. Raises TooBusy, in a request only."""
    person = _asking.get()
    if person is None:
        yield
        return
    with turns.turn_of(person):
        yield
