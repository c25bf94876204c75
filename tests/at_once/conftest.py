import pytest

from ingest.sources import ADAPTERS
from tests.at_once.sending import sessions_end
from tests.at_once.works import record_at

__all__ = ["sessions_end"]


@pytest.fixture
def _outside_is_away(monkeypatch):
    """No broker is woken, and every source answers at once with the work that was asked for."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    monkeypatch.setattr("ingest.stewardship.check_url", lambda *args: None)
    monkeypatch.setattr("ingest.services.fetch_record", lambda ref: record_at(ref.external_id))
    arxiv = type(ADAPTERS["arxiv"])
    monkeypatch.setattr(arxiv, "fetch", lambda self, ref, client: record_at(ref.external_id))
