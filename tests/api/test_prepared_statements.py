"""The statements of the API keep their plans, unless the operator says that none may be kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from api.resources.preprints import PreprintSerializer
from api.statements import select
from tests.factories.preprints import PreprintFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def threshold():
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    yield lambda: connection.connection.prepare_threshold
    connection.connection.prepare_threshold = before


def test_a_statement_is_prepared_on_its_connection(threshold):
    PreprintSerializer.read_one("id", PreprintFactory().pk)
    assert threshold() == 5
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%terms%"]
        )
        assert cursor.fetchone()[0] > 0


def test_what_is_read_first_opens_the_connection():
    """Each thread has a connection of its own, and a new one has none yet."""

    def read():
        try:
            return select("SELECT 1 AS number", ())
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(read).result(timeout=60) == [(1,)]


def test_an_operator_can_forbid_it_for_a_pooler_that_cannot_keep_plans(threshold, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"prepare_threshold": None})
    PreprintSerializer.read_one("id", PreprintFactory().pk)
    assert threshold() is None
