"""The head of a page says what stands on it to programs: `citation_*` tags, and JSON-LD."""

import json
import re
from html import unescape

import pytest

from preprints.models import Author
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ReviewFactory
from tests.reading.test_citations import make_version, review
from tests.reading.works import signed_review

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def head(client, address) -> tuple[list[tuple[str, str]], dict]:
    page = client.get(address).content.decode()
    found = re.findall(r'<meta name="(citation_[a-z_]*)" content="([^"]*)">', page)
    (data,) = re.findall(r'<script type="application/ld[+]json">(.*?)</script>', page, re.DOTALL)
    return [(name, unescape(content)) for name, content in found], json.loads(data)


@pytest.fixture
def version():
    made = make_version(number=1, source_version="v2", title="Axioms for agents", licence="")
    Author.objects.create(version=made, position=2, name="ATLAS Collaboration")
    Author.objects.filter(version=made, position=1).update(orcid="0000-0002-1825-0097")
    review(made)
    return made


def test_a_reviewed_version(client, version):
    page, one = version.get_absolute_url(), version.reviews.get()
    tags, data = head(client, page)
    assert tags == [
        ("citation_title", "Axioms for agents"),
        ("citation_author", "Example, Ada"),
        ("citation_author", "ATLAS Collaboration"),
        ("citation_publication_date", "2015/09/21"),
        ("citation_online_date", "2015/09/21"),
        ("citation_publisher", "arXiv"),
        ("citation_arxiv_id", "1506.03379v2"),
        ("citation_abstract_html_url", f"{SITE}{page}"),
    ]
    assert data == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": f"{SITE}{page}",
        "url": f"{SITE}{page}",
        "name": "Axioms for agents",
        "headline": "Axioms for agents",
        "author": [
            {
                "@type": "Person",
                "name": "Ada Example",
                "familyName": "Example",
                "givenName": "Ada",
                "@id": "https://orcid.org/0000-0002-1825-0097",
            },
            {"@type": "Organization", "name": "ATLAS Collaboration"},
        ],
        "datePublished": "2015-09-21",
        "identifier": [version.identifier, "arXiv:1506.03379v2"],
        "sameAs": "https://example.org/work/1",
        "publisher": {"@type": "Organization", "name": "arXiv"},
        "creditText": (
            "arXiv:1506.03379v2 (21 September 2015). "
            f"Reviewed in Verso, {version.identifier}. Status: Listed."
        ),
        "review": [
            {
                "@type": "Review",
                "url": f"{SITE}{one.get_absolute_url()}",
                "author": {"@type": "Person", "name": "Anonymous reviewer"},
                "datePublished": one.published_at.date().isoformat(),
            }
        ],
    }
    as_format = json.loads(client.get(page, {"format": "jsonld"}).content)
    assert as_format == {name: value for name, value in data.items() if name != "review"}


def test_the_page_of_a_work_tells_of_the_version_that_it_shows(client, version):
    newer = VersionFactory(preprint=version.preprint, number=2, title="The new title")
    tags, data = head(client, version.preprint.get_absolute_url())
    assert ("citation_title", "The new title") in tags
    assert data["identifier"][0] == newer.identifier
    assert "review" not in data


def test_a_review_never_has_the_authors_of_the_work_for_its_own_nor_a_hidden_name(client, version):
    opened = version.rounds.get()
    hidden = ReviewFactory(
        round=opened, published=True, number=2, reviewer=UserFactory(name="Grace Hidden")
    )
    signed = signed_review(opened, number=3, reviewer=UserFactory(name="Vera Signed"))
    for one, in_tags, name in [
        (hidden, "Anonymous reviewer", "Anonymous reviewer"),
        (signed, "Signed, Vera", "Vera Signed"),
    ]:
        tags, data = head(client, one.get_absolute_url())
        assert [content for tag, content in tags if tag == "citation_author"] == [in_tags]
        assert ("citation_technical_report_number", one.identifier) in tags
        assert (data["@type"], data["author"][0]["name"]) == ("Review", name)
        assert data["itemReviewed"]["name"] == "Axioms for agents"
        assert data["itemReviewed"]["sameAs"] == "https://example.org/work/1"
        assert "Hidden" not in client.get(one.get_absolute_url()).content.decode()


def test_an_issue_is_the_journals_own(client, version):
    issue = IssueFactory(editor=UserFactory(name="Jane Doe"))
    EntryFactory(issue=issue, preprint=version.preprint, version=version)
    publish(issue)
    tags, data = head(client, issue.get_absolute_url())
    assert ("citation_journal_title", "Verso") in tags
    assert ("citation_editor", "Doe, Jane") in tags
    assert "citation_author" not in dict(tags)
    assert data["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Verso"}
    assert data["hasPart"] == [
        {"@type": "CreativeWork", "url": f"{SITE}{version.get_absolute_url()}"}
    ]


def test_no_title_ends_the_script_or_the_tag_it_stands_in(client):
    title = '</script><b>"&amp; <!-- x'
    version = make_version(number=1, source_version="v1", title_plain=title, title_html="x")
    tags, data = head(client, version.get_absolute_url())
    assert dict(tags)["citation_title"] == title
    assert data["name"] == title
