"""A plugin of pytest: which tests passed, and how long each took."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

FILE = "MUTATION_DURATIONS"


class Durations:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        passed = {test: took for test, took in self.seconds.items() if test not in self.failed}
        Path(os.environ[FILE]).write_text(json.dumps(passed))


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get(FILE) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations())
