"""Every error is RFC 9457 problem details."""

import pytest
from django.db import OperationalError
from rest_framework.exceptions import Throttled

from api.resources.preprints import PreprintSerializer
from tests.factories.preprints import PreprintFactory

pytestmark = pytest.mark.django_db


def problem(answer, status):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    "path",
    [
        "preprints/7/",
        "preprints/99999999999999999999999/",
        "preprints/V7/",
        "reviews/7/",
        "subjects/none/",
        "people/nobody/",
        "nothing/",
        "nothing/at/all/",
    ],
)
def test_what_is_not_there_is_a_problem(client, path):
    assert problem(client.get(f"/api/v1/{path}"), 404)["title"] == "Not Found"


def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    answer = client.get("/api/v1/preprints?status=final")
    assert answer.status_code == 301
    assert answer["Location"] == "/api/v1/preprints/?status=final"
    assert problem(client.get("/api/v1/nothing", follow=True), 404)


@pytest.mark.parametrize("path", ["", "preprints/", "schema/", "docs/"])
def test_a_method_that_is_not_allowed_is_a_problem(client, path):
    answer = client.post(f"/api/v1/{path}", {}, content_type="application/json")
    problem(answer, 405)
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("path", ["", "preprints/", "schema/", "docs/"])
def test_a_format_we_do_not_speak_is_a_problem(client, path):
    problem(client.get(f"/api/v1/{path}", headers={"Accept": "text/csv"}), 406)


@pytest.mark.parametrize(
    "accept", ["application/json", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*"]
)
def test_json_is_given_to_whoever_can_take_it(client, accept):
    answer = client.get("/api/v1/preprints/", headers={"Accept": accept})
    assert answer["Content-Type"] == "application/json"


def failing_with(monkeypatch, error):
    def fail(keys):
        raise error

    PreprintFactory()
    monkeypatch.setattr(PreprintSerializer, "read_many", fail)


def test_a_fault_of_ours_is_a_problem_without_details(client, monkeypatch, caplog):
    failing_with(monkeypatch, RuntimeError("the secret inside"))
    client.raise_request_exception = False
    answer = client.get("/api/v1/preprints/")
    problem(answer, 500)
    assert b"secret" not in answer.content
    assert "the secret inside" in caplog.text


def test_a_fault_of_ours_is_reported_as_django_reports_it(client, monkeypatch):
    failing_with(monkeypatch, RuntimeError("broken"))
    with pytest.raises(RuntimeError, match="broken"):
        client.get("/api/v1/preprints/")


def test_a_database_that_is_away_is_a_problem_that_passes(client, monkeypatch):
    failing_with(monkeypatch, OperationalError("no connection"))
    client.raise_request_exception = False
    answer = client.get("/api/v1/preprints/")
    problem(answer, 503)
    assert answer["Retry-After"] == "10"


def test_too_many_requests_are_a_problem_that_says_when_to_return(client, monkeypatch):
    failing_with(monkeypatch, Throttled(wait=30))
    answer = client.get("/api/v1/preprints/")
    problem(answer, 429)
    assert answer["Retry-After"] == "30"
