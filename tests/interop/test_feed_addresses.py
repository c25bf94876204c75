"""The addresses that are written out in `interop.addresses` are those of the journal's pages."""

import pytest
from django.urls import reverse

from interop import addresses
from tests.interop.conftest import SITE


@pytest.mark.parametrize(
    ("written", "name", "arguments"),
    [
        (addresses.preprint_page(12), "reading:preprint", [12]),
        (addresses.review_page(12, 2, 1), "reading:review", [12, 2, 1]),
        (addresses.issue_page(1, 3), "reading:issue", [1, 3]),
        (addresses.subject_page("a-b"), "reading:subject", ["a-b"]),
        (addresses.feed("reviews", "atom"), "feeds:journal", ["reviews", "atom"]),
        (addresses.feed("subjects/a-b", "rss"), "feeds:subject", ["a-b", "rss"]),
        (addresses.feed("preprints/12", "json"), "feeds:preprint", [12, "json"]),
    ],
)
def test_a_written_address_is_the_one_django_would_make(written, name, arguments):
    assert written == SITE + reverse(name, args=arguments)
