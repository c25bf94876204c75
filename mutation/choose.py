"""Which tests are run for a mutant, and in which order."""

import ast
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import zip_longest

from mutation.coverage_map import CoverageMap
from mutation.mutants import Change, Mutant

SECONDS = 25.0  # of tests, as long as they took when recorded, for one mutant
LEAST = 20  # tests that are run however long they take
PATIENCE = 3  # times as many for the survivors of an earlier run


@dataclass(frozen=True)
class Choice:
    tests: list[str]
    is_imported: bool  # what it does at the import must be done with the fault
    covering: int  # how many tests there are that run the line

    @property
    def files(self) -> str:
        """The files that most of the tests are in."""
        asked = Counter(test.split("::")[0] for test in self.tests)
        return ", ".join(file for file, _count in asked.most_common(3))


def choose(
    mutant: Mutant, change: Change, source: str, covered: CoverageMap, *, patience: int = 1
) -> Choice:
    """The tests that run the changed statement: those of its app first, from each file in turn."""
    lines = statement_lines(source, change.lines)
    found = covered.tests_of(mutant.path, lines)
    if not mutant.function or not found & covered.seconds.keys():
        # A module may be imported within a test, which is not the one that reads `NAME = …`.
        found |= tests_of_constant(source, change.lines, covered)
    is_imported = covered.is_run_at_import(mutant.path, lines)
    if is_imported and mutant.function:
        # A function that fields or filters are made with: whatever runs their module sees them.
        found |= covered.tests_of_file(mutant.path)
    known = sorted(found & covered.seconds.keys(), key=lambda test: (covered.seconds[test], test))
    app = mutant.path.split("/")[0]
    near = [test for test in known if test.startswith(f"tests/{app}/")]
    far = [test for test in known if not test.startswith(f"tests/{app}/")]
    ordered = [*in_turn(near), *in_turn(far)]
    return Choice(affordable(ordered, covered.seconds, patience), is_imported, len(known))


def in_turn(tests: list[str]) -> list[str]:
    """One test of each file, then the next of each: the tests of one file look at the same."""
    files: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        files[test.split("::")[0]].append(test)
    return [test for row in zip_longest(*files.values()) for test in row if test]


def affordable(tests: list[str], seconds: dict[str, float], patience: int = 1) -> list[str]:
    chosen, spent = [], 0.0
    for test in tests:
        if spent + seconds[test] <= SECONDS * patience or len(chosen) < LEAST * patience:
            chosen.append(test)
            spent += seconds[test]
    return chosen


def statement_lines(source: str, lines: tuple[int, ...]) -> tuple[int, ...]:
    """All lines of the changed statement; of a decorated function its body, which is run."""
    smallest = smallest_statement(source, lines)
    if smallest is None:
        return lines
    if isinstance(smallest, ast.FunctionDef | ast.ClassDef):
        first, last = smallest.body[0].lineno, smallest.end_lineno or lines[-1]
    else:
        first, last = smallest.lineno, smallest.end_lineno or lines[-1]
        if (body := getattr(smallest, "body", None)) and lines[-1] < body[0].lineno:
            last = body[0].lineno - 1
    return tuple(range(first, last + 1))


def smallest_statement(source: str, lines: tuple[int, ...]) -> ast.stmt | None:
    found: ast.stmt | None = None
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt):
            continue
        first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
        if first <= lines[0] and lines[-1] <= (node.end_lineno or 0):
            found = node  # inner nodes come after outer ones
    return found


def tests_of_constant(source: str, lines: tuple[int, ...], covered: CoverageMap) -> set[str]:
    """Of `NAME = …`, run only at the import: the tests of the lines that read NAME."""
    statement = smallest_statement(source, lines)
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    found: set[str] = set()
    for name in names:
        found |= covered.tests_of_word(name)
    return found
