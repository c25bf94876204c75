"""A journal of the journeys whose start fails leaves nothing behind."""

import psycopg
import pytest
from django.conf import settings

from tests.journeys.journal import RunningJournal
from tests.replay.server import ReplayServer


def databases():
    with psycopg.connect(settings.DATABASE_URL) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_a_start_that_fails_stops_what_it_started(tmp_path, monkeypatch, django_db_blocker):
    names, seen = [], []

    def fail(journal):
        names.append(journal.database)
        assert names[0] in databases()
        seen.extend(journal.processes)
        assert [process.poll() for process in seen] == [None]  # the worker runs
        raise AssertionError("no web server")

    monkeypatch.setattr(RunningJournal, "start_web_server", fail)
    with (
        ReplayServer() as replay,
        pytest.raises(AssertionError, match="no web server"),
        RunningJournal(tmp_path, replay, port=1, blocker=django_db_blocker, template="template1"),
    ):
        pass
    assert [process.poll() is None for process in seen] == [False]
    assert names[0] not in databases()
