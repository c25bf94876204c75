"""Searching by the API: the same texts, facets and counts as on the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.services.published_changes import change_published
from search.services import learn_words
from tests.api.conftest import reviewed_preprint
from tests.api.test_api_schema import SITE, check, schema
from tests.factories.preprints import PreprintFactory
from tests.search.finding import index

__all__ = ["schema"]  # the fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def found(get):
    def search(**asked):
        return get("search/", **asked)

    return search


@pytest.fixture
def reviewed(db):
    """A work with a text of each kind, and another that nobody reviewed."""
    round_ = reviewed_preprint()
    index(round_.submission.preprint, PreprintFactory(kind="survey"))
    learn_words()
    return round_


def asked_on_the_page(client, **asked):
    return client.get("/search/", asked).context["page"]


def test_a_search_answers_with_what_the_page_shows(client, found, reviewed):
    answer = found(q="agents")
    page = asked_on_the_page(client, q="agents")
    assert answer["texts"] == page.found.texts > 1
    assert (answer["searched_for"], answer["proposed"]) == ("agents", None)
    assert [
        (row["title"], row["by"], row["page"].removeprefix(SITE)) for row in answer["results"]
    ] == [(hit.title_html, hit.by, hit.url) for hit in page.hits]
    counted = {
        (facet["words"], choice["words"]): choice["texts"]
        for facet in answer["facets"]
        for choice in facet["choices"]
    }
    assert counted == {
        (str(facet.label), str(link.words)): link.texts
        for facet in page.facets
        for link in [*facet.links, *facet.folded]
    }


def test_each_hit_leads_to_its_resource_and_has_its_words_in_context(client, found, reviewed):
    answer = found(issue="1.1")
    types = set()
    for row in answer["results"]:
        detail = client.get(row["api_url"].removeprefix(SITE)).json()
        if row["type"] != "editorial":  # an issue is named by volume and number
            assert detail["identifier"] == row["identifier"]
        types.add(row["type"])
    assert types == {"work", "review", "assessment", "response", "editorial"}
    pieces = [piece for row in found(q="axioms")["results"] for piece in row["passage"]]
    assert {piece["text"].lower() for piece in pieces if piece["is_match"]} == {"axiom", "axioms"}


def test_a_choice_narrows_to_as_many_texts_as_it_counts(found, reviewed):
    answer = found(q="agents")
    names = {facet["name"] for facet in answer["facets"]}
    assert names >= {"type", "significance_min", "strength_min", "status", "subject", "source"}
    assert names >= {"kind", "issue", "year"}
    for facet in answer["facets"]:
        for choice in facet["choices"]:
            narrowed = found(q="agents", **{facet["name"]: choice["value"]})
            assert narrowed["texts"] == choice["texts"], (facet["name"], choice)


def test_pages_follow_one_another_and_hold_each_text_once(client, found, reviewed):
    every = [row["identifier"] for row in found(q="agents", limit=100)["results"]]
    address, seen, before = "/api/v1/search/?q=agents&limit=2", [], None
    while address:
        answer = client.get(address).json()
        seen += [row["identifier"] for row in answer["results"]]
        assert answer["previous"] == before or before is None
        address = answer["next"] and answer["next"].removeprefix(SITE)
    assert seen == every
    assert len(every) > 2
    first = client.get(answer["previous"].removeprefix(SITE)).json()
    assert first["next"] is not None


def test_mistyped_words_are_replaced_unless_they_are_meant(found, reviewed):
    answer = found(q="agennts")
    assert (answer["is_corrected"], answer["searched_for"]) == (True, "agents")
    assert answer["texts"] > 0
    assert found(q="agennts", exact="true")["texts"] == 0


def test_what_is_not_public_any_more_is_not_found(found, reviewed):
    review = reviewed.reviews.get()
    before = found(type="review", issue="1.1")
    assert [row["identifier"] for row in before["results"]] == [review.identifier]
    change_published(review, ["summary_html"])
    assert found(issue="1.1")["texts"] > 0
    assert found(type="review", issue="1.1")["results"] == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=id:1506.03379", "q"),
        (f"q={'word+' * 30}", "q"),
        (f"q={'w' * 301}", "q"),
        ("q=a&q=b", "q"),
        ("q=a&status=reviwed", "status"),
        ("q=a&subject=none", "subject"),
        ("q=a&significance_min=great", "significance_min"),
        ("q=a&significance=important", "significance"),
        ("q=a&issue=9.9", "issue"),
        ("q=a&year=MMXX", "year"),
        ("q=a&sort=random", "sort"),
        ("q=a&exact=1", "exact"),
        ("q=a&limit=101", "limit"),
        ("q=a&cursor=x", "cursor"),
        ("q=a&page=2", "page"),
    ],
)
def test_what_means_nothing_is_refused_by_name(refusal, query, named):
    assert set(refusal("search/", query)) == {named}


def test_what_follows_subject_and_is_none_is_told(found, reviewed):
    assert found(q="agents subject:plants")["unknown"] == ["subject:plants"]
    assert found(q="agents subject:subject-1")["unknown"] == []


def test_answers_are_as_described(client, schema, reviewed):
    for query in ("q=agents", "q=agennts&limit=1", "q=zzzzzz&exact=true", "q=a&sort=random"):
        check(schema, "/api/v1/search/", client.get(f"/api/v1/search/?{query}"))


def test_a_search_takes_as_many_queries_for_thirty_texts_as_for_six(found, reviewed):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            answer = found(q="agents", limit=100)
        return len(answer["results"]), len(counted)

    texts, first = queries()
    assert first <= 10
    index(*(PreprintFactory() for _ in range(25)))
    assert queries() == (texts + 25, first)
