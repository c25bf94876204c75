import gc
import os
from collections.abc import Iterator
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.copied_database import copy_database, drop_database
from tests.emptying import empty_database, keep_rows_of_migrations
from tests.quick_clients import quick_clients
from web import throttle


def pytest_runtest_setup() -> None:
    """The browser tests leave Playwright's event loop in their thread, where Django would then
    refuse every query of the tests that follow in the same process."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_finish() -> None:
    """What is imported by now stays: no later collection of garbage needs to walk through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """What the migrations made is kept: its rows for after tests that commit, and the whole
    database where a test starts a journal."""
    name = _name_as_migrated()
    if name is None:
        yield
        return
    is_copied = any("migrated_database" in i.fixturenames for i in request.session.items)
    drop_database(name)  # of a run that was killed
    if is_copied:
        connection.close()
        copy_database(connection.settings_dict["NAME"], name)
    with django_db_blocker.unblock():
        keep_rows_of_migrations()
    yield
    drop_database(name)


@pytest.fixture(scope="session")
def migrated_database(django_db_setup: None) -> str | None:
    """The name of a database to copy, which no test has touched; None where none was made."""
    return _name_as_migrated()


def _name_as_migrated() -> str | None:
    own = connection.settings_dict
    is_made = own["NAME"] == own["TEST"]["NAME"]  # not where no test needs a database
    return f"{own['NAME']}_as_migrated" if is_made else None


@pytest.fixture(scope="session", autouse=True)
def _tests_that_commit_leave_nothing() -> Iterator[None]:
    """They (`transaction=True`, `live_server`) end with this instead of a flush."""
    with patch.object(TransactionTestCase, "_fixture_teardown", lambda _case: empty_database()):
        yield


@pytest.fixture(scope="session", autouse=True)
def _clients_are_quick() -> Iterator[None]:
    with quick_clients():
        yield


@pytest.fixture(autouse=True)
def _nobody_has_read_too_much() -> None:
    """What was read is counted by the process, which all tests share."""
    throttle.reads.clear()


@pytest.fixture
def second_connection(db):
    """Another session of the database, as another process has one."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        yield other
        # Its session ends some time after it is closed; the next test may be sooner.
        other.execute("SELECT pg_advisory_unlock_all()")
