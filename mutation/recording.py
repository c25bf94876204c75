"""Recording which tests run which lines: once for all, then only for what has changed.

Each recording is a layer: what coverage wrote, how long the tests took, the sources of then and
the hashes of the test files. Lines that have moved since are found again. Test files that changed,
or that ran a line that changed, are run again; with `QUICK=1` only the former, and a new line is
taken to be run by the tests of the line before it. `FRESH=1` records everything anew.
"""

import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coverage import CoverageData

from mutation import workspace
from mutation.coverage_map import CoverageMap
from mutation.ending import end_with_children
from mutation.targets import APPS, ROOT

SETTINGS = """[run]
source = {apps}
omit = */migrations/*
relative_files = true
"""
# Left out: what drives browsers and whole processes, which do not see a fault put into this
# one, and the tests of what stands before and beside these apps.
TESTS = [
    *("tests/accounts", "tests/administration", "tests/api", "tests/curation", "tests/events"),
    *(
        "tests/access",
        "tests/at_once",
        "tests/drafts",
        "tests/interop",
        "tests/preprints",
        "tests/reading",
        "tests/reviews",
        "tests/search",
    ),
]
TESTS_IN_FILES = "tests/test_*.py"


class NotRecordedError(RuntimeError):
    """The tests could not be run."""


@dataclass(frozen=True)
class Layer:
    folder: Path

    @cached_property
    def hashes(self) -> dict[str, str]:
        """Of the test files that were run."""
        found: dict[str, str] = json.loads((self.folder / "tests.json").read_text())
        return found

    @cached_property
    def seconds(self) -> dict[str, float]:
        found: dict[str, float] = json.loads((self.folder / "durations.json").read_text())
        return found

    def lines(self, test_files: set[str]) -> dict[str, dict[int, list[str]]]:
        """The contexts of these test files (and imports), by the lines of today."""
        data = CoverageData(str(self.folder / "coverage"))
        data.read()
        found = {}
        for path in data.measured_files():
            then, today = self.folder / "sources" / path, ROOT / path
            if not (then.exists() and today.exists()):
                continue
            contexts = {
                line: [item for item in names if not item or item.split("::")[0] in test_files]
                for line, names in data.contexts_by_lineno(path).items()
            }
            found[path] = moved(contexts, then.read_text(), today.read_text())
        return found

    def outdated(self) -> set[str]:
        """The test files that ran a line of the mutated apps that is another one today."""
        data = CoverageData(str(self.folder / "coverage"))
        data.read()
        contexts: set[str] = set()
        for path in data.measured_files():
            then, today = self.folder / "sources" / path, ROOT / path
            old = then.read_text() if then.exists() else ""
            new = today.read_text() if today.exists() else ""
            of_line = data.contexts_by_lineno(path) if old != new else {}
            for line in changed_lines(old, new):
                contexts.update(of_line.get(line, []))
        return {context.split("::")[0] for context in contexts if context}


def load() -> CoverageMap:
    """The map of today's tests; what has changed is recorded first."""
    wanted, newest = hashes_of_tests(), layers()
    if os.environ.get("FRESH"):
        newest = []
    found = found_in(newest, wanted)
    if not os.environ.get("QUICK"):
        outdated = {layer: layer.outdated() for layer in newest}
        found = {file: layer for file, layer in found.items() if file not in outdated[layer]}
    if missing := {file: wanted[file] for file in wanted if file not in found}:
        newest.append(record(missing))
        found |= dict.fromkeys(missing, newest[-1])
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    seconds: dict[str, float] = {}
    for layer in newest:
        own = {file for file, where in found.items() if where is layer}
        seconds |= {
            test: took for test, took in layer.seconds.items() if test.split("::")[0] in own
        }
        for path, of_file in layer.lines(own).items():
            for line, contexts in of_file.items():
                lines[path][line] += contexts
    return CoverageMap(seconds, lines)


def layers() -> list[Layer]:
    """The oldest first."""
    folder = workspace.HOME / "record"
    return [Layer(item.parent) for item in sorted(folder.glob("*/tests.json"))]


def found_in(known: list[Layer], wanted: dict[str, str]) -> dict[str, Layer]:
    """The newest layer that has run a test file as it is today."""
    found = {}
    for layer in known:
        for file, digest in layer.hashes.items():
            if wanted.get(file) == digest:
                found[file] = layer
    return found


def hashes_of_tests(root: Path = ROOT) -> dict[str, str]:
    """The files of the tests that are recorded, with their hashes."""
    files = [*root.glob(TESTS_IN_FILES)]
    for folder in TESTS:
        files += (root / folder).rglob("test_*.py")
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }


def moved(contexts: dict[int, list[str]], then: str, today: str) -> dict[int, list[str]]:
    """The contexts by the lines of today; a new line has those of the line before it."""
    if then == today:
        return contexts
    found: dict[int, list[str]] = {}
    matcher = difflib.SequenceMatcher(None, then.splitlines(), today.splitlines(), autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        for offset in range(new_end - new_start):
            line = start + offset if tag == "equal" else min(start + offset, max(start, end) - 1)
            found[new_start + offset + 1] = contexts.get(line + 1, [])
    return found


def changed_lines(then: str, today: str) -> set[int]:
    """The lines of then that are others today, and those around what was put in between."""
    found: set[int] = set()
    matcher = difflib.SequenceMatcher(None, then.splitlines(), today.splitlines(), autojunk=False)
    for tag, start, end, _new_start, _new_end in matcher.get_opcodes():
        if tag == "insert":
            found |= {start, start + 1}
        elif tag != "equal":
            found |= set(range(start + 1, end + 1))
    return found


def record(files: dict[str, str]) -> Layer:
    """Run these test files once with coverage. All of them: a quarter of an hour."""
    number = 1 + max([int(layer.folder.name) for layer in layers()], default=0)
    folder = workspace.HOME / "record" / f"{number:04}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tree = workspace.copy_tree(workspace.HOME / "tree")
    settings = folder / "coveragerc"
    settings.write_text(SETTINGS.format(apps=",".join(APPS)))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "mutation.durations", "-n", os.environ.get("TEST_PROCESSES") or "2"]
    command += ["--dist", "worksteal", "--cov", f"--cov-config={settings}"]
    command += ["--cov-context=test", "--cov-report=", "--tb=short", *files]
    environment = workspace.environment("test_verso_record") | {
        "COVERAGE_FILE": str(folder / "coverage"),
        "MUTATION_DURATIONS": str(folder / "durations.json"),
    }
    sys.stderr.write(f"Recording which lines {len(files)} test files run …\n")
    status = status_of(command, tree, environment)
    if status not in (0, 1) or not (folder / "durations.json").exists():
        raise NotRecordedError("The tests could not be run; see above.")
    if status == 1:
        sys.stderr.write("Tests that fail without any fault are left out.\n")
    for app in APPS:
        shutil.copytree(tree / app, folder / "sources" / app)
    (folder / "tests.json").write_text(json.dumps(files))
    return Layer(folder)


def status_of(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    """In a session of its own: Ctrl-C is for us alone, who then end it with all its processes."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=sys.stderr, start_new_session=True
    )
    try:
        return process.wait()
    finally:
        if process.returncode is None:
            end_with_children(process.pid)
            process.wait()
