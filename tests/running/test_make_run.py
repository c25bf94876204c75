"""`make run` itself, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from journal import embedded
from journal.running import __main__ as running
from journal.running.greeting import greeting
from tests.journeys.static_files import collected_static_files, stamp_of_static_files

ROOT = Path(__file__).parents[2]
READY_WITHIN = 90  # seconds


def start(var: Path, port: int, static_root: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "VAR_DIR": str(var), "PORT": str(port), "IS_DEMO": "0"}
    environment = {**environment, "HOST": "127.0.0.1", "STATIC_ROOT": str(static_root)}
    return subprocess.Popen(
        [sys.executable, "-m", "journal.running"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process, words: str) -> str:
    seen, deadline = "", time.monotonic() + READY_WITHIN
    while words not in seen:
        line = process.stdout.readline()
        assert line, f"it ended early: {seen}"
        assert time.monotonic() < deadline, seen
        seen += line
    return seen


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.long
def test_it_starts_everything_and_leaves_nothing(tmp_path):
    port = free_port()
    static_root = collected_static_files()
    shutil.copy(stamp_of_static_files(), tmp_path)  # so that it collects none anew
    process = start(tmp_path, port, static_root)
    try:
        said = read_until(process, "Stop with Ctrl-C.")
        assert f"Verso is ready:  http://127.0.0.1:{port}" in said
        assert "Collecting" not in said
        assert str(tmp_path / "mail") in said
        started = descendants(process.pid)
        postgres = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])
        assert len(started) >= 5  # Valkey, web server and its workers, worker, clock
        asked_at = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[0]
        assert time.monotonic() - asked_at < 10
    finally:
        process.kill()
        process.communicate()
    assert rest.strip().endswith("Stopped.")
    assert process.returncode == 0
    assert [one for one in started if one.is_running()] == []
    assert not embedded._is_alive(postgres)


def test_a_port_in_use_is_one_clear_line_and_nothing_starts(tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        process = start(tmp_path, port, tmp_path / "staticfiles")
        said = process.communicate(timeout=30)[0]
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert f"Port {port} is in use" in said
    assert f"make run PORT={port + 1}" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["no-number", "0", "70000"])
def test_a_port_that_is_none_is_refused(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)
    assert running.main() == 2
    assert "PORT must be a number" in capsys.readouterr().err


def test_a_host_that_is_not_ours_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("HOST", "192.0.2.1")
    assert running.main() == 1
    assert "cannot listen on 192.0.2.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("localhost", "localhost")]
)
def test_the_address_shown_can_be_opened(host, shown):
    assert running.reachable(host) == shown


def test_the_greeting_names_a_sign_in_for_each_role(tmp_path):
    text = greeting("http://x", folder=ROOT, var=tmp_path, is_demo=True, is_mail_written=True)
    for role in ("reader", "author", "reviewer", "editor", "managing-editor", "administrator"):
        assert f"{role}@demo.invalid" in text
    assert "The password of each is:" in text
    assert str(tmp_path / "mail") in text


@pytest.mark.parametrize("name", ["EMAIL_URL", "EMAIL_URL_FILE"])
def test_a_journal_with_a_mail_server_does_not_say_that_mail_is_written(name, monkeypatch):
    """Its embedded database says nothing about its mail."""
    said = greetings(monkeypatch, {name: "smtp://127.0.0.1:25"})
    assert ["Mail is not sent" in text for text in said] == [False]


def test_a_journal_without_one_says_so(monkeypatch):
    assert ["Mail is not sent" in text for text in greetings(monkeypatch, {})] == [True]


def greetings(monkeypatch, settings) -> list[str]:
    """What is said once everything runs, with nothing started."""
    said: list[str] = []
    monkeypatch.setattr(running, "journal_parts", lambda *_: [Mock()])
    monkeypatch.setattr(running, "wait_for_first_page", lambda *_: True)
    monkeypatch.setattr(running, "watch", lambda *_: None)
    monkeypatch.setattr(running, "stop", lambda _: None)
    monkeypatch.setattr(running, "print_line", said.append)
    site = {"SITE_URL": "http://x"}
    running.keep_running("127.0.0.1", 1, site | settings, Mock(), is_embedded=True)
    return [text for text in said if "Verso is ready" in text]


def test_the_greeting_of_a_journal_that_is_no_demo_has_no_sign_ins(tmp_path):
    text = greeting("http://x", folder=ROOT, var=tmp_path, is_demo=False, is_mail_written=False)
    assert "password" not in text
    assert "Mail" not in text
