import pytest
from django.db import OperationalError, connection

from journal import health


def test_a_running_process_says_so_without_a_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_ready_journal_names_its_parts(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok"}


def test_without_its_broker_the_journal_still_serves(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["broker"] == "away"
    assert "waits" in answer.json()["detail"]


def test_without_its_database_the_journal_is_not_ready(client, db, monkeypatch):
    def refuse(*_arguments: object) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        answer = client.get("/readyz")
        assert health.database_answers() is False
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405
