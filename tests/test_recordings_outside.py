"""Tests of recordings that lie outside the repository are left out where these are not there."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.covered_lines import ROOT

FOLDER = Path(__file__).parent / "recordings_outside"
MODULES = sorted(FOLDER.glob("test_*.py"))
ELSEWHERE = "tests/text/test_marks.py"


def collected(shared: Path, *paths: str) -> str:
    """What pytest says that it would run."""
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", *paths],
        env=os.environ | {"VERSO_SHARED": str(shared)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    return ended.stdout


def test_without_the_recordings_only_their_tests_are_left_out_and_the_report_says_so(tmp_path):
    said = collected(tmp_path, "tests/recordings_outside", ELSEWHERE)
    assert said.count("tests/recordings_outside is left out: ") == 1
    assert f"there is no {tmp_path / 'recorded'}" in said
    assert "<Module test_marks.py>" in said
    assert [path.name for path in MODULES if path.name in said] == []


def test_with_the_recordings_all_their_tests_are_collected(tmp_path):
    (tmp_path / "recorded").mkdir()
    said = collected(tmp_path, "tests/recordings_outside")
    assert "left out" not in said
    assert [path.name for path in MODULES if path.name not in said] == []


def test_no_other_test_reads_recordings_outside():
    reads = re.compile(r"from tests\.recordings_outside|VERSO_SHARED")
    outside = [path for path in Path(__file__).parent.rglob("*.py") if path.parent != FOLDER]
    readers = {str(path.relative_to(ROOT)) for path in outside if reads.search(path.read_text())}
    assert readers == {"tests/conftest.py", "tests/test_recordings_outside.py"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_each_names_the_tests_of_the_same_behaviour_with_samples_of_ours(module):
    named = re.findall(r"tests/[\w/]+\.py", ast.get_docstring(ast.parse(module.read_text())) or "")
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in named if name.startswith("tests/recordings_outside")] == []
