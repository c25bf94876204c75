"""The addresses that are written out in `web.addresses` are those of the journal's pages."""

import pytest
from django.urls import reverse

from web import addresses

SITE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("written", "name", "arguments"),
    [
        (addresses.absolute("/about/"), "reading:about", []),
        (addresses.preprint_page(12), "reading:preprint", [12]),
        (addresses.version_page(12, 2), "reading:version", [12, 2]),
        (addresses.review_page(12, 2, 1), "reading:review", [12, 2, 1]),
        (addresses.issue_page(1, 3), "reading:issue", [1, 3]),
        (addresses.issue_evidence(1, 3), "reading:evidence", [1, 3]),
        (addresses.issue_pdf(1, 3), "reading:issue_file", [1, 3, "pdf"]),
        (addresses.issue_epub(1, 3), "reading:issue_file", [1, 3, "epub"]),
        (addresses.subject_page("a-b"), "reading:subject", ["a-b"]),
        (addresses.person_page("ada"), "reading:person", ["ada"]),
        (addresses.list_page("preprints"), "reading:preprints", []),
        (addresses.list_page("issues"), "reading:issues", []),
        (addresses.feed("reviews", "atom"), "feeds:journal", ["reviews", "atom"]),
        (addresses.feed("subjects/a-b", "rss"), "feeds:subject", ["a-b", "rss"]),
        (addresses.feed("preprints/12", "json"), "feeds:preprint", [12, "json"]),
        (addresses.resource("reviews", 7), "api:review-detail", [7]),
        (addresses.resource("subjects", "a-b"), "api:subject-detail", ["a-b"]),
        (addresses.resource_list("reviews"), "api:review-list", []),
    ],
)
def test_a_written_address_is_the_one_django_would_make(written, name, arguments):
    assert written == SITE + reverse(name, args=arguments)
