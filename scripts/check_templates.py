"""Is every line of a template at most 120 columns wide? With a folder: of the templates in it."""

import sys
from pathlib import Path

from project_files import files_in

FOLDER = Path(__file__).resolve().parent.parent
COLUMNS = 120


def long_lines(templates: Path) -> list[str]:
    return [
        f"{file}:{number} has {len(line)} columns, of {COLUMNS}"
        for file in files_in(templates, "*")
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1)
        if len(line) > COLUMNS
    ]


def main() -> int:
    found = long_lines(Path(sys.argv[1]) if sys.argv[1:] else FOLDER / "templates")
    for line in found:
        sys.stderr.write(f"{line}; one element or tag a line\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
