"""`make check` refuses a view, or another function, that is too long to be read in one go."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(*folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts/check_views.py", *folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def function_of(lines: int, *, first: str = "request") -> str:
    """A function of so many lines, with a decorator and a docstring of two lines besides."""
    body = "    pass\n" * (lines - 1)
    return f'@decorated(\n    "by this"\n)\ndef page({first}):\n    """Two\n    lines."""\n{body}'


def write(folder: Path, name: str, text: str) -> Path:
    module = folder / name
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(text)
    return module


@pytest.mark.parametrize("name", ["reading/views.py", "reviews/views/desk.py"])
def test_a_view_of_21_lines_is_refused(tmp_path, name):
    module = write(tmp_path, name, function_of(21))
    outcome = check(tmp_path)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{module}:4 page has 21 lines, of 20 for a view; ")


def test_a_view_of_20_lines_is_allowed(tmp_path):
    write(tmp_path, "reading/views.py", function_of(20))
    assert check(tmp_path).returncode == 0


def test_another_function_of_41_lines_is_refused(tmp_path):
    module = write(tmp_path, "reviews/services.py", function_of(39))
    outcome = check(tmp_path)
    assert outcome.returncode == 1
    assert f"{module}:4 page has 41 lines, of 40 for a function" in outcome.stderr


def test_another_function_of_40_lines_with_its_docstring_is_allowed(tmp_path):
    write(tmp_path, "reviews/services.py", function_of(38))
    write(tmp_path, "reviews/views/context.py", function_of(38, first="user"))
    assert check(tmp_path).returncode == 0


def test_a_function_within_a_function_is_counted_too(tmp_path):
    inner = "".join(f"    {line}\n" for line in function_of(21).splitlines())
    write(tmp_path, "reading/views.py", f"def outer(made):\n{inner}")
    assert "page has 21 lines" in check(tmp_path).stderr


@pytest.mark.parametrize("folder", ["tests", "reviews/migrations", ".venv"])
def test_tests_migrations_and_installed_packages_are_not_asked(tmp_path, folder):
    write(tmp_path, f"{folder}/views.py", function_of(100))
    assert check(tmp_path).returncode == 0


def test_our_own_functions_are_short_enough():
    assert check().stderr == ""


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/check_views\.py$", steps, re.MULTILINE)
