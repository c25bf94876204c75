"""Feeds of what a search finds, and of what a person signed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from interop.feeds import searching
from reviews.services.published_changes import change_published
from search.asking import FACETS
from search.facets import Facets, terms_in_use
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.interop.conftest import SITE, reviewed_preprint
from tests.interop.test_feeds_are_valid import ATOM, JSON_FEED, parsed
from tests.search.finding import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(db):
    """A work with texts of several kinds, and another that nobody reviewed."""
    round_ = reviewed_preprint()
    index(round_.submission.preprint, PreprintFactory())
    return round_


def entries(client, address):
    return client.get(address).json()["items"]


def test_the_feed_of_a_search_holds_what_its_page_shows(client, indexed):
    for asked in ("q=agents", "status=reviewed", "type=review&year=2026", "q=zzz"):
        page = client.get(f"/search/?{asked}&sort=newest").context["page"]
        items = entries(client, f"/feeds/search.json?{asked}")
        assert [item["url"] for item in items] == [f"{SITE}{hit.url}" for hit in page.hits]
    assert len(entries(client, "/feeds/search.json?status=reviewed")) > 2


def test_it_is_valid_in_each_form_and_names_its_own_address(client, indexed):
    query = "q=%22careful+agents%22&status=reviewed"
    atom = client.get(f"/feeds/search.atom?status=reviewed&x=1&sort=best&{query}")
    ATOM.assertValid(etree.fromstring(atom.content))
    reading = parsed(atom)
    assert reading.feed.id == f"{SITE}/feeds/search.atom?{query}"
    assert reading.feed.title.endswith('Search: "careful agents"')
    JSON_FEED.validate(client.get(f"/feeds/search.json?{query}").json())
    assert parsed(client.get(f"/feeds/search.rss?{query}")).version == "rss20"
    first = client.get(f"/feeds/search.atom?{query}")
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get(f"/feeds/search.atom?{query}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_page_of_a_search_leads_to_its_feed(client, indexed):
    html = client.get("/search/?page=1&sort=oldest&status=reviewed&q=agents").content.decode()
    addresses = re.findall(r'href="(/feeds/search[^"]*)"', html)
    assert addresses == ["/feeds/search.atom?q=agents&amp;status=reviewed"] * 2
    assert "/feeds/search" not in client.get("/search/").content.decode()


def test_a_search_for_nothing_has_no_feed(client, indexed):
    for asked in ("", "?q=", "?q=-agents-", "?status=nonsense", "?sort=newest"):
        status = client.get(f"/feeds/search.atom{asked}").status_code
        assert status == (200 if "agents" in asked else 404), asked


def test_words_are_shown_as_text(client):
    work = PreprintFactory(version__abstract="A <b>agent</b> & <script>.", version__title="T")
    index(work)
    (item,) = entries(client, "/feeds/search.json?q=agent")
    assert "<script" not in item["content_html"]
    assert "<mark>agent</mark>" in item["content_html"]


def test_what_is_not_public_any_more_leaves_the_feed(client, indexed):
    review = indexed.reviews.get()
    assert len(entries(client, "/feeds/search.json?type=review")) == 1
    change_published(review, ["summary_html"])
    assert entries(client, "/feeds/search.json?type=review") == []
    assert entries(client, "/feeds/search.json?type=work") != []


def test_it_ends_after_its_newest_entries_and_takes_as_many_queries(client, indexed, monkeypatch):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            items = entries(client, "/feeds/search.json?q=agents")
        return len(items), len(counted)

    texts, first = queries()
    assert first <= 10
    index(*(PreprintFactory() for _ in range(5)))
    assert queries() == (texts + 5, first)
    monkeypatch.setattr(searching, "FEED_ENTRIES", 2)
    assert queries()[0] == 2


def test_the_parameters_are_those_of_the_facets(db):
    facets = Facets(terms_in_use())
    assert [*(facet.name for facet in facets.all), "year"] == list(FACETS)


@pytest.fixture
def signer(db):
    person = UserFactory(name="Signing Person")
    signed = {"byline_kind": "signed", "byline_name": "Signing Person"}
    ReviewFactory(published=True, reviewer=person, published_at=NOW, **signed)
    ReviewFactory(published=True, reviewer=person)  # anonymous
    ReviewFactory(reviewer=person, **signed)  # not published
    ReviewFactory(published=True, **signed)  # another person of that name
    return person


def test_the_feed_of_a_person_holds_the_reviews_that_they_signed(client, signer):
    review = signer.reviews.get(status="published", byline_kind="signed")
    address = f"/feeds/people/{signer.profile.handle}"
    (item,) = entries(client, f"{address}.json")
    assert item["url"] == f"{SITE}{review.get_absolute_url()}"
    assert item["authors"] == [{"name": "Signing Person"}]
    ATOM.assertValid(etree.fromstring(client.get(f"{address}.atom").content))
    page = client.get(f"/people/{signer.profile.handle}/").content.decode()
    assert page.count(f'href="{address}.atom"') == 2


def test_somebody_who_signed_nothing_has_no_feed(client, signer):
    other = UserFactory(name="Reviews Anonymously")
    ReviewFactory(published=True, reviewer=other)
    assert client.get(f"/feeds/people/{other.profile.handle}.atom").status_code == 404
    assert client.get(f"/feeds/people/{signer.profile.handle}.atom").status_code == 200


def test_pages_lead_to_the_feeds_of_what_they_list(client, indexed):
    work = indexed.submission.preprint
    subject = work.subjects.get()
    for page, feed in (
        ("/preprints/", "/feeds/preprints.atom"),
        (f"/subjects/{subject.slug}/", f"/feeds/subjects/{subject.slug}.atom"),
        (f"/preprints/{work.pk}/", f"/feeds/preprints/{work.pk}.atom"),
        ("/issues/", "/feeds/issues.atom"),
    ):
        head, body = client.get(page).content.decode().split("<main", 1)
        assert f'href="{feed}"' in head, page
        assert f'href="{feed}"' in body.split("</main>")[0], page


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_has_a_stylesheet_that_browsers_read(client, db, form):
    for_reader = client.get(f"/feeds/reviews.{form}")
    for_browser = client.get(f"/feeds/reviews.{form}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert for_reader["Content-Type"] == f"application/{form}+xml; charset=utf-8"
    assert for_browser["Content-Type"] == "application/xml; charset=utf-8"
    assert for_browser.content == for_reader.content
    assert all("Accept" in one["Vary"].split(", ") for one in (for_browser, for_reader))
    root = etree.fromstring(for_browser.content)
    assert str(root.getprevious()).startswith(
        '<?xml-stylesheet type="text/css" href="/static/css/feed'
    )
