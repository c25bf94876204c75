import re
from datetime import timedelta

import feedparser
import pytest

from interop.feeds.entries import issues_feed
from interop.feeds.html import absolute
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.interop.conftest import SITE

PAGE = f"{SITE}/preprints/7/"


@pytest.fixture
def entries(client):
    def fetch(name):
        return feedparser.parse(client.get(f"/feeds/{name}.atom").content).entries

    return fetch


def test_a_review_stands_there_in_full(entries, reviewed):
    (entry,) = entries("reviews")
    version = reviewed.version
    assert entry.link == f"{SITE}/preprints/{version.preprint_id}/v1/reviews/1/"
    assert entry.title == "Review of “Axioms for careful agents”"
    assert [author.name for author in entry.authors] == ["Anonymous reviewer"]
    text = entry.content[0].value
    for words in ("<p>The work states four axioms.</p>", "<p>One.</p>", "Important", "Solid"):
        assert words in text
    assert "For the spelling." not in text, "it could name who wrote it"
    assert "Shorten section two" not in text
    assert [link.href for link in entry.links if link.rel == "license"] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]


def test_a_preprint_stands_there_with_its_assessment_and_abstract(entries, reviewed):
    (entry,) = entries("preprints")
    text = entry.content[0].value
    assert entry.title == "Axioms for careful agents"
    assert "Status: Reviewed." in text
    assert "An important result with solid support." in text
    assert "We state four axioms" in text
    assert {tag.term for tag in entry.tags} == {"Decision theory", "Important", "Solid"}
    assert [author.name for author in entry.authors] == ["Ada Example"]


@pytest.mark.django_db
def test_a_selected_preprint_says_for_which_issue(entries):
    PreprintFactory(status="selected", selected_for="Volume 1, Issue 2")
    assert "Status: Selected: Volume 1, Issue 2." in entries("preprints")[0].content[0].value


def test_an_issue_stands_there_with_its_recommendations(entries, reviewed):
    (entry,) = entries("issues")
    assert entry.title == "Volume 1, Issue 1: Agents that choose"
    text = entry.content[0].value
    for words in ("Why these.", "Foundations", "Read it for the second axiom", "Editor Example"):
        assert words in text


@pytest.mark.django_db
def test_the_last_to_change_comes_first(entries):
    old, new = PreprintFactory(), PreprintFactory()
    old.status_at = NOW + timedelta(days=1)
    old.save()
    assert [entry.id for entry in entries("preprints")] == [
        f"{SITE}/preprints/{old.pk}/",
        f"{SITE}/preprints/{new.pk}/",
    ]


@pytest.mark.django_db
def test_a_feed_holds_the_newest_fifty(entries):
    for _ in range(52):
        PreprintFactory()
    assert len(entries("preprints")) == 50


@pytest.mark.django_db
def test_a_subject_has_a_feed_of_its_own(client, entries):
    wanted = PreprintFactory(subjects=[SubjectFactory()])
    PreprintFactory()
    (entry,) = entries("subjects/decision-theory")
    assert entry.id == f"{SITE}/preprints/{wanted.pk}/"
    assert client.get("/feeds/subjects/none.atom").status_code == 404


@pytest.mark.django_db
def test_a_preprint_has_a_feed_of_its_reviews(client, entries):
    review = ReviewFactory(published=True)
    ReviewFactory(published=True)
    (entry,) = entries(f"preprints/{review.version.preprint_id}")
    assert entry.id.endswith(f"/preprints/{review.version.preprint_id}/v1/reviews/1/")
    assert client.get("/feeds/preprints/7.atom").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["people.atom", "reviews.xml", "reviews.atom/", "reviews"])
def test_there_is_no_other_feed(client, path):
    assert client.get(f"/feeds/{path}").status_code == 404


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<a href="#fn1">1</a>', f'<a href="{PAGE}#fn1">1</a>'),
        ('<img src="/static/a.png">', f'<img src="{SITE}/static/a.png">'),
        ('<a href="../8/?a=1&amp;b=2">x</a>', f'<a href="{SITE}/preprints/8/?a=1&amp;b=2">x</a>'),
        ('<a href="https://example.org/">x</a>', '<a href="https://example.org/">x</a>'),
        ('<a href="mailto:a@example.org">x</a>', '<a href="mailto:a@example.org">x</a>'),
        ('<a href="http://[">x</a>', '<a href="http://[">x</a>'),
        ('<code>a href="/x"</code>', '<code>a href="/x"</code>'),
    ],
)
def test_addresses_in_the_text_are_made_whole(written, read):
    assert absolute(written, PAGE) == read


def test_an_issue_in_a_feed_has_its_sections_as_its_page_does(client, db):
    """In the order of their positions, in whatever order they were added. Works of one section
    stand together, and one without a section has no empty heading."""
    issue = IssueFactory()
    for position, section in ((3, "Foundations"), (2, "Trust"), (1, ""), (4, "Trust")):
        EntryFactory(issue=issue, position=position, section=section)
    publish(issue)
    html = issues_feed().entries[0].content_html
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Trust", "Foundations"]
    assert html.index("<h3>") < html.index("<h2>")
    page = client.get(issue.get_absolute_url()).content.decode()
    assert re.findall(r'section__head"><h2>(.*?)</h2>', page)[:2] == ["Trust", "Foundations"]


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_an_issue_in_a_feed_has_its_files(client, db, form):
    publish(EntryFactory().issue)
    read = feedparser.parse(client.get("/feeds/issues.atom").content).entries[0].enclosures
    assert [(one.type, one.href.rpartition("/")[2]) for one in read] == [
        ("application/epub+zip", "issue.epub"),
        ("application/pdf", "issue.pdf"),
    ]
    text = client.get(f"/feeds/issues.{form}").content.decode()
    assert "/issues/1/1/issue.epub" in text
    assert ("/issues/1/1/issue.pdf" in text) == (form != "rss")
