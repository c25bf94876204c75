"""Writers of works wait for each other, and for nobody who does something else at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.locks import Lock
from preprints.duplicates.merge import merge_preprints
from preprints.storing import store_records
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD


def store():
    store_records([RECORD], now=NOW)


def merge():
    merge_preprints(PreprintFactory().pk, PreprintFactory().pk, reason="One work", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("write", [store, merge])
def test_storing_and_merging_take_one_lock(write):
    with CaptureQueriesContext(connection) as queries:
        write()
    locking = [query["sql"] for query in queries if "pg_advisory" in query["sql"]]
    assert locking == [f"SELECT pg_advisory_xact_lock({Lock.CATALOGUE})"]
