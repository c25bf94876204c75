"""A list costs the same number of queries, whatever its length."""

import pytest

from events.sealing import seal_new_events
from tests.api.conftest import LISTS, reviewed_preprint


@pytest.mark.django_db
def test_a_list_does_two_queries_with_two_rows_and_with_thirty(client, django_assert_num_queries):
    for first, length in ((1, 2), (3, 30)):
        for number in range(first, length + 1):
            reviewed_preprint(number)
        seal_new_events()
        for name in LISTS:
            with django_assert_num_queries(2):
                answer = client.get(f"/api/v1/{name}/", {"limit": 100})
            assert len(answer.json()["results"]) >= length


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query", "queries"),
    [
        ("preprints", {"subject": "subject-1"}, 3),
        ("preprints", {"significance_min": "useful", "strength_min": "solid"}, 4),
        ("preprints", {"subject": "subject-1", "significance_min": "useful", "kind": "theory"}, 4),
        ("preprints", {"source": "arxiv", "external_id": "x", "updated_after": "2026-01-01"}, 2),
        ("assessments", {"significance": "important", "strength_min": "solid"}, 4),
    ],
)
def test_filters_add_one_query_for_each_word_they_look_up(
    client, django_assert_num_queries, everything_published, name, query, queries
):
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/{name}/", query)
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_detail_does_at_most_three_queries(
    client, django_assert_max_num_queries, everything_published, name
):
    address = client.get(f"/api/v1/{name}/").json()["results"][0]["api_url"]
    with django_assert_max_num_queries(3):
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
