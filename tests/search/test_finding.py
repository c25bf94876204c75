"""Searching the index: queries, order, counts, and words that were mistyped."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import finding, statements
from search.finding import Search, find
from search.marks import KIND, STATUS, mark
from search.queries import parse_query
from search.services import learn_words
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.search.finding import index

pytestmark = pytest.mark.django_db
TITLES = {
    "regret": "Tight regret bounds",
    "bounds": "Bounds without regret",
    "quantum": "Quantum walks on graphs",
    "graph": "Learning on graphs with Gödel numbers",
}


@pytest.fixture
def works(db):
    """By a word for each; their abstracts have nothing that is searched for."""
    made = {}
    for name, title in TITLES.items():
        version = VersionFactory(
            preprint=PreprintFactory(version=None),
            title_plain=title,
            abstract="Nothing.",
            author_line="Zoé Qüinn-Ösel" if name == "graph" else "Jan Novák",
        )
        made[name] = version.preprint
    index(*made.values())
    learn_words()
    return made


def hits(typed, **asked):
    found = find(Search(parse_query(typed), **asked))
    return [hit.object_id for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("regret bounds", {"regret", "bounds"}),
        ('"regret bounds"', {"regret"}),
        ("regret -tight", {"bounds"}),
        ('regret -"tight regret"', {"bounds"}),
        ("GRAPHS graph", {"quantum", "graph"}),
        ("godel", {"graph"}),
        ("Gödel", {"graph"}),
        ("author:novak", {"regret", "bounds", "quantum"}),
        ('author:"Zoe Quinn"', {"graph"}),
        ("author:graphs", set()),
        ("author:quinn regret", set()),
        ("$\\mathbf{regret}_{tight}$", {"regret"}),
        ("the of", set()),
        ("-", set()),
    ],
)
def test_what_a_query_finds(works, typed, names):
    assert set(hits(typed, is_exact=True)) == {works[name].pk for name in names}


def test_words_in_one_row_come_first_and_a_title_before_a_text(works):
    text = VersionFactory(
        preprint=PreprintFactory(version=None), title_plain="Else", abstract="Regret, bounds."
    ).preprint
    index(text)
    assert hits("regret bounds") == [works["regret"].pk, works["bounds"].pk, text.pk]


def test_a_search_is_narrowed_and_what_it_finds_is_counted(works):
    round_ = RoundFactory(submission__preprint=works["regret"])
    assessment = AssessmentFactory(round=round_, published=True, text="Regret is important.")
    review = ReviewFactory(round=round_, published=True, summary_html="<p>No regret.</p>")
    index(works["regret"])
    found = find(Search(parse_query("regret")))
    assert found.texts == 4
    assert not found.is_bounded
    assert found.counts.of("kind") == {"work": 2, "assessment": 1, "review": 1}
    assert found.counts.of("significance") == {str(assessment.significance_id): 3}
    assert found.counts.of("source") == {"arxiv": 4}
    assert found.counts.of("issue") == found.counts.of("subject") == {}
    only = [[mark(KIND, "review"), mark(KIND, "assessment")], [mark(STATUS, "listed")]]
    narrowed = find(Search(parse_query("regret"), marks=only))
    assert {(hit.kind, hit.object_id) for hit in narrowed.hits} == {
        ("assessment", assessment.pk),
        ("review", review.pk),
    }
    lower = term("significance", "useful")
    assert assessment.significance.rank > lower.rank
    least = [[mark("significance", lower.pk)]]
    assert len(hits("regret", marks=least)) == 3
    highest = [[mark("significance", term("significance", "landmark").pk)]]
    assert hits("regret", marks=highest) == []


def test_a_common_word_is_counted_to_a_bound_and_the_assessed_works_are_among_them(
    works, monkeypatch
):
    assessed = VersionFactory(preprint=PreprintFactory(version=None), title_plain="Novák").preprint
    round_ = RoundFactory(submission__preprint=assessed)
    AssessmentFactory(round=round_, published=True, text="Else.")
    index(assessed)
    monkeypatch.setattr(statements, "MOST_CANDIDATES", 2)
    monkeypatch.setattr(finding, "MOST_CANDIDATES", 2)
    found = find(Search(parse_query("novak")))
    assert (found.texts, found.is_bounded) == (2, True)
    assert assessed.pk in [hit.object_id for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("regert bounds", "regret bounds"),
        ("quantm walks", "quantum walks"),
        ("Quatnum walsk", "quantum walks"),
        ("bounds with walks", None),
        ("xylophone", None),
    ],
)
def test_mistyped_words_are_replaced_by_those_that_were_meant(works, typed, meant):
    found = find(Search(parse_query(typed)))
    assert found.is_corrected == (meant is not None)
    if meant:
        assert str(found.query) == meant
        assert found.hits
    exact = find(Search(parse_query(typed), is_exact=True))
    assert (exact.hits, exact.is_corrected) == ([], False)


def test_a_word_that_is_one_but_stands_with_the_others_nowhere_may_be_mistyped(works):
    index(VersionFactory(preprint=PreprintFactory(version=None), title_plain="Walls").preprint)
    learn_words()
    found = find(Search(parse_query("quantum walls")))
    assert str(found.query) == "quantum walks"


def test_where_no_text_has_all_words_those_come_that_lack_one(works):
    found = find(Search(parse_query("tight regret zebras")))
    assert found.is_loose
    assert [hit.object_id for hit in found.hits] == [works["regret"].pk]


def test_a_search_takes_one_query_and_four_where_nothing_is_found(works):
    for typed, most in (("graphs learning bounds regret walks tight", 4), ("novak", 1)):
        with CaptureQueriesContext(connection) as queries:
            find(Search(parse_query(typed)))
        assert len(queries) <= most


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=400) | st.text(alphabet="-\":\\$'&|!()<>*%= author", max_size=60))
def test_whatever_is_typed_is_searched_for(db, typed):
    find(Search(parse_query(typed)))
