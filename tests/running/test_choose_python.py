"""Which Python `.venv` is made with (scripts/choose-python)."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.covered_lines import ROOT


def _stub(path: Path, *, is_optimized: bool, makes_environments: bool = True) -> Path:
    """A program that answers the script's two questions as such a Python would."""
    path.parent.mkdir()
    answers = f"*--enable-optimizations*) exit {int(not is_optimized)};;"
    answers += f" *ensurepip*) exit {int(not makes_environments)};;"
    path.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\nexit 9\n')
    path.chmod(0o755)
    return path


def _chosen(own: Path, system: Path) -> str:
    environment = {"PATH": f"{own.parent}:{os.environ['PATH']}", "SYSTEM_PYTHON": str(system)}
    script = [str(ROOT / "scripts" / "choose-python")]
    answer = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return answer.stdout.strip()


@pytest.mark.parametrize(
    ("is_optimized", "system_is_usable", "expected"),
    [
        pytest.param(False, True, "system", id="a slow build gives way to the system's"),
        pytest.param(True, True, "python3", id="what is found first stays where it is quick"),
        pytest.param(False, False, "python3", id="no environment can be made of the system's"),
    ],
)
def test_the_first_python_is_taken_unless_it_is_a_slow_build(
    tmp_path: Path, is_optimized: bool, system_is_usable: bool, expected: str
) -> None:
    own = _stub(tmp_path / "own" / "python3", is_optimized=is_optimized)
    system = _stub(
        tmp_path / "usr" / "python3", is_optimized=True, makes_environments=system_is_usable
    )
    assert _chosen(own, system) == (str(system) if expected == "system" else "python3")


def test_without_a_python_of_the_system_there_is_the_first(tmp_path: Path) -> None:
    own = _stub(tmp_path / "own" / "python3", is_optimized=False)
    assert _chosen(own, tmp_path / "missing") == "python3"
