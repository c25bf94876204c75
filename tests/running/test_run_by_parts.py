"""The order of things in `make run`, with small programs in the place of the journal's."""

import os
import signal
import sys

import pytest

from journal import embedded
from journal.running import __main__ as running
from journal.running import supervisor
from journal.running.part import Part
from tests.running.test_make_run import free_port

PAGE = (
    "import sys, http.server as h;"
    "h.BaseHTTPRequestHandler.do_GET = lambda page: page.send_error(404);"
    "h.HTTPServer(('127.0.0.1', int(sys.argv[1])), h.BaseHTTPRequestHandler).serve_forever()"
)


@pytest.fixture
def journal(tmp_path, monkeypatch):
    """A journal of one small web server, with a database that is not ours to start."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setattr(running, "run_step", lambda _part, _flag: True)

    def parts(_host: str, port: int, settings: dict[str, str]) -> list[Part]:
        code = [sys.executable, "-c", PAGE, str(port)]
        return [Part("web server", code, tmp_path / "web.log", settings, tmp_path)]

    monkeypatch.setattr(running, "journal_parts", parts)


@pytest.fixture
def interrupted(monkeypatch):
    """Ctrl-C as soon as all parts are started and watched."""

    def watch(*watched):
        os.kill(os.getpid(), signal.SIGINT)
        supervisor.watch(*watched)

    monkeypatch.setattr(running, "watch", watch)


def test_it_greets_and_ends_on_ctrl_c(journal, interrupted, capsys):
    assert running.main() == 0
    said = capsys.readouterr().out
    assert f"Verso is ready:  http://127.0.0.1:{os.environ['PORT']}" in said
    assert said.endswith("Stopping …\nStopped.\n")


def test_a_server_elsewhere_is_not_started_nor_filled_with_a_demo(journal, interrupted, capsys):
    running.main()
    said = capsys.readouterr().out
    assert "PostgreSQL" not in said
    assert "password" not in said


def test_a_preparation_that_fails_ends_it(journal, monkeypatch, capsys):
    monkeypatch.setattr(running, "run_step", lambda _part, _flag: False)
    assert running.main() == 1
    assert "could not be prepared" in capsys.readouterr().err


def test_a_web_server_that_does_not_start_shows_its_last_words(journal, monkeypatch, capsys):
    monkeypatch.setattr(sys.modules[__name__], "PAGE", "print('no memory'); raise SystemExit(1)")
    assert running.main() == 1
    assert "The web server did not start:\nno memory" in capsys.readouterr().err


def test_embedded_servers_that_do_not_start_are_one_line(journal, monkeypatch, capsys):
    def fail(_var: object) -> None:
        raise embedded.EmbeddedServerError("The embedded PostgreSQL did not start.")

    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(embedded, "addresses", fail)
    assert running.main() == 1
    assert capsys.readouterr().err == "The embedded PostgreSQL did not start.\n"


def test_the_parts_are_web_server_worker_and_clock(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    parts = running.journal_parts("127.0.0.1", 8000, {})
    assert [part.name for part in parts] == ["web server", "worker", "clock"]
    assert [part.log.name for part in parts] == ["web-server.log", "worker.log", "clock.log"]


def test_an_embedded_server_that_died_is_started_again(monkeypatch, capsys):
    started = []

    def start_twice(var: object) -> None:
        started.append(var)
        if len(started) == 1:
            raise embedded.EmbeddedServerError("not yet")

    monkeypatch.setattr(running, "LOOK_AFTER_SERVERS_EVERY", 0)
    monkeypatch.setattr(embedded, "are_running", lambda _var: len(started) > 1)
    monkeypatch.setattr(embedded, "addresses", start_twice)
    look = running.server_watch()
    for _ in range(4):
        look()
    assert len(started) == 2
    assert capsys.readouterr().err.count("ended unexpectedly") == 2
