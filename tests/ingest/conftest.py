from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from ingest.client import SourceClient
from tests.replay.fixtures import replay

__all__ = ["replay", "source_client"]


@pytest.fixture
def source_client() -> Iterator[SourceClient]:
    """A client that never waits between its tries."""
    with SourceClient(sleep=lambda _seconds: None) as client:
        yield client


@pytest.fixture
def second_connection(db):
    """Another session of the database, as another process has one."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        yield other
