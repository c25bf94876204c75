"""The lines that `make test` reports as covered: those that coverage would have traced."""

import importlib
import sys

import pytest
from coverage import Coverage
from coverage.misc import join_regex
from coverage.parser import PythonParser

from tests import covered_lines
from tests.covered_lines import MarkingFinder, files_measured, marked

SOURCE = '''"""The first."""
from __future__ import annotations

LIMIT = 3


def nothing(act):
    return act


@nothing
def word(number):
    """Its docstring."""
    if number > LIMIT:
        return "many"
    elif number == 2:
        return "two"
    try:
        found = 1 / (number
                     * 1)
    except ZeroDivisionError:
        return "none"
    else:
        found = 1
    match found:
        case 1:
            return "one"
        case _:
            return "other"


class Thing:
    """Its own."""

    size: int = 1

    def unused(self):
        for one in ():
            print(one)
'''


def test_each_statement_that_coverage_counts_has_a_mark():
    exclude = join_regex(Coverage().get_option("report:exclude_also"))
    counted, without = 0, {}
    for path in files_measured():
        parser = PythonParser(text=path.read_text(), filename=str(path), exclude=exclude)
        parser.parse_source()
        _tree, lines = marked(path.read_bytes(), str(path))
        counted += len(parser.statements)
        without[path] = parser.statements - parser.first_lines(lines)
    assert counted > 20_000
    assert {path: lines for path, lines in without.items() if lines} == {}


def test_every_app_is_measured():
    assert {path.parts[-2] for path in files_measured()} >= {"accounts", "services", "commands"}
    assert not [path for path in files_measured() if "migrations" in path.parts]


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "verso_measured.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", [MarkingFinder(["verso_measured"]), *sys.meta_path])
    monkeypatch.setattr(covered_lines, "lines_run", {})
    yield importlib.import_module("verso_measured")
    del sys.modules["verso_measured"]


def lines_run() -> set[int]:
    (was_run,) = covered_lines.lines_run.values()
    return {line for line, run in enumerate(was_run) if run}


AT_IMPORT = {2, 4, 7, 8, 11, 12, 32, 35, 37}


def test_a_module_with_marks_is_the_same_module(module):
    assert (module.__doc__, module.word.__doc__) == ("The first.", "Its docstring.")
    assert (module.Thing.__doc__, module.Thing.size) == ("Its own.", 1)
    assert module.Thing.__annotations__ == {"size": "int"}
    assert module.word.__code__.co_firstlineno == 11
    assert [module.word(number) for number in (5, 2, 0, 1)] == ["many", "two", "none", "one"]


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (None, set()),
        (5, {14, 15}),
        (2, {14, 16, 17}),
        (0, {14, 16, 18, 19, 21, 22}),
        (1, {14, 16, 18, 19, 24, 25, 26, 27}),
    ],
)
def test_only_the_lines_that_ran_are_noted(module, number, lines):
    if number is not None:
        module.word(number)
    assert lines_run() == AT_IMPORT | lines


def test_an_error_is_shown_at_the_line_where_it_happened(module):
    with pytest.raises(TypeError) as raised:
        module.word("5")
    assert [entry.lineno + 1 for entry in raised.traceback][-1] == 14
