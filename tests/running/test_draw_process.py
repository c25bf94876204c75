"""The page of the process and its drawing are made from the table of moves."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reviews import moves
from scripts.draw_process import page, picture

ROOT = Path(__file__).parents[2]
MADE = ("docs/reference/process.md", "docs/images/process.svg")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / "scripts/draw_process.py", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_both_are_current():
    assert check(ROOT).stderr == ""


@pytest.mark.parametrize("changed", MADE)
def test_what_was_changed_by_hand_is_out_of_date(changed, tmp_path):
    for name in ("scripts/draw_process.py", *MADE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for package in ("reviews", "drafts", "text"):
        (tmp_path / package).symlink_to(ROOT / package)
    assert check(tmp_path).stderr == ""
    with (tmp_path / changed).open("a") as file:
        file.write("\n")
    outcome = check(tmp_path)
    assert outcome.returncode == 1
    assert outcome.stderr == f"{changed} is out of date: scripts/draw_process.py\n"


def test_a_row_says_who_may_do_it_what_it_needs_and_what_follows():
    invite = replace(moves.INVITE, needs="nobody is asked twice")
    expected = (
        "| `invite_reviewer` | the handling editor | – | pending "
        "| the round is open; nobody is asked twice | `invitation.sent`; "
        "`invitation.address_corrected` if the name is invited at another address, too "
        "| `reviews.send_invitation_mail` |"
    )
    assert expected in page([invite]).splitlines()


def test_the_drawing_has_every_state_once_and_every_act_that_changes_one():
    drawn = picture(moves.MOVES)
    boxes = re.findall(r'text-anchor="middle">([a-z-]+)</text>', drawn)
    states = {(move.thing, move.after) for move in moves.MOVES if move.after != moves.SAME}
    assert sorted(boxes) == sorted(state for _thing, state in states)
    changing = {move.act for move in moves.MOVES if move.after != moves.SAME}
    labels = re.findall(r'<text class="act"[^>]*>([a-z_, ]+)</text>', drawn)
    assert {act for label in labels for act in label.split(", ")} == changing


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/draw_process\.py --check$", steps, re.MULTILINE)
