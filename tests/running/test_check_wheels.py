"""`make requirements` names what could not be installed without a compiler (uv answers from here:
tests ask no network)."""

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NO_WHEEL = """\
error: No solution found when resolving dependencies
  cause: Because pykatex==0.1.1 has no usable wheels and you require pykatex==0.1.1, we can
  conclude that your requirements are unsatisfiable.

hint: Wheels are required for `pykatex` because building from source is disabled
"""


@pytest.fixture
def check_wheels() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_wheels", ROOT / "scripts/check_wheels.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def asked(check_wheels, monkeypatch):
    """uv finds no wheel on ARM with Python 3.14; returns what it was asked."""
    asked = []

    def run(command, **_options):
        words = " ".join(map(str, command))
        asked.append(words)
        is_bad = "aarch64-unknown-linux-gnu --python-version 3.14" in words
        return subprocess.CompletedProcess(command, int(is_bad), "", NO_WHEEL if is_bad else "")

    monkeypatch.setattr(check_wheels.subprocess, "run", run)
    return asked


def test_every_file_machine_and_python_is_asked_for(check_wheels, asked, capsys):
    assert check_wheels.main() == 1
    assert len(set(asked)) == 2 * 3 * 4
    assert all("--no-build" in words and "--require-hashes" in words for words in asked)
    assert capsys.readouterr().err.splitlines() == [
        f"{file}.txt on Linux ARM with Python 3.14: pykatex has no wheel"
        for file in ("base", "dev")
    ]


def test_no_news_is_one_line(check_wheels, asked, monkeypatch, capsys):
    monkeypatch.setattr(check_wheels, "PYTHONS", ("3.11",))
    assert check_wheels.main() == 0
    assert capsys.readouterr() == ("Wheels alone suffice in all 6 cases.\n", "")


@pytest.mark.parametrize(
    ("complaint", "named"),
    [
        (NO_WHEEL, "pykatex has no wheel"),
        ("Because lxml==6.0 has no usable wheels and", "lxml has no wheel"),
        ("error: the index cannot be reached\n", "error: the index cannot be reached"),
    ],
)
def test_the_package_is_named(check_wheels, complaint, named):
    assert check_wheels.culprit(complaint) == named
