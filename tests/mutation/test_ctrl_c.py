"""Ctrl-C ends `make mutate` with one line, all its processes, and leaves the tree as it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from mutation.ending import end_with_children
from mutation.targets import ROOT

HANGS = 120  # seconds, against hanging only
CODE = "def waits():\n    return 1\n"
TESTS = "from planted import waits\n\n\ndef test_waits():\n    assert waits() == 1\n"
HANGING = """def waits():
    import os, pathlib, time
    pathlib.Path("part").write_text(str(os.getpid()))
    pathlib.Path("part").rename("hanging")
    time.sleep(1000)
"""
# `make mutate` of one fault, in a tree of its own.
PROGRAM = f"""
import sys
from pathlib import Path
from mutation import __main__, pool, session, workspace

workspace.HOME = tree = Path(sys.argv[1])
pool.Worker.numbered = classmethod(lambda cls, number, files: cls(tree / "tree", files))
task = pool.Task("planted.py", {HANGING!r}, ["test_planted.py::test_waits"], 60.0, {{cold}})
session.run = lambda options: pool.run_all({{{{0: task}}}}, ["test_planted.py"], print, 1)
sys.exit(__main__.main())
"""


@pytest.mark.parametrize("is_cold", [False, True])
def test_ctrl_c_ends_it_with_one_line_and_all_its_processes(is_cold, tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "planted.py").write_text(CODE)
    (tree / "test_planted.py").write_text(TESTS)
    environment = {
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": "pytest_django.plugin",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-c", PROGRAM.format(cold=is_cold), str(tmp_path)]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        try:
            child = child_that_hangs(tree / "hanging", program)
            os.killpg(program.pid, signal.SIGINT)  # as the terminal does, to all of the group
            _nothing, errors = program.communicate(timeout=HANGS)
        finally:
            end_with_children(program.pid)
    assert errors.strip() == "Stopped. The same command goes on with what is left to do."
    assert program.returncode == 130
    psutil.wait_procs([child], timeout=HANGS)
    assert not child.is_running()
    assert (tree / "planted.py").read_text() == CODE


def child_that_hangs(file: Path, program: subprocess.Popen) -> psutil.Process:
    """The test that runs the fault, once it is at it."""
    ends_at = time.monotonic() + HANGS
    while not file.exists():
        assert program.poll() is None, program.stderr.read()
        assert time.monotonic() < ends_at
        time.sleep(0.02)
    return psutil.Process(int(file.read_text()))
