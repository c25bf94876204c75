"""`make check` refuses a limit that docs/reference/limits.md does not list, or lists otherwise."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = """
| Eggs of one nest | 1,000 | `MOST_EGGS` | `birds/rules.py` |
| A flight; without rest | 2 hours, 30 minutes | `LONGEST_FLIGHT` | `birds/rules.py` |
| Birds a page | 20 | `BIRDS_A_PAGE` | `web/list_lengths.py` |
"""
RULES = """
from datetime import timedelta

MOST_EGGS = 1_000
LONGEST_FLIGHT: timedelta = timedelta(hours=2, minutes=30)
MAX_NAMES = compile("no number")
almost = 7
"""


@pytest.fixture
def project(tmp_path):
    """A small project in which every limit is listed."""
    for folder in ("docs/reference", "birds", "web", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    packages = '[tool.importlinter]\nroot_packages = ["birds", "web"]\n'
    (tmp_path / "pyproject.toml").write_text(packages)
    (tmp_path / "docs/reference/limits.md").write_text(PAGE)
    (tmp_path / "birds/rules.py").write_text(RULES)
    (tmp_path / "web/list_lengths.py").write_text("BIRDS_A_PAGE = 20\n")
    return tmp_path


def check(*folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts/check_limits.py", *folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_project_that_lists_its_limits_is_allowed(project):
    (project / "tests/test_it.py").write_text("MOST_TESTS = 3\n")
    assert (check(project).stderr, check(project).returncode) == ("", 0)


@pytest.mark.parametrize(
    ("file", "added", "refusal"),
    [
        ("birds/models.py", "MAX_WINGS = 2", "birds/models.py:1: MAX_WINGS has no row"),
        ("birds/models.py", "_MOST_WINGS, _FEW = 2, 1", "_MOST_WINGS has no row"),
        ("birds/models.py", "HATCHED_WITHIN = days(30)", "HATCHED_WITHIN has no row"),
        ("birds/models.py", "MOST_EGGS = 1_000", "birds/models.py:1: MOST_EGGS has no row"),
        ("birds/rules.py", "MOST_EGGS = 2 * 500 + 1", "MOST_EGGS is (1001.0,), and docs/"),
        ("birds/rules.py", "LONGEST_FLIGHT = timedelta(hours=2)", "LONGEST_FLIGHT is (2.0,), and"),
        ("web/list_lengths.py", "NESTS_SHOWN = 9", "NESTS_SHOWN has no row"),
        (
            "birds/models.py",
            "class Policy:\n    nest_days = _number(30, 'Days')",
            "birds/models.py:2: nest_days has no row",
        ),
        ("birds/limits.py", "NESTS_A_TREE = 3", "birds/limits.py:1: NESTS_A_TREE has no row"),
    ],
)
def test_what_is_not_listed_so_is_refused(project, file, added, refusal):
    before = (project / file).read_text() if (project / file).exists() else ""
    (project / file).write_text(f"{before}{added}\n")
    outcome = check(project)
    assert outcome.returncode == 1
    assert refusal in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


def test_a_row_without_its_limit_is_refused(project):
    (project / "birds/rules.py").write_text(RULES.replace("MOST_EGGS", "USUAL_EGGS"))
    refusal = "docs/reference/limits.md lists MOST_EGGS of birds/rules.py, which is no number there"
    assert check(project).stderr == f"{refusal}\n"


def test_a_row_may_list_a_number_of_any_name_which_is_compared_too(project):
    page = project / "docs/reference/limits.md"
    page.write_text(f"{PAGE}| Eggs a day | 2 | `EGGS_A_DAY` | `birds/rules.py` |\n")
    (project / "birds/rules.py").write_text(f"{RULES}EGGS_A_DAY = 2\nEGGS_A_YEAR = 9\n")
    assert check(project).stderr == ""
    (project / "birds/rules.py").write_text(f"{RULES}EGGS_A_DAY = 3\n")
    refusal = "birds/rules.py:8: EGGS_A_DAY is (3.0,), and docs/reference/limits.md says (2.0,)"
    assert check(project).stderr == f"{refusal}\n"
    (project / "birds/rules.py").write_text(RULES)
    refusal = (
        "docs/reference/limits.md lists EGGS_A_DAY of birds/rules.py, which is no number there"
    )
    assert check(project).stderr == f"{refusal}\n"


def test_our_own_limits_are_listed():
    assert check().stderr == ""


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/check_limits\.py$", steps, re.MULTILINE)
