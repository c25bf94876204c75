import os
import signal
import subprocess
import sys
import threading

import pytest

from text import katex_process, katex_worker
from text.katex_process import KatexProcess


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


def test_a_process_that_does_not_answer_is_ended_and_replaced(katex, monkeypatch):
    mathml(katex, "a")
    stopped = katex.process
    os.kill(stopped.pid, signal.SIGSTOP)
    monkeypatch.setattr(katex_process, "_PATIENCE_FOR_CPU", 0.0)
    monkeypatch.setattr(katex_process, "_PATIENCE_SECONDS", 5.0)
    assert "<mi>b</mi>" in mathml(katex, "b")
    assert stopped.poll() == -signal.SIGKILL


def test_a_stopped_process_that_reads_nothing_holds_nobody_for_ever(katex, monkeypatch):
    """More formulas than the pipe takes, so that writing alone would wait."""
    mathml(katex, "a")
    stopped = katex.process
    os.kill(stopped.pid, signal.SIGSTOP)
    monkeypatch.setattr(katex_process, "_PATIENCE_FOR_CPU", 0.0)
    monkeypatch.setattr(katex_process, "_PATIENCE_SECONDS", 5.0)
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
    assert os.waitpid(child, 0)[1] == 0
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
        "import sys; from text.maths import render_maths; print('py_mini_racer' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert answer.stdout.strip() == b"False"
