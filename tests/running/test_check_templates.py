"""`make check` refuses a template with a line that is too wide to read beside another."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(*folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts/check_templates.py", *folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_line_of_121_columns_is_refused(tmp_path):
    page = tmp_path / "reading" / "page.html"
    page.parent.mkdir()
    page.write_text("<p>\n" + "é" * 121 + "\n</p>\n")
    outcome = check(tmp_path)
    assert outcome.returncode == 1
    assert f"{page}:2 has 121 columns" in outcome.stderr


def test_a_line_of_120_columns_is_allowed(tmp_path):
    (tmp_path / "mail.txt").write_text("é" * 120 + "\n")
    assert check(tmp_path).returncode == 0


def test_our_templates_are_narrow_enough():
    assert check().stderr == ""


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/check_templates\.py$", steps, re.MULTILINE)
