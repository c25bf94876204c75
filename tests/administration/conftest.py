import pytest

from tests.administration.second_factor import stop_clock


@pytest.fixture
def clock(monkeypatch):
    return stop_clock(monkeypatch)
