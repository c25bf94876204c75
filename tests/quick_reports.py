"""Of several processes each reports to the first one how a test ended, and no more.

What went well before and after it is nowhere shown, and is two reports of three.
"""

import pytest


def report_no_more_than_needed(config: pytest.Config) -> None:
    """In a process of pytest-xdist; where somebody wants to know how long each part took, all."""
    shows_parts = config.getoption("durations") is not None or config.getoption("xmlpath")
    if not hasattr(config, "workerinput") or shows_parts:
        return
    (sender,) = (one for one in config.pluginmanager.get_plugins() if hasattr(one, "sendevent"))
    send = sender.pytest_runtest_logreport

    @pytest.hookimpl
    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        if is_needed(report):
            send(report=report)

    config.pluginmanager.unregister(sender)
    sender.pytest_runtest_logreport = pytest_runtest_logreport
    config.pluginmanager.register(sender)


def is_needed(report: pytest.TestReport) -> bool:
    return report.when == "call" or not report.passed
