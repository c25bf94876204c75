from types import SimpleNamespace

import pytest

from tests import conftest


@pytest.mark.parametrize(
    ("outcome", "counts_as"), {"skipped": "failed", "passed": "passed", "failed": "failed"}.items()
)
def test_a_skipped_test_counts_as_failed(outcome, counts_as):
    report = pytest.TestReport(
        "tests/x.py::test_y", ("tests/x.py", 1, "y"), {}, outcome, "why", "call"
    )
    hook = conftest.pytest_runtest_makereport(SimpleNamespace(nodeid=report.nodeid))
    next(hook)
    with pytest.raises(StopIteration) as ended:
        hook.send(report)
    assert ended.value.value is report
    assert report.outcome == counts_as
    assert "why" in report.longrepr
