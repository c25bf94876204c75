import logging

import pytest

from tests.anonymity.world import World, build_world


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


@pytest.fixture
def log_lines():
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def world(db, log_lines) -> World:
    return build_world()
