from collections.abc import Iterator

import pytest

from ingest.sources import ADAPTERS
from tests.at_once.sending import end_sessions
from tests.at_once.works import record_at


@pytest.fixture(scope="module", autouse=True)
def _sessions_end() -> Iterator[None]:
    yield
    end_sessions()


@pytest.fixture
def _outside_is_away(monkeypatch):
    """No broker is woken, and every source answers at once with the work that was asked for."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    monkeypatch.setattr("ingest.services.sources.check_url", lambda *args: None)
    monkeypatch.setattr(
        "ingest.services.links.fetch_record", lambda ref: record_at(ref.external_id)
    )
    arxiv = type(ADAPTERS["arxiv"])
    monkeypatch.setattr(arxiv, "fetch", lambda self, ref, client: record_at(ref.external_id))
