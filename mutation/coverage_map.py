"""Which tests run which lines: recorded once (coverage's contexts), then read for each mutant."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from coverage import CoverageData

from mutation import workspace
from mutation.targets import APPS

FOLDER = workspace.HOME / "record"
DATA, DURATIONS, STAMP = FOLDER / "coverage", FOLDER / "durations.json", FOLDER / "stamp"
SETTINGS = """[run]
source = {apps}
omit = */migrations/*
relative_files = true
"""
# Left out: what drives browsers and whole processes, which do not see a fault put into this
# one, and the tests of what stands before and beside these apps.
TESTS = [
    *("tests/accounts", "tests/administration", "tests/api", "tests/curation", "tests/events"),
    *("tests/interop", "tests/preprints", "tests/reading", "tests/reviews", "tests/search"),
]
TESTS_IN_FILES = "tests/test_*.py"


class NotRecordedError(RuntimeError):
    """The tests could not be run."""


@dataclass(frozen=True)
class CoverageMap:
    """Which tests run a line, and how long each takes (seconds)."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]] = field(repr=False)

    def tests_of(self, path: str, lines: tuple[int, ...]) -> set[str]:
        """The tests that run one of these lines; where none runs, "" stands for an import."""
        of_file = self.lines.get(path, {})
        contexts = {context for line in lines for context in of_file.get(line, [])}
        return {test for context in contexts if (test := context.rpartition("|")[0] or context)}

    @cached_property
    def lines_of_words(self) -> dict[str, list[tuple[str, int]]]:
        """Where each word of the mutated apps stands: for constants, which are read elsewhere."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path in self.lines:
            text = (workspace.ROOT / path).read_text()
            for number, line in enumerate(text.splitlines(), start=1):
                for word in set(re.findall(r"[A-Za-z_]\w+", line)):
                    found[word].append((path, number))
        return found

    def tests_of_word(self, word: str) -> set[str]:
        found: set[str] = set()
        for path, line in self.lines_of_words.get(word, []):
            found |= self.tests_of(path, (line,))
        return found


def load() -> CoverageMap:
    """The map, recorded anew if the code or the tests have changed since."""
    stamp = workspace.fingerprint([*APPS, "tests", "text", "web", "templates", "journal"])
    if not STAMP.exists() or STAMP.read_text() != stamp:
        record()
        STAMP.write_text(stamp)
    return read()


def read() -> CoverageMap:
    data = CoverageData(str(DATA))
    data.read()
    lines = {path: data.contexts_by_lineno(path) for path in data.measured_files()}
    return CoverageMap(json.loads(DURATIONS.read_text()), lines)


def record() -> None:
    """Run the tests once with coverage. Some minutes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    tree = workspace.copy_tree(workspace.HOME / "tree")
    settings = FOLDER / "coveragerc"
    settings.write_text(SETTINGS.format(apps=",".join(APPS)))
    tests = [*TESTS, *sorted(str(file.relative_to(tree)) for file in tree.glob(TESTS_IN_FILES))]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "mutation.durations", "-n", os.environ.get("TEST_PROCESSES", "2")]
    command += ["--dist", "worksteal", "--cov", f"--cov-config={settings}"]
    command += ["--cov-context=test", "--cov-report=", "--tb=short", *tests]
    environment = workspace.environment("test_verso_record") | {
        "COVERAGE_FILE": str(DATA),
        "MUTATION_DURATIONS": str(DURATIONS),
    }
    ran = subprocess.run(command, cwd=tree, env=environment, check=False)
    if ran.returncode not in (0, 1) or not DURATIONS.exists() or not DATA.exists():
        raise NotRecordedError("The tests could not be run; see above.")
    if ran.returncode == 1:
        sys.stderr.write("Tests that fail without any fault are left out.\n")
