"""Faults planted in a small project of its own: noticed ones are killed, unnoticed ones survive."""

from types import SimpleNamespace

import pytest

from mutation import pool
from mutation.targets import ROOT
from mutation.worker import commits

CODE = """
class Lazy:
    @property
    def __class__(self):
        raise RuntimeError


lazy = Lazy()
def made():
    return 5


MADE = made()
LIMIT = 3
UNREAD = 4


def doubled(number):
    return number * 2


def logged(number, log):
    log.append(number)
    return number


def waits(number):
    while number:
        number -= 1
"""
TESTS = """
import os

from planted import LIMIT, MADE, doubled, logged, waits


def test_made():
    assert MADE == 5


def test_doubled():
    assert doubled(2) == 4


def test_logged():
    assert logged(2, []) == 2


def test_limit():
    assert LIMIT == 3


def test_waits():
    waits(3)


SEEN = []


def test_that_leaves_something():
    SEEN.append(1)


def test_that_fails_after_it():
    assert not SEEN


def test_that_fails_in_such_a_process():
    assert "MUTATION_JOBS" not in os.environ
    assert doubled(2) == 4
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    tree = tmp_path_factory.mktemp("planted")
    (tree / "planted.py").write_text(CODE)
    (tree / "test_planted.py").write_text(TESTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        # It is no project of Django, and starts quickly without our settings and all plugins.
        patch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        patch.setenv("PYTEST_PLUGINS", "pytest_django.plugin")
        worker = pool.Worker(tree, ["test_planted.py"])
        yield worker
        worker.end()


def result(worker, old, new, *tests, is_imported=False):
    assert CODE.count(old) == 1
    names = [f"test_planted.py::{test}" for test in tests]
    return worker.run(pool.Task("planted.py", CODE.replace(old, new), names, 0.1, is_imported))


def test_a_fault_that_a_test_notices_is_killed(worker):
    answer = result(worker, "* 2", "* 3", "test_logged", "test_doubled", "test_limit")
    assert (answer["outcome"], answer["test"]) == ("killed", "test_planted.py::test_doubled")
    assert answer["ran"] == 2


def test_a_fault_in_a_line_that_no_test_looks_at_survives(worker):
    answer = result(worker, "log.append(number)", "pass", "test_logged", "test_doubled")
    assert (answer["outcome"], answer["ran"]) == ("survived", 2)


def test_no_fault_is_left_for_the_next_one(worker):
    assert result(worker, "* 2", "* 3", "test_doubled")["outcome"] == "killed"
    assert result(worker, "log.append(number)", "pass", "test_doubled")["outcome"] == "survived"


def test_a_constant_is_imported_anew(worker):
    assert result(worker, "LIMIT = 3", "LIMIT = 4", "test_limit")["outcome"] == "killed"
    assert result(worker, "UNREAD = 4", "UNREAD = 5", "test_limit")["outcome"] == "survived"
    assert (worker.tree / "planted.py").read_text() == CODE


def test_a_function_that_is_run_at_the_import_is_run_with_its_fault(worker):
    answer = result(worker, "return 5", "return 6", "test_made", is_imported=True)
    assert answer["outcome"] == "killed"


def test_a_module_that_cannot_be_imported_is_no_survivor(worker):
    assert result(worker, "LIMIT = 3", "LIMIT = nothing", "test_limit")["outcome"] == "crash"


def test_a_fault_that_hangs_is_ended(worker, monkeypatch):
    with monkeypatch.context() as hurried:
        hurried.setattr(pool, "LEAST_SECONDS", 0.3)
        hurried.setattr(pool, "TIMES_SLOWER", 2)
        assert result(worker, "number -= 1", "pass", "test_waits")["outcome"] == "timeout"
    assert result(worker, "* 2", "* 3", "test_doubled")["outcome"] == "killed"


def test_a_test_that_fails_without_a_fault_kills_none(worker):
    answer = result(worker, "* 2", "* 3", "test_that_fails_in_such_a_process", "test_limit")
    assert answer["outcome"] == "survived"
    answer = result(worker, "* 2", "* 3", "test_that_fails_in_such_a_process", "test_doubled")
    assert (answer["outcome"], answer["test"]) == ("killed", "test_planted.py::test_doubled")


def test_a_test_that_fails_for_what_another_left_kills_none(worker):
    order = ["test_that_leaves_something", "test_that_fails_after_it"]
    assert result(worker, "* 2", "* 3", *order)["outcome"] == "survived"
    answer = result(worker, "* 2", "* 3", *order, "test_doubled")
    assert answer["test"] == "test_planted.py::test_doubled"


@pytest.mark.parametrize(
    ("marks", "fixtures", "is_so"),
    [
        ([], [], False),
        ([pytest.mark.django_db], ["db"], False),
        ([pytest.mark.django_db(transaction=True)], ["db"], True),
        ([], ["transactional_db"], True),
    ],
)
def test_a_test_that_commits_is_known_by_its_mark_or_its_fixture(marks, fixtures, is_so):
    item = SimpleNamespace(
        fixturenames=fixtures,
        get_closest_marker=lambda name: next((mark.mark for mark in marks), None),
    )
    assert commits(item) is is_so
