from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth


@pytest.fixture
def clock(monkeypatch):
    """Time stands still for the app, so that no code ends between its making and its use."""
    moment = SimpleNamespace(now=1_800_000_000)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment.now))
    return moment
