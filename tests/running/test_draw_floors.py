"""The picture of the floors shows the floors that `make check` checks."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / "scripts/draw_floors.py", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def copied(folder: Path, **replaced: str) -> Path:
    """What the script reads, in a folder of its own; replaced: packages by their new names."""
    for name in ("scripts/draw_floors.py", "pyproject.toml", "docs/reference/words.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text((ROOT / name).read_text())
    (folder / "docs/images").mkdir()
    (folder / "docs/images/floors.svg").write_text((ROOT / "docs/images/floors.svg").read_text())
    settings = (folder / "pyproject.toml").read_text()
    for old, new in replaced.items():
        settings = settings.replace(f'"{old}"', f'"{new}"')
    (folder / "pyproject.toml").write_text(settings)
    return folder


def test_the_picture_is_current(tmp_path):
    assert check(ROOT).stderr == ""
    assert check(copied(tmp_path)).returncode == 0


def test_a_package_that_moves_makes_it_out_of_date(tmp_path):
    outcome = check(copied(tmp_path, drafts="sketches"))
    assert outcome.returncode == 1
    assert "docs/images/floors.svg is out of date" in outcome.stderr


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/draw_floors\.py --check$", steps, re.MULTILINE)
