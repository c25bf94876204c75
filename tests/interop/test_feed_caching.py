from datetime import timedelta

import pytest

from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from tests.interop.conftest import reviewed_preprint

FORMS = ("atom", "rss", "json")


@pytest.mark.parametrize("form", FORMS)
def test_an_unchanged_feed_is_answered_with_304(client, feeds, form):
    for address in feeds:
        first = client.get(f"{address}.{form}")
        assert first["Last-Modified"] == "Mon, 02 Mar 2026 09:30:00 GMT"
        assert first["Cache-Control"] == "public, max-age=300"
        for condition in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            again = client.get(f"{address}.{form}", headers=condition)
            assert again.status_code == 304
            assert again.content == b""


@pytest.mark.django_db
def test_a_changed_feed_is_given_again(client):
    preprint = PreprintFactory()
    first = client.get("/feeds/preprints.atom")
    preprint.status, preprint.status_at = "reviewed", NOW + timedelta(hours=1)
    preprint.save()
    for condition in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        assert client.get("/feeds/preprints.atom", headers=condition).status_code == 200


@pytest.mark.django_db
def test_a_feed_depends_on_no_cookie_and_takes_only_reading(client):
    answer = client.get("/feeds/reviews.atom")
    assert "Cookie" not in answer.get("Vary", "")
    assert client.head("/feeds/reviews.atom").status_code == 200
    assert client.post("/feeds/reviews.atom").status_code == 405


@pytest.mark.parametrize("form", FORMS)
def test_the_demo_says_in_the_feed_and_beside_it_that_it_is_one(client, settings, feeds, form):
    settings.IS_DEMO = True
    for address in feeds:
        answer = client.get(f"{address}.{form}")
        assert answer["X-Verso-Demo"] == "reviews and assessments are invented"
        assert b"Demo: reviews and assessments are invented." in answer.content


QUERIES = {"preprints": 4, "reviews": 1, "issues": 3, "subjects/decision-theory": 5}


@pytest.mark.django_db
def test_a_feed_costs_the_same_queries_with_two_entries_and_with_thirty(
    client, django_assert_num_queries
):
    for first, length in ((1, 2), (3, 30)):
        for number in range(first, length + 1):
            reviewed_preprint(number)
        for name, queries in QUERIES.items():
            with django_assert_num_queries(queries):
                answer = client.get(f"/feeds/{name}.atom")
            assert answer.content.count(b"<entry>") == length


def test_the_feed_of_a_preprint_costs_two_queries(client, django_assert_num_queries, reviewed):
    with django_assert_num_queries(2):
        client.get(f"/feeds/preprints/{reviewed.version.preprint_id}.atom")
