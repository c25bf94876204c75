"""Draws the floors of the code as docs/images/floors.svg; with --check, says whether it is current.

The floors are those that import-linter checks (pyproject.toml); what stands on them is said as in
docs/reference/words.md.
"""

import re
import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/images/floors.svg"
WIDTH, HEIGHT, GAP, MARGIN = 960, 44, 8, 12  # pixels: of the picture, a floor, between floors
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1f2937 }
  .name { font-weight: 600 }
  .holds { font-size: 12px; fill: #4b5563 }
  rect { fill: #f3f4f6; stroke: #9ca3af }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e7eb } .holds { fill: #9ca3af } rect { fill: #1f2937; stroke: #4b5563 }
  }
"""


def main() -> int:
    drawn = draw(floors(), descriptions())
    if sys.argv[1:] == ["--check"]:
        if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn:
            return 0
        sys.stderr.write(f"{PICTURE.relative_to(ROOT)} is out of date: scripts/draw_floors.py\n")
        return 1
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


def floors() -> list[list[str]]:
    """The packages of each floor, from the highest to the lowest."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    whole = next(contract for contract in contracts if "containers" not in contract)
    return [[name.strip() for name in layer.split("|")] for layer in whole["layers"]]


def descriptions() -> dict[str, str]:
    """What each package holds: the beginning of its line in the glossary."""
    glossary = (ROOT / "docs/reference/words.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([a-z]+)/`[^|]*\| ([^|]+) \|$", glossary, re.MULTILINE)
    return {name: re.split("[;:]", holds)[0].replace("`", "") for name, holds in lines}


def draw(packages: list[list[str]], holds: dict[str, str]) -> str:
    height = 2 * MARGIN + len(packages) * (HEIGHT + GAP) - GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The floors of the code: imports run down only</title>",
        f"<style>{STYLE}</style>",
    ]
    for number, floor in enumerate(packages):
        top = MARGIN + number * (HEIGHT + GAP)
        width = (WIDTH - 2 * MARGIN - GAP * (len(floor) - 1)) / len(floor)
        for position, name in enumerate(floor):
            left = MARGIN + position * (width + GAP)
            parts += [
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}" rx="6"/>',
                f'<text class="name" x="{left + 14:.1f}" y="{top + 27}">{name}/</text>',
                f'<text class="holds" x="{left + 106:.1f}" y="{top + 27}">'
                f"{escape(holds.get(name, ''), quote=False)}</text>",
            ]
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main())
