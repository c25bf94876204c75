"""What may be served while the database is heard of, and while it is not."""

import socket
import time

import psutil
import psycopg
import pytest
from django.db import connection

from tests.factories.preprints import PreprintFactory
from tests.faults.journal import hanging
from tests.page_cache.conftest import WAIT_SECONDS, Reader, until_heard
from web.page_cache import listening
from web.page_cache.listening import (
    Hearing,
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


def test_a_lost_connection_empties_the_store(reader, kept):
    before = reader.cache.store.moment()
    end_sessions()
    until(lambda: reader.cache.store.moment() > before)
    assert reader.kept([kept]) == set()
    assert reader.cache.listener.wait_until_listening(WAIT_SECONDS)
    reader.get(kept)
    assert reader.get(kept).was_kept


def test_while_the_database_is_away_what_is_kept_is_served_and_says_so(reader, kept, monkeypatch):
    """For a minute; what is not kept is left to Django, which says that it is away."""
    whole = reader.get(kept)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = {"host": "127.0.0.1", "port": unused.getsockname()[1]}
        here = ListeningSession.connect
        monkeypatch.setattr(ListeningSession, "connect", lambda **given: here(**given | nobody))
        end_sessions()
        until(lambda: reader.cache.listener.hearing() is Hearing.AWAY)
        answer = reader.get(kept)
        assert (answer.status, answer.body) == (200, whole.body)
        assert answer.headers["Cache-Status"] == "verso; hit; detail=database-away"
        reader.get("/about/")
        assert reader.kept(["/about/"]) == set()
        monkeypatch.setattr(listening, "SERVED_WHILE_AWAY_SECONDS", 0.0)
        assert reader.cache.listener.hearing() is Hearing.DEAF
        assert not reader.get(kept).was_kept
    monkeypatch.setattr(ListeningSession, "connect", here)
    assert reader.cache.listener.wait_until_listening(WAIT_SECONDS)
    assert reader.kept([kept]) == set(), "emptied before it serves again"


def test_a_session_that_hangs_says_nothing_of_the_database(reader, kept, monkeypatch):
    """It alone is stopped; others write. What was kept is never served again."""
    listener = reader.cache.listener
    monkeypatch.setattr(listening, "SILENT_AFTER_SECONDS", 1.0)
    before, seen = reader.cache.store.moment(), set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        backends = [psutil.Process(pid) for (pid,) in cursor.fetchall()]
    assert len(backends) == 1
    with hanging(*backends):
        until(lambda: listener.hearing() is not Hearing.LISTENING)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        deadline = time.monotonic() + WAIT_SECONDS
        while reader.cache.store.moment() == before:
            seen.add(listener.hearing())
            assert not reader.get(kept).was_kept
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert seen == {Hearing.DEAF}


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
