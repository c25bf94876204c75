"""The picture of the colours shows those of the pages, by day and by night."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = ("scripts/draw_design.py", "static/css/base.css", "docs/images/design-colours.svg")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / "scripts/draw_design.py", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def copied(folder: Path, old: str = "", new: str = "") -> Path:
    """What the script reads, in a folder of its own, with some styles written otherwise."""
    for name in NEEDED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text((ROOT / name).read_text())
    styles = folder / "static/css/base.css"
    assert old in styles.read_text()
    styles.write_text(styles.read_text().replace(old, new))
    return folder


def test_the_picture_is_current(tmp_path):
    assert check(ROOT).stderr == ""
    assert check(copied(tmp_path)).returncode == 0


def test_another_colour_by_night_makes_it_out_of_date(tmp_path):
    outcome = check(copied(tmp_path, "--colour-accent: #a4c1f8", "--colour-accent: #a4c1f9"))
    assert outcome.returncode == 1
    assert "docs/images/design-colours.svg is out of date" in outcome.stderr


def test_every_colour_is_in_it_with_what_it_is_for():
    drawn = (ROOT / "docs/images/design-colours.svg").read_text()
    tokens = set(re.findall(r"--colour-[\w-]+", (ROOT / "static/css/base.css").read_text()))
    assert len(tokens) > 9
    assert {token for token in tokens if f">{token}</text>" not in drawn} == set()


def test_each_picture_that_the_page_shows_is_there():
    page = ROOT / "docs/explanation/design.md"
    shown = re.findall(r"(?:\]\(|src(?:set)?=\")(\.\./images/[\w.-]+)", page.read_text())
    assert len(shown) > 9
    for name in shown:
        assert (page.parent / name).is_file(), name
    kept = {file.name for file in (ROOT / "docs/images").glob("design-*")}
    assert kept == {name.rpartition("/")[2] for name in shown}


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/draw_design\.py --check$", steps, re.MULTILINE)
