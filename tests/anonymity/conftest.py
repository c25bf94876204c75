import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import mail

from tests.anonymity.world import World, build_world
from tests.made_once import check_what_was_made, made_once


class Lines(logging.Handler):
    """Every line that any part of the journal logs, as a stranger with the log would read it."""

    QUIET = ("django.db.backends", "asyncio", "faker")  # only with DEBUG, where nobody is hidden

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(self.QUIET):
            self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[list[str]]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[tuple[World, list[str]]]:
    """Made once for a module, and what was logged meanwhile."""
    with made_once(django_db_blocker):
        mail.outbox.clear()  # of the test before
        with listening() as lines:
            world = build_world()
        check_what_was_made()
        yield world, lines


@pytest.fixture
def log_lines(built) -> Iterator[list[str]]:
    """What was logged since the world began."""
    _world, lines_before = built
    with listening() as lines:
        lines += lines_before
        yield lines


@pytest.fixture
def world(built, log_lines, db) -> World:
    return built[0]
