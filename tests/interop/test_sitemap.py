"""robots.txt and the sitemap: what is public, as standard readers read it, and nothing else."""

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse
from lxml import etree

from interop import sitemaps
from reviews.services.withdrawing import withdraw_review
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.interop.conftest import SITE

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parent / "schemas" / "sitemap.xsd"
IN = {"s": sitemaps.NAMESPACE}


def read(client, address: str) -> dict[str, str]:
    """Addresses, and the day each has changed."""
    answer = client.get(address)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    if root.tag.endswith("urlset"):
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    return {
        one.findtext("s:loc", namespaces=IN): one.findtext("s:lastmod", "", namespaces=IN)
        for one in root
    }


def everything(client) -> dict[str, str]:
    found = {}
    for file in read(client, "/sitemap.xml"):
        found |= read(client, file.removeprefix(SITE))
    return found


def test_everything_public_is_listed_and_nothing_else(client, reviewed):
    version, review = reviewed.version, reviewed.reviews.get()
    issue = version.preprint.entries.get().issue
    unpublished = ReviewFactory(round=reviewed, submitted=True)
    gone = ReviewFactory(round=reviewed, published=True, number=2)
    withdraw_review(gone.pk, by=gone.reviewer, reason="Wrong.", now=NOW)
    merged = PreprintFactory(merged_into=version.preprint)
    draft = EntryFactory(issue=IssueFactory(number=9), preprint=version.preprint).issue
    day = review.published_at.date().isoformat()
    pages = [
        "/",
        "/preprints/",
        "/subjects/",
        "/people/",
        "/issues/",
        "/review-requests/",
        "/about/",
        "/log/",
    ]
    found = everything(client)
    assert found == {
        **{f"{SITE}{page}": "" for page in (*pages, "/subjects/decision-theory/")},
        f"{SITE}{version.preprint.get_absolute_url()}": NOW.date().isoformat(),
        f"{SITE}{review.get_absolute_url()}": day,
        f"{SITE}{issue.get_absolute_url()}": issue.published_at.date().isoformat(),
    }
    assert unpublished.number is None
    assert (merged.pk, draft.number) == (merged.pk, 9)


def test_a_file_holds_a_range_of_ids_and_what_is_empty_is_not_there(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "FILE_ADDRESSES", 2)
    for _ in range(3):
        reviewed_preprint_without_issue()
    works = sorted(everything(client))
    assert len([address for address in works if "/reviews/" in address]) == 3
    files = [file.removeprefix(SITE) for file in read(client, "/sitemap.xml")]
    assert all(1 <= len(read(client, file)) <= 2 for file in files if "pages" not in file)
    for missing in ("preprints-9999999", "people-1", "pages-2"):
        assert client.get(f"/sitemaps/{missing}.xml").status_code == 404


def reviewed_preprint_without_issue() -> None:
    ReviewFactory(published=True)


def test_each_file_asks_the_database_once(client, reviewed, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    for name in ("pages", "preprints", "reviews", "issues"):
        part = next(f for f in read(client, "/sitemap.xml") if name in f).removeprefix(SITE)
        with django_assert_num_queries(1):
            client.get(part)


def test_robots_may_read_what_is_listed_and_nothing_of_who_is_signed_in(client, reviewed):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.content.decode().splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    assert all(robots.can_fetch("Googlebot", address) for address in everything(client))
    for closed in ("reading:me", "account_login", "admin:index", "reviews:desk"):
        assert not robots.can_fetch("Googlebot", f"{SITE}{reverse(closed)}"), closed


def test_the_icon_is_there_under_the_name_that_browsers_ask_for(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/x-icon")
    assert b"".join(answer.streaming_content).startswith(b"\0\0\1\0\3\0")
