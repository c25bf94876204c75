import gc
import os
from collections.abc import Generator, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.covered_lines import ROOT
from tests.dead_rows import remove_dead_rows, switch_off_autovacuum
from tests.demo_database import name_of_demo_database
from tests.emptying import empty_database, keep_rows_of_migrations
from tests.migrated_database import name_of_migrated_database
from tests.missing_variables import MissingVariable
from tests.quick_clients import quick_clients
from tests.quick_reports import report_no_more_than_needed
from tests.quick_statements import quick_statements
from tests.recordings_outside import recordings
from web import throttle


def pytest_configure(config: pytest.Config) -> None:
    """Before any template is read."""
    report_no_more_than_needed(config)
    gc.disable()  # until all tests are collected: what that makes stays
    (engine,) = settings.TEMPLATES
    engine["OPTIONS"]["string_if_invalid"] = MissingVariable("%s")


def pytest_report_header() -> list[str]:
    if recordings.are_at_hand():
        return []
    why = f"it reads texts that may not be copied here, and there is no {recordings.FOLDER}"
    return [f"tests/recordings_outside is left out: {why}"]


def pytest_runtest_setup() -> None:
    """The browser tests leave Playwright's event loop in their thread, where Django would then
    refuse every query of the tests that follow in the same process."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """What is skipped proves nothing, and looks like success."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and no test may be: {report.longrepr}"
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Of several processes each imports the tests from another start: what one has compiled, with
    its asserts rewritten, the others find. In a fresh clone that saves four seconds of each."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or session.config.args_source != pytest.Config.ArgsSource.TESTPATHS:
        return
    files = sorted(path.relative_to(ROOT) for path in Path(__file__).parent.rglob("test_*.py"))
    start = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for path in files[start:] + files[:start]:
        with suppress(Exception):  # the collection says so
            import_module(".".join(path.with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first: else the others are at their end, and wait for it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What is imported by now stays: no later collection of garbage needs to walk through it, and
    each test leaves so much behind that collections may be rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def migrated_database(django_db_blocker: DjangoDbBlocker) -> str:
    """The name of a database to copy, which no test has touched."""
    with django_db_blocker.unblock():
        return name_of_migrated_database()


@pytest.fixture(scope="session")
def demo_database(django_db_blocker: DjangoDbBlocker, migrated_database: str) -> str:
    """The same with the demo in it."""
    with django_db_blocker.unblock():
        return name_of_demo_database(migrated_database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, migrated_database: str
) -> None:
    """The database of these tests begins as a copy."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What migrations wrote is kept for after tests that commit."""
    is_made = connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
    if is_made:  # not where no test needs a database
        with django_db_blocker.unblock():
            _spare_the_database()
            keep_rows_of_migrations()


def _spare_the_database() -> None:
    """For every process that uses this database. What is stored is lost anyhow, and of the few
    rows of a test any order of joins is as good: to weigh them all takes longer than the query."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        for setting in ("synchronous_commit = off", "join_collapse_limit = 4"):
            cursor.execute(f'ALTER DATABASE "{name}" SET {setting}')
    switch_off_autovacuum()
    connection.close()  # the settings hold for new sessions


@pytest.fixture(scope="session", autouse=True)
def _tests_that_commit_leave_nothing() -> Iterator[None]:
    """They (`transaction=True`, `live_server`) end with this instead of a flush."""
    with patch.object(TransactionTestCase, "_fixture_teardown", lambda _case: empty_database()):
        yield


@pytest.fixture(scope="module", autouse=True)
def _no_dead_rows_gather(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    if connection.connection is not None and not connection.connection.closed:
        with django_db_blocker.unblock():
            remove_dead_rows()


@pytest.fixture(scope="session", autouse=True)
def _clients_are_quick() -> Iterator[None]:
    with quick_clients():
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_are_the_process_s_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests beside this one have issues of the same numbers."""
    settings.ISSUE_FILES_DIR = tmp_path_factory.mktemp("issue-files")
    location = str(tmp_path_factory.mktemp("pictures"))
    settings.STORAGES["pictures"]["OPTIONS"]["location"] = location


@pytest.fixture(scope="session", autouse=True)
def _statements_are_made_quickly() -> Iterator[None]:
    with quick_statements():
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


@pytest.fixture
def one_editor_triages(db: None) -> None:
    """The policy of this journal lets one editor accept and decline."""
    from reviews.models import Policy

    Policy.objects.update(one_editor_triages=True)
