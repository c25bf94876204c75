import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from tests.forked import exit_status
from text.tex import katex_process, katex_worker
from text.tex.katex_process import KatexProcess


@pytest.fixture
def katex():
    process = KatexProcess()
    yield process
    process.close()


def text(tex: str) -> katex_worker.TextRequest:
    return {"formulas": [(tex, False)], "macros": {}, "cpu_seconds": 0.3, "characters": 10_000}


def mathml(katex: KatexProcess, tex: str) -> str:
    return katex.render([text(tex)])[0]["formulas"][0]["mathml"]


def test_the_process_starts_with_the_first_formula_and_stays(katex):
    assert katex.process is None
    mathml(katex, "a")
    first = katex.process.pid
    mathml(katex, "b")
    assert katex.process.pid == first


def test_a_process_that_was_killed_is_replaced(katex):
    mathml(katex, "a")
    os.kill(katex.process.pid, signal.SIGKILL)
    assert "<mi>b</mi>" in mathml(katex, "b")


def test_a_process_that_ended_idle_is_replaced(katex):
    mathml(katex, "a")
    katex.process.stdin.close()
    katex.process.wait()
    assert "<mi>b</mi>" in mathml(katex, "b")


@pytest.fixture
def stopped(katex, monkeypatch):
    """A process that answers no more, and little patience with it, but not with its successor."""
    mathml(katex, "a")
    process, real = katex.process, katex_process._exchange
    os.kill(process.pid, signal.SIGSTOP)
    monkeypatch.setattr(katex_process, "_PATIENCE_FOR_CPU", 0.0)
    monkeypatch.setattr(katex_process, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(
        katex_process,
        "_exchange",
        lambda asked, line, seconds: real(asked, line, seconds if asked is process else 60.0),
    )
    return process


def test_a_process_that_does_not_answer_is_ended_and_replaced(katex, stopped):
    assert "<mi>b</mi>" in mathml(katex, "b")
    assert stopped.poll() == -signal.SIGKILL


def test_a_stopped_process_that_reads_nothing_holds_nobody_for_ever(katex, stopped):
    """More formulas than the pipe takes, so that writing alone would wait."""
    many = text("b") | {"formulas": [("b" * 90, False)] * 2_000, "cpu_seconds": 30.0}
    rendering = threading.Thread(target=katex.render, args=[[many]], daemon=True)
    rendering.start()
    try:
        rendering.join(timeout=60)
        assert stopped.poll() == -signal.SIGKILL
    finally:
        stopped.kill()  # frees the thread if it waits after all
    rendering.join(timeout=60)
    assert "<mi>c</mi>" in mathml(katex, "c")


def test_a_forked_child_renders_after_its_parent_has_and_the_parent_goes_on(katex):
    mathml(katex, "p")
    child = os.fork()
    if child == 0:
        katex.forget()
        worked = "<mi>q</mi>" in mathml(katex, "q")
        katex.close()
        os._exit(0 if worked else 1)
    assert exit_status(child) == 0
    assert "<mi>r</mi>" in mathml(katex, "r")


def test_a_text_that_ends_two_processes_is_refused_and_its_neighbours_are_not(katex, monkeypatch):
    real = katex_process._exchange

    def exchange(process, line, seconds):
        if b"kills" in line:
            process.kill()
        return real(process, line, seconds)

    monkeypatch.setattr(katex_process, "_exchange", exchange)
    before, killer, after = katex.render([text("a"), text("kills"), text("b")])
    assert "too much memory" in killer["formulas"][0]["error"]
    assert "mathml" in before["formulas"][0]
    assert "mathml" in after["formulas"][0]


def test_a_missing_katex_is_no_formulas_fault(katex, monkeypatch):
    monkeypatch.setattr(katex_process.sys, "executable", "/bin/false")
    with pytest.raises(ConnectionError):
        mathml(katex, "x")


def test_the_parent_never_loads_v8():
    program = (
        "import sys; from text.tex.maths import render_maths; print('py_mini_racer' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert answer.stdout.strip() == b"False"


def test_a_short_text_is_rendered_while_a_long_one_has_time_left(katex, monkeypatch):
    mathml(katex, "a")
    real, begun, finished = katex_process._exchange, threading.Event(), []

    def exchange(process, line, seconds):
        answer = real(process, line, seconds)
        if b'"number"' in answer:
            begun.set()
        return answer

    def render_long():
        bomb = (r"\def\a{" + "x" * 4000 + "}" + r"\a" * 300, False)
        reply = katex.render([text("x") | {"formulas": [bomb] * 10, "cpu_seconds": 60.0}])[0]
        finished.append(len(reply["formulas"]))

    monkeypatch.setattr(katex_process, "_exchange", exchange)
    rendering = threading.Thread(target=render_long, daemon=True)
    rendering.start()
    assert begun.wait(60)
    assert "<mi>b</mi>" in mathml(katex, "b")
    assert finished == []
    rendering.join(timeout=60)
    assert finished == [10]


def test_a_process_that_has_grown_large_is_replaced_before_the_next_text(katex, monkeypatch):
    """So that the next text need not wait until V8 has started."""
    real = katex_process._exchange
    mathml(katex, "a")
    first = katex.process

    def exchange(process, line, seconds):
        answer = json.loads(real(process, line, seconds))
        return json.dumps(answer | {"ends": True}).encode()

    with monkeypatch.context() as large:
        large.setattr(katex_process, "_exchange", exchange)
        assert "<mi>b</mi>" in mathml(katex, "b")
    second = katex.process
    assert first.poll() is not None
    assert second.poll() is None
    assert "<mi>c</mi>" in mathml(katex, "c")
    assert katex.process is second


def test_a_text_whose_process_was_replaced_meanwhile_begins_anew(katex, monkeypatch):
    real, killed = katex_process._exchange, []

    def exchange(process, line, seconds):
        answer = real(process, line, seconds)
        if b'"number"' in answer and not killed:
            killed.append(process)
            process.kill()
            process.wait()
        return answer

    monkeypatch.setattr(katex_process, "_exchange", exchange)
    many = text("x") | {"formulas": [("x^{y}", False)] * 5_000, "cpu_seconds": 60.0}
    reply = katex.render([many | {"characters": 10_000_000}])[0]
    assert killed
    assert len(reply["formulas"]) == 5_000
    assert all("mathml" in formula for formula in reply["formulas"])


def test_the_lock_goes_to_who_waits_and_not_back_to_who_had_it():
    lock, order, hangs = katex_process.FairLock(), [], 60

    def take():
        with lock:
            order.append("other")

    waiting = threading.Thread(target=take, daemon=True)
    with lock:
        waiting.start()
        while not lock._gates:
            assert waiting.is_alive()
    with lock:
        order.append("same")
    waiting.join(hangs)
    assert order == ["other", "same"]
    with lock:
        pass
