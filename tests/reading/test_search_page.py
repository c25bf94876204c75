"""The page of a search: what it shows, narrows and says, and where identifiers lead."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from preprints.models import Preprint
from reviews.services.published_changes import change_published
from search.services import learn_words
from tests.factories.curation import EntryFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.search.finding import index

pytestmark = pytest.mark.django_db


def titled(title, **fields):
    preprint = PreprintFactory(version=None, **fields)
    return VersionFactory(
        preprint=preprint, title=title, title_html=title, title_plain=title, abstract="Abstract."
    ).preprint


@pytest.fixture
def reviewed(db):
    """A work with a text of each kind; each has the word "quokka"."""
    work = titled("Quokkas smile", subjects=[SubjectFactory(slug="animals", name="Animals")])
    work.status = "selected"
    work.save()
    round_ = RoundFactory(submission=SubmissionFactory(preprint=work, accepted=True))
    review = ReviewFactory(
        round=round_, published=True, summary_html="<p>No <em>quokka</em> &lt; two.</p>"
    )
    AssessmentFactory(round=round_, published=True, text="A quokka at last.")
    ResponseFactory(round=round_, text_html="<p>The quokka stays.</p>")
    publish(EntryFactory(preprint=work, recommendation_html="<p>One quokka.</p>").issue)
    index(work)
    learn_words()
    return review


def page(client, **asked):
    answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(html):
    return " ".join(strip_tags(html).split())


def test_each_kind_of_text_is_shown_with_its_words_in_context(client, reviewed):
    html = page(client, q="quokka")
    work = reviewed.version.preprint
    assert "<strong>5</strong> texts" in html
    for address in (
        work.get_absolute_url(),
        reviewed.get_absolute_url(),
        f"/{work.current_version}.a1",
        f"/{work.current_version}.p1",
        "/issues/1/1/",
    ):
        assert f'<a href="{address}">' in html
    words = shown(html)
    assert "No quokka &lt; two." in words
    assert "On: Quokkas smile Anonymous reviewer" in words
    for text in ("A quokka at last.", "The quokka stays.", "One quokka.", "Volume 1, Issue 1"):
        assert text in words
    assert html.count("<mark>quokka</mark>") == 4


def test_facets_lead_to_what_they_count(client, reviewed):
    other = titled("A quokka sleeps", kind="survey")
    index(other)
    page_ = client.get("/search/", {"q": "quokka"}).context["page"]
    counted = {
        (str(facet.label), str(link.words)): (link.texts, link.url)
        for facet in page_.facets
        for link in facet.links
    }
    assert {words: texts for words, (texts, _url) in counted.items()} == {
        ("What", "Preprints"): 2,
        ("What", "Assessments"): 1,
        ("What", "Reviews"): 1,
        ("What", "Author responses"): 1,
        ("What", "Editorials"): 1,
        **{("At least this significant", word): 4 for word in ("Important", "Valuable", "Useful")},
        **{("Evidence at least", word): 4 for word in ("Solid", "Incomplete", "Inadequate")},
        ("Status", "All reviewed"): 4,
        ("Status", "Listed"): 1,
        ("Status", "Selected"): 4,
        ("Subject", "Animals"): 4,
        ("Source", "arXiv"): 5,
        ("Kind of work", "Theory"): 4,
        ("Kind of work", "Survey"): 1,
        ("Issue", "Volume 1, Issue 1"): 5,
        ("Year", "2026"): 6,
    }
    for texts, url in counted.values():
        narrowed = client.get(f"/search/{url}").context["page"]
        assert narrowed.found.texts == texts, url
        assert narrowed.is_narrowed


def test_a_search_in_words_alone_is_narrowed_too(client, reviewed):
    index(titled("A quokka sleeps"))
    for typed, texts in (
        ("quokka subject:animals", 4),
        ('quokka subject:"anim"', 4),
        ("source:arxiv -sleeps quokka", 4),
        ("subject:animals", 4),
    ):
        assert client.get("/search/", {"q": typed}).context["page"].found.texts == texts, typed
    assert "There is no “subject:plants”" in page(client, q="quokka subject:plants")


def test_what_is_not_public_any_more_is_not_shown(client, reviewed):
    assert "No quokka" in shown(page(client, q="quokka"))
    reviewed.summary_html = "<p>[redacted]</p>"
    change_published(reviewed, ["summary_html"])
    answer = client.get("/search/", {"q": "quokka"})
    assert answer.context["page"].found.texts == 4
    words = shown(answer.content.decode())
    assert "No quokka" not in words
    assert "A quokka at last." in words


def test_identifiers_and_links_lead_to_their_work(client):
    work = PreprintFactory(location__external_id="1506.03379")
    PreprintFactory()
    for typed in (
        "1506.03379",
        "arXiv:1506.03379",
        "arXiv: 1506.03379",
        "id:1506.03379",
        "id:arXiv:1506.03379",
        "https://arxiv.org/abs/1506.03379",
        "10.48550/arXiv.1506.03379",
        f"V{work.pk}",
        f" v{work.pk} ",
    ):
        answer = client.get("/search/", {"q": typed})
        assert (answer.status_code, answer.get("Location")) == (302, work.get_absolute_url()), typed
    assert "/submit/?link=https%3A%2F%2Farxiv.org%2Fabs%2F1506.99999" in page(
        client, q="arXiv:1506.99999"
    )
    for typed in ("V999999", "V1.999999.r1", "1506.03379 and more"):
        assert client.get("/search/", {"q": typed}).status_code == 200


def test_mistyped_words_are_replaced_and_the_exact_ones_a_link_away(client, reviewed):
    html = page(client, q="quokas smile")
    assert "Showing results for <strong>quokkas smile</strong>" in " ".join(html.split())
    assert "exact=1" in html
    assert "No public text here has these words together." in page(
        client, q="quokas smile", exact="1"
    )


def test_an_address_that_nobody_would_type_is_a_page_all_the_same(client, reviewed):
    for asked in (
        {"q": "quokka", "page": "999999999999"},
        {"q": "quokka", "page": "-1"},
        {"q": "quokka", "sort": "x", "status": "y", "year": "MMXX", "issue": "9.9"},
        {"q": "\x00", "year": "9999"},
        {"q": "a" * 3000},
        {"q": "quokka OR (", "type": "review"},
        {"status": "selected"},
        {},
    ):
        answer = client.get("/search/?" + urlencode(asked))
        assert answer.status_code in (200, 400), asked


def test_a_page_of_hits_takes_as_many_queries_as_one_hit(client, reviewed):
    def queries(**asked):
        with CaptureQueriesContext(connection) as counted:
            page(client, **asked)
        return len(counted)

    first = queries(q="quokka")
    assert first <= 11
    index(*(titled(f"Quokka {number}") for number in range(25)))
    assert queries(q="quokka") <= first
    assert queries(q="quokka", page="2") <= first
    assert Preprint.objects.count() == 26


def test_no_page_of_a_search_is_kept(client, reviewed):
    """`UNWATCHED`: random searches would drive the pages out that are read."""
    from web.page_cache.sources import note_sources
    from web.page_cache.triggers import watched_tables

    with note_sources() as sources:
        page(client, q="quokka")
    assert "search_document" in sources.tables - watched_tables()
