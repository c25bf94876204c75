"""Are the pinned requirements complete, and do the pins satisfy `pyproject.toml`?"""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

FOLDER = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


def pins(file: Path) -> dict[str, str]:
    return {plain(name): version for name, version in PIN.findall(file.read_text())}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def problems(wanted: list[str], pinned: dict[str, str], file: str) -> list[str]:
    found = []
    for requirement in map(Requirement, wanted):
        version = pinned.get(plain(requirement.name))
        if version is None:
            found.append(f"{file} lacks {requirement.name}")
        elif not requirement.specifier.contains(version, prereleases=True):
            found.append(
                f"{file} pins {requirement.name} {version}, wanted {requirement.specifier}"
            )
    return found


def main() -> int:
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text())["project"]
    base = pins(FOLDER / "requirements" / "base.txt")
    dev = pins(FOLDER / "requirements" / "dev.txt")
    found = problems(project["dependencies"], base, "base.txt")
    found += problems(project["optional-dependencies"]["dev"], dev, "dev.txt")
    found += [f"{name} differs in dev.txt" for name, pin in base.items() if dev.get(name) != pin]
    for problem in found:
        sys.stderr.write(f"{problem}; run `make requirements`\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
