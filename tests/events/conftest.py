import pytest

from events.services import verify_log
from tests.events.published import Journal


@pytest.fixture
def journal():
    made = Journal()
    assert verify_log().broken_at is None
    return made
