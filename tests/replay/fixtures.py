"""The replay server as a fixture: `from tests.replay.fixtures import replay` in a conftest."""

from collections.abc import Iterator

import pytest

from tests.replay.server import ReplayServer


@pytest.fixture
def replay(settings) -> Iterator[ReplayServer]:
    """A replay server that all sources' settings lead to."""
    with ReplayServer() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server
