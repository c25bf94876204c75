"""The supervisor on small programs that stand for the web server and the worker."""

import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler

import pytest

from journal.running import supervisor
from journal.running.part import Part
from journal.running.supervisor import (
    StopFlag,
    StoppedBySignal,
    run_step,
    stop,
    stopping_on_signals,
    wait_for_first_page,
    watch,
)
from tests.local_server import serving

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True);" + SLEEP


@pytest.fixture
def make_part(tmp_path):
    parts = []

    def make(code: str) -> Part:
        log = tmp_path / "log" / f"{len(parts)}.log"
        part = Part("worker", [sys.executable, "-c", code], log, dict(os.environ), tmp_path)
        parts.append(part)
        return part

    yield make
    for part in parts:
        part.force_stop()


def stop_after(count: int, flag: StopFlag):
    """Something to call at each turn, which asks to stop at the last one."""
    looks = iter(range(count))

    def look() -> None:
        if next(looks, None) is None:
            flag.is_set = True

    return look


def wait_until(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def test_a_part_that_dies_is_named_and_started_again(make_part, monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "TICK", 0.02)
    part, flag = make_part("print('out of luck'); raise SystemExit(3)"), StopFlag()
    part.start()
    wait_until(part.has_died)
    stop_in_time = stop_after(500, flag)

    def look() -> None:
        part.retry_at = 0.0  # the pause is over
        stop_in_time()
        flag.is_set = flag.is_set or part.crashes == 2

    with pytest.raises(StoppedBySignal):
        watch([part], flag, look)
    said = capsys.readouterr().err
    assert "The worker ended unexpectedly (exit status 3):\nout of luck" in said
    assert "It starts again in 1 s." in said
    assert "It starts again in 2 s." in said


def test_the_pause_grows_and_ends_at_half_a_minute(make_part):
    part = make_part("pass")
    part.started = time.monotonic()
    assert [part.plan_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_part_that_ran_well_starts_again_at_once(make_part, monkeypatch):
    part = make_part("pass")
    part.crashes, part.started = 5, time.monotonic() - 100
    assert part.plan_restart() == 1


def test_errors_in_a_log_are_shown_once(make_part, monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "TICK", 0.02)
    part, flag = make_part("print('12:00 ERROR mail: refused', flush=True);" + SLEEP), StopFlag()
    part.start()
    wait_until(lambda: part.log.stat().st_size)
    with pytest.raises(StoppedBySignal):
        watch([part], flag, stop_after(5, flag))
    assert capsys.readouterr().err.count("worker: 12:00 ERROR mail: refused") == 1


def test_a_part_that_will_not_stop_is_ended(make_part, monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "SECONDS_TO_STOP", 0.2)
    part = make_part(STUBBORN)
    part.start()
    wait_until(lambda: part.log.stat().st_size)
    stop([part])
    assert part.is_gone()
    assert "did not stop by itself" in capsys.readouterr().out


def test_a_step_is_waited_for_and_its_failure_reported(make_part):
    assert run_step(make_part("pass"), StopFlag())
    assert not run_step(make_part("raise SystemExit(1)"), StopFlag())


def test_a_stop_signal_ends_the_step_that_runs(make_part):
    part = make_part(SLEEP)
    with stopping_on_signals() as flag:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StoppedBySignal):
            run_step(part, flag)
    assert part.is_gone()


def test_the_first_page_is_awaited_until_it_is_no_error(make_part):
    codes = iter([503, 200])

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(next(codes))

        def log_message(self, *_words: object) -> None:
            pass

    with serving(Page) as address:
        web = make_part(SLEEP)
        web.start()
        assert wait_for_first_page(address, web, StopFlag())


def test_a_web_server_that_died_is_not_waited_for(make_part):
    web = make_part("pass")
    web.start()
    assert not wait_for_first_page("http://127.0.0.1:1", web, StopFlag())
