"""A journal of the journeys whose start fails leaves nothing behind."""

import psycopg
import pytest
from django.conf import settings

from tests.journeys.journal import RunningJournal
from tests.replay.server import ReplayServer


def databases():
    with psycopg.connect(settings.DATABASE_URL) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_a_start_that_fails_stops_what_it_started(tmp_path, monkeypatch):
    known = databases()
    seen = []

    def fail(journal):
        assert databases() - known == {journal.database}
        seen.extend(journal.processes)
        assert [process.poll() for process in seen] == [None]  # the worker runs
        raise AssertionError("no web server")

    monkeypatch.setattr(RunningJournal, "manage", lambda *_arguments: "")
    monkeypatch.setattr(RunningJournal, "start_web_server", fail)
    with (
        ReplayServer() as replay,
        pytest.raises(AssertionError, match="no web server"),
        RunningJournal(tmp_path, replay, port=1),
    ):
        pass
    assert [process.poll() is None for process in seen] == [False]
    assert databases() == known
