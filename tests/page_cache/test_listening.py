"""What may be served while the database is heard of, and while it is not."""

import socket
import time
from collections.abc import Iterator
from unittest.mock import patch

import psutil
import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from reviews.models import Policy
from tests.factories.preprints import PreprintFactory
from tests.faults.journal import hanging
from tests.page_cache.conftest import WAIT_SECONDS, Reader, until_heard
from web.page_cache import listening
from web.page_cache.listening import (
    Listener,
    ListeningSession,
    connection_parameters,
)
from web.page_cache.store import PageStore
from web.page_cache.triggers import are_watched, watch_tables


@pytest.fixture
def kept(reader: Reader) -> str:
    path = f"/preprints/{PreprintFactory().pk}/"
    until_heard(reader.cache)
    reader.get(path)
    assert reader.kept([path]) == {path}
    return path


def until(is_so) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def end_sessions() -> None:
    """Of all that listen to the test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def nobody_listens(reader, kept, monkeypatch) -> Iterator[None]:
    """Every new session of the listener is refused; Django has its own."""
    here = ListeningSession.connect
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = {"host": "127.0.0.1", "port": unused.getsockname()[1]}
        monkeypatch.setattr(ListeningSession, "connect", lambda **given: here(**given | nobody))
        end_sessions()
        until(lambda: not reader.cache.listener.is_listening())
        yield
    monkeypatch.setattr(ListeningSession, "connect", here)


@pytest.mark.usefixtures("nobody_listens")
def test_while_others_write_unheard_nothing_kept_is_served(reader, kept):
    Policy.objects.update(triage_days=9)
    answer = reader.get(kept)
    assert (answer.status, answer.was_kept) == (200, False)
    reader.get("/about/")
    assert reader.kept(["/about/"]) == set()


@pytest.mark.usefixtures("nobody_listens")
def test_while_the_database_is_away_what_is_kept_is_served_and_says_so(reader, kept, monkeypatch):
    """For a minute; of what is not kept Django says that it is away."""
    with patch.object(BaseDatabaseWrapper, "cursor", side_effect=OperationalError):
        answer = reader.get(kept)
        assert (answer.status, answer.headers["Cache-Status"]) == (
            200,
            "verso; hit; detail=database-away",
        )
        assert reader.get("/issues/").status == 503
        monkeypatch.setattr(listening, "SERVED_WHILE_AWAY_SECONDS", 0.0)
        assert reader.get(kept).status == 503


def test_after_it_was_away_a_process_forgets_before_it_serves(reader, kept):
    before = reader.cache.store.moment()
    end_sessions()
    until(lambda: reader.cache.store.moment() > before)
    assert reader.cache.listener.wait_until_listening(WAIT_SECONDS)
    assert reader.kept([kept]) == set()


def test_a_session_that_hangs_says_nothing_of_the_database(reader, kept, monkeypatch):
    """It alone is stopped; others write. What was kept is never served again."""
    listener = reader.cache.listener
    monkeypatch.setattr(listening, "SILENT_AFTER_SECONDS", 1.0)
    before = reader.cache.store.moment()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        backends = [psutil.Process(pid) for (pid,) in cursor.fetchall()]
    assert len(backends) == 1
    with hanging(*backends):
        until(lambda: not listener.is_listening())
        deadline = time.monotonic() + WAIT_SECONDS
        while reader.cache.store.moment() == before:
            assert not reader.get(kept).was_kept
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_without_the_triggers_no_page_is_kept(watched, transactional_db, monkeypatch):
    """A database that was not migrated says nothing."""
    parameters = connection_parameters()
    with psycopg.connect(**parameters) as session:
        assert are_watched(session)
        session.execute("ALTER TABLE reviews_review DISABLE TRIGGER say_update")
        assert not are_watched(session)
        monkeypatch.setattr(listening, "MIGRATED_SECONDS", 0.01)
        listener = Listener(PageStore(1_000_000))
        assert not listener.wait_until_listening(0.5)
        session.execute("ALTER TABLE reviews_review ENABLE TRIGGER say_update")
        assert listener.wait_until_listening(WAIT_SECONDS)
        listener.end()


def test_making_the_triggers_again_changes_nothing(watched, transactional_db):
    watch_tables()
    with psycopg.connect(**connection_parameters()) as session:
        assert are_watched(session)
