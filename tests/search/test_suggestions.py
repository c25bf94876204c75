"""What is suggested while somebody types."""

import pytest

from search.queries import parse_query
from search.services import learn_words
from search.suggestions import suggest_titles
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.search.finding import index

pytestmark = pytest.mark.django_db


def test_titles_are_suggested_whose_words_begin_so_and_nothing_else(client):
    titles = ("Learning on graphs", "Learned graphs", "Graphs that learn", "Walks on trees")
    works = [
        VersionFactory(
            preprint=PreprintFactory(version=None),
            title_plain=title,
            abstract="Learning on graphs.",
            author_line="Jan Novák" if "trees" in title else "Ada Example",
        ).preprint
        for title in titles
    ]
    round_ = RoundFactory(submission__preprint=works[3])
    ReviewFactory(round=round_, published=True, summary_html="<p>On graphs.</p>")
    works[3].current_version.authors.create(position=2, name="Jan Novák")
    index(*works)
    learn_words()

    def suggested(typed):
        return set(suggest_titles(parse_query(typed)))

    assert suggested("learni") == set(titles[:3])
    assert suggested("graphs lear") == suggested("learn grap") == set(titles[:3])
    assert suggested("nova") == suggested("walk") == {titles[3]}
    assert suggested("graphs zzz") == suggested("a") == suggested("-graphs") == set()
    answer = client.get("/search/suggestions/", {"q": "walk"})
    assert answer.json() == {"suggestions": [titles[3]]}
    works[3].merged_into = works[0]
    works[3].save()
    assert suggested("walk") == set()
