"""An answer of the database that does not come is an error, and the connection is given up."""

import threading

import psycopg
import pytest
from django.db import connection, connections

from journal.postgresql import waiting
from journal.postgresql.base import DatabaseWrapper
from journal.postgresql.waiting import BoundedConnection, Patience, answer_within

LONG_SLEEP = "SELECT pg_sleep(60)"


@pytest.fixture
def patience(monkeypatch):
    chosen = Patience()
    monkeypatch.setattr(waiting, "patience", chosen)
    return chosen


@pytest.fixture
def other(db):
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with BoundedConnection.connect(**parameters, autocommit=True) as opened:
        session = opened.info.backend_pid
        yield opened
    with connection.cursor() as cursor:  # a server that was given up on sleeps on
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [session])


def test_the_journals_connections_are_bounded(db):
    connection.ensure_connection()
    assert isinstance(connections["default"], DatabaseWrapper)
    assert isinstance(connection.connection, BoundedConnection)


def test_without_a_limit_an_answer_is_waited_for(other, patience):
    assert patience.seconds() is None
    assert other.execute("SELECT pg_sleep(0.3), 7").fetchone()[1] == 7


def test_an_answer_that_does_not_come_closes_the_connection(other, patience):
    patience.limit_seconds = 0.2 - waiting.GRACE_SECONDS
    with pytest.raises(psycopg.OperationalError, match="no answer within"):
        other.execute(LONG_SLEEP)
    assert other.closed
    assert patience.seconds() == waiting.SHORT_WAIT_SECONDS  # others do not wait as long


def test_connecting_is_hurried_for_a_chosen_wait_and_after_silence(patience, monkeypatch):
    monkeypatch.setattr("journal.postgresql.base.patience", patience)
    parameters = connections["default"].get_connection_params
    assert parameters()["connect_timeout"] == 5
    with answer_within(0.5):
        assert parameters()["connect_timeout"] == 2
    assert parameters()["connect_timeout"] == 5
    patience.note_silence()
    assert parameters()["connect_timeout"] == 2


def test_a_chosen_wait_holds_in_its_thread_only_and_says_nothing_of_the_server(other, patience):
    patience.limit_seconds = 50
    seen = []
    with answer_within(0.2):
        thread = threading.Thread(target=lambda: seen.append(patience.seconds()))
        thread.start()
        thread.join()
        with pytest.raises(psycopg.OperationalError):
            other.execute(LONG_SLEEP)
    assert seen == [50 + waiting.GRACE_SECONDS]
    assert patience.seconds() == 50 + waiting.GRACE_SECONDS


def test_a_web_process_has_the_server_end_what_takes_too_long(db, monkeypatch):
    monkeypatch.setattr("journal.postgresql.base.patience.limit_seconds", 0.2)
    other = DatabaseWrapper(connection.settings_dict, "default")
    try:
        with pytest.raises(Exception, match="statement timeout"), other.cursor() as cursor:
            cursor.execute(LONG_SLEEP)
        with other.cursor() as cursor:  # the same connection goes on
            cursor.execute("SELECT 7")
            assert cursor.fetchone() == (7,)
    finally:
        other.close()
