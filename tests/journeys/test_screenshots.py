import pytest
from playwright.sync_api import Error

from tests.journeys.screenshots import take_screenshot


class RefusingPage:
    def __init__(self, *faults: str) -> None:
        self.faults = list(faults)

    def screenshot(self) -> bytes:
        if self.faults:
            raise Error(self.faults.pop(0))
        return b"picture"

    def wait_for_timeout(self, _milliseconds: float) -> None:
        pass


REFUSED = "Protocol error (Page.captureScreenshot): Unable to capture screenshot"


def test_a_refused_picture_is_taken_once_more():
    assert take_screenshot(RefusingPage(REFUSED)) == b"picture"


@pytest.mark.parametrize("faults", [(REFUSED, REFUSED), ("Target closed",)])
def test_a_browser_that_takes_no_picture_is_a_failure(faults):
    with pytest.raises(Error, match=faults[-1].partition(" (")[0]):
        take_screenshot(RefusingPage(*faults))
