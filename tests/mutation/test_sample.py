"""What is drawn, how the same fault is found again, which tests are chosen, what the page says."""

import dataclasses

import pytest

from mutation import equivalent, page, results, session, targets
from mutation.choose import affordable, choose, in_turn, statement_lines
from mutation.coverage_map import CoverageMap
from mutation.mutants import Mutant, change, draw, mutants_of
from mutation.results import Result
from mutation.targets import ROOT

LONGEST = 3  # lines from where a listed statement begins to what is changed in it
EVERY = [Mutant("a.py", line, "AddNot", line, "f") for line in range(100)]
KILLED = Result(
    path="reviews/rules.py",
    line=4,
    operator="AddNot",
    occurrence=0,
    function="f",
    before="if a:",
    after="if not a:",
    diff="-if a:\n+if not a:",
    outcome="killed",
    test="tests/a.py::test_b",
)
SURVIVOR = dataclasses.replace(KILLED, outcome="survived", line=9, ran=3, covering=5)
EQUIVALENT = dataclasses.replace(KILLED, outcome="equivalent", reason="Nobody asks.")


def test_a_seed_draws_the_same_faults_in_whatever_order_they_come():
    assert draw(EVERY, 10, seed=1) == draw(list(reversed(EVERY)), 10, seed=1)
    assert draw(EVERY, 10, seed=1) != draw(EVERY, 10, seed=2)
    assert len(set(draw(EVERY, 10, seed=1))) == 10


def test_all_are_taken_where_there_are_fewer():
    assert sorted(draw(EVERY, 1000, seed=1)) == EVERY
    assert draw(EVERY, 1000, seed=1)[:10] == draw(EVERY, 10, seed=1) != EVERY[:10]


def test_rules_services_and_queries_are_mutated_but_no_pages_and_forms():
    found = targets.files([])
    assert {"reviews/rules.py", "drafts/services.py", "events/outbox.py"} <= set(found)
    assert "reviews/form_kinds.py" in found, "who may write in which form"
    assert not [path for path in found if "/views" in path or "/forms" in path]
    assert not [path for path in found if "_forms" in path]


def test_only_takes_an_app_or_a_file():
    assert targets.files(["reviews/rules.py"]) == ["reviews/rules.py"]
    assert {path.split("/")[0] for path in targets.files(["events"])} == {"events"}
    with pytest.raises(targets.UnknownAppError, match="weather"):
        targets.files(["weather"])


def test_a_change_is_known_by_its_text_so_that_it_may_move():
    here = change("a = 1\nb = 2\n", "a = 1\nb = 3\n", "x.py")
    moved = change("c\n\na = 1\nb = 2\n", "c\n\na = 1\nb = 3\n", "x.py")
    assert (here.before, here.after) == (moved.before, moved.after) == ("b = 2", "b = 3")
    assert (here.lines, moved.lines) == ((2,), (4,))


def test_every_equivalent_listed_is_still_made():
    """Where the code has changed its entry goes; what is listed needs a reason."""
    listed = equivalent.load()
    made = set()
    for path in {item.path for item in listed.values()}:
        lines = (ROOT / path).read_text().splitlines()
        changed = {
            (item.function, line)
            for item in listed.values()
            if item.path == path
            for line in item.before.splitlines()
        }
        for mutant in mutants_of(path, ROOT):
            begins = {line.strip() for line in lines[mutant.line - 1 : mutant.line + LONGEST]}
            if not any((mutant.function, line) in changed for line in begins):
                continue  # others need not be made
            if plan := session.planned(mutant):
                made.add((path, mutant.function, plan.change.before, plan.change.after))
    assert set(listed) <= made
    assert all(len(item.reason) > 20 for item in listed.values())


SOURCE = """LIMIT = 3


@transaction.atomic
def f(a):
    if (
        a
    ):
        raise B
    return g(
        a,
        LIMIT,
    )
"""


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ((7,), (6, 7, 8)),  # the head of a guard, not what it guards
        ((6, 7, 8, 9), (6, 7, 8, 9)),  # the whole guard
        ((11,), (10, 11, 12, 13)),
        ((4,), (6, 7, 8, 9, 10, 11, 12, 13)),  # a decorator: the body that it decorates
        ((1,), (1,)),
    ],
)
def test_the_tests_of_the_whole_statement_are_chosen(changed, lines):
    assert statement_lines(SOURCE, changed) == lines


COVERED = CoverageMap(
    seconds={"tests/far/a.py::t": 0.1, "tests/reviews/b.py::t": 2.0, "tests/reviews/c.py::t": 1.0},
    lines={
        "reviews/rules.py": {
            1: [""],
            3: ["tests/far/a.py::t|run", "tests/reviews/b.py::t|setup", "tests/gone.py::t|run"],
        }
    },
)


def chosen(line: int, source: str) -> list[str]:
    mutant = Mutant("reviews/rules.py", line, "AddNot", 0, "f")
    found = change(source, source.replace("3", "4"), "reviews/rules.py")
    return choose(mutant, found, source, COVERED).tests


def test_the_tests_of_the_own_app_come_first():
    assert chosen(3, "a()\nb()\nc(3)\n") == ["tests/reviews/b.py::t", "tests/far/a.py::t"]


def test_a_function_that_is_run_at_the_import_is_imported_with_its_fault():
    source = "a(3)\ndef f():\n    b()\n"
    mutant = Mutant("reviews/rules.py", 1, "AddNot", 0, "f")
    found = change(source, source.replace("3", "4"), "reviews/rules.py")
    choice = choose(mutant, found, source, COVERED)
    assert choice.is_imported
    assert choice.tests == ["tests/reviews/b.py::t", "tests/far/a.py::t"]


def test_a_line_that_no_test_runs_has_no_tests():
    assert chosen(2, "a()\nb(3)\nc()\n") == []


def test_of_a_constant_the_tests_are_taken_that_run_the_lines_where_it_stands(monkeypatch):
    words = {"LIMIT": [("reviews/rules.py", 1), ("reviews/rules.py", 3)]}
    monkeypatch.setattr(CoverageMap, "lines_of_words", words)
    assert chosen(1, "LIMIT = 3\n") == ["tests/reviews/b.py::t", "tests/far/a.py::t"]


def test_a_constant_of_a_module_that_a_test_imported_belongs_to_the_tests_that_read_it(monkeypatch):
    """Here it is `a` that imported it."""
    words = {"LIMIT": [("reviews/rules.py", 1), ("reviews/rules.py", 2)]}
    monkeypatch.setattr(CoverageMap, "lines_of_words", words)
    lines = {1: ["tests/far/a.py::t|run"], 2: ["tests/reviews/c.py::t|run"]}
    covered = CoverageMap(COVERED.seconds, {"reviews/rules.py": lines})
    source = "LIMIT = 3\n"
    found = change(source, "LIMIT = 4\n", "reviews/rules.py")
    choice = choose(Mutant("reviews/rules.py", 1, "NumberReplacer", 0, ""), found, source, covered)
    assert choice.tests == ["tests/reviews/c.py::t", "tests/far/a.py::t"]


def test_the_files_take_turns_and_the_slow_tests_come_last(monkeypatch):
    tests = ["a::1", "a::2", "b::1", "a::3", "b::2"]
    assert in_turn(tests) == ["a::1", "b::1", "a::2", "b::2", "a::3"]
    monkeypatch.setattr("mutation.choose.LEAST", 1)
    seconds = dict.fromkeys(tests, 10.0)
    assert affordable(tests, seconds) == ["a::1", "a::2"]


def test_the_page_shows_the_survivors_with_their_change_and_the_score():
    text = page.page([KILLED, SURVIVOR, EQUIVALENT], seed=7, only="")
    assert "| reviews | 3 | 1 | 1 | 1 | 50.0 % |" in text
    assert "reviews/rules.py:9 f" in text
    assert "reviews/rules.py:4 f (AddNot)\n\nNobody asks." in text
    assert "3 tests passed, of 5 that run it." in text
    assert "+if not a:" in text


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    file = tmp_path / "results"
    results.add(file, KILLED)
    results.add(file, SURVIVOR)
    with file.open("a") as lines:
        lines.write('{"path": "half a l')
    assert results.read(file) == [KILLED, SURVIVOR]


def test_results_of_many_files_are_kept_in_a_file_that_can_be_named():
    many = [f"reviews/models/module_{number}.py" for number in range(20)]
    names = [
        session.Options(only, 80, 21, False, 1).name for only in ([], many[:1], many, many[1:])
    ]
    assert names[:2] == ["80-21", "reviews.models.module_0.py-80-21"]
    assert len(set(names)) == 4
    assert max(len(name) for name in names) < 50
