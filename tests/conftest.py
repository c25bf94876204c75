import importlib
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

from reviews.models import Vocabulary
from web import throttle


def pytest_runtest_setup() -> None:
    """The browser tests leave Playwright's event loop in their thread, where Django would then
    refuse every query of the tests that follow in the same process."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def restore_first_vocabulary(**_signal: Any) -> None:
    """The terms come with a migration, so a flush would leave later tests without them."""
    if not Vocabulary.objects.exists():
        migration = importlib.import_module("reviews.migrations.0002_first_vocabulary")
        migration.add_terms(apps, None)


@pytest.fixture(scope="session", autouse=True)
def _terms_survive_a_flush() -> Iterator[None]:
    """A test that commits (`transaction=True`, `live_server`) ends with a flush, which says so."""
    sender = apps.get_app_config("reviews")
    post_migrate.connect(restore_first_vocabulary, sender=sender)
    yield
    post_migrate.disconnect(restore_first_vocabulary, sender=sender)


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
