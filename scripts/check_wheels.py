"""Can the pinned requirements be installed from wheels alone, on every machine we promise?

A package without a wheel needs a compiler on the machine of whoever types `make run`.
"""

import itertools
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
FILES = ("base", "dev")
MACHINES = {
    "Linux x86-64": "x86_64-unknown-linux-gnu",
    "Linux ARM": "aarch64-unknown-linux-gnu",
    "Apple Silicon": "aarch64-apple-darwin",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# uv's hint comes first where it is there: it names the package and nothing else.
NAMED = (
    re.compile(r"Wheels are required for `([^`]+)`"),
    re.compile(r"Because (?:only )?([A-Za-z0-9._-]+)[=<>\s]"),
)
SECONDS = 300


def problem(case: tuple[str, str, str]) -> str:
    """What stands in the way of one file on one machine with one Python; "" for nothing."""
    file, machine, python = case
    command = [FOLDER / ".venv/bin/uv", "pip", "install", "--dry-run", "--no-build", "--no-deps"]
    command += ["--require-hashes", "--target", FOLDER / "var/no-such-folder", "--quiet"]
    command += ["--python-platform", MACHINES[machine], "--python-version", python]
    command += ["-r", FOLDER / f"requirements/{file}.txt"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode == 0:
        return ""
    where = f"{file}.txt on {machine} with Python {python}"
    return f"{where}: {culprit(done.stderr)}"


def culprit(complaint: str) -> str:
    """The package that uv names, or all it says."""
    for pattern in NAMED:
        if match := pattern.search(complaint):
            return f"{match[1]} has no wheel"
    return complaint.strip()


def main() -> int:
    cases = list(itertools.product(FILES, MACHINES, PYTHONS))
    with ThreadPoolExecutor(2) as threads:
        problems = list(filter(None, threads.map(problem, cases)))
    for line in problems:
        sys.stderr.write(f"{line}\n")
    if not problems:
        sys.stdout.write(f"Wheels alone suffice in all {len(cases)} cases.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
