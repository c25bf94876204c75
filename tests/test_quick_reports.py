"""What a process with tests tells the one that counts them."""

from itertools import product
from types import SimpleNamespace

import pytest
from _pytest.config import PytestPluginManager

from tests.quick_reports import report_no_more_than_needed

EVERY_REPORT = list(product(("setup", "call", "teardown"), ("passed", "failed", "skipped")))
AS_EVER = {"durations": None, "xmlpath": None}


class Sender:
    """As that of pytest-xdist."""

    def __init__(self):
        self.sent = []

    def sendevent(self, name, **parts):
        raise AssertionError("only called by the sender itself")

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report):
        self.sent.append((report.when, report.outcome))


def sent(options, **of_the_process):
    manager, sender = PytestPluginManager(), Sender()
    manager.register(sender)
    config = SimpleNamespace(pluginmanager=manager, getoption=options.get, **of_the_process)
    report_no_more_than_needed(config)
    for when, outcome in EVERY_REPORT:
        report = pytest.TestReport("a", ("a", 1, "a"), {}, outcome, None, when)
        manager.hook.pytest_runtest_logreport(report=report)
    return sender.sent


def test_all_but_what_went_well_before_and_after_a_test_is_reported():
    needed = sent(AS_EVER, workerinput={})
    assert set(EVERY_REPORT) - set(needed) == {("setup", "passed"), ("teardown", "passed")}
    assert len(needed) == len(EVERY_REPORT) - 2


@pytest.mark.parametrize("option", [{"durations": 10}, {"durations": 0}, {"xmlpath": "out.xml"}])
def test_whoever_asks_how_long_each_part_took_is_told(option):
    assert sent(AS_EVER | option, workerinput={}) == EVERY_REPORT


def test_a_single_process_hears_of_everything():
    assert sent(AS_EVER) == EVERY_REPORT
