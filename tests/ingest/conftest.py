from collections.abc import Iterator

import pytest

from ingest.client import SourceClient
from tests.replay.fixtures import replay

__all__ = ["replay", "source_client"]


@pytest.fixture
def source_client() -> Iterator[SourceClient]:
    """A client that never waits between its tries."""
    with SourceClient(sleep=lambda _seconds: None) as client:
        yield client
