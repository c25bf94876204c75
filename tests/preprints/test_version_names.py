"""How a list of references names a version as its source does."""

from datetime import UTC, datetime

import pytest

from preprints.models import Location
from preprints.version_names import source_reference

POSTED, SEEN = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 2, 7, tzinfo=UTC)


def reference(source, external_id, label="", url=""):
    place = Location(source=source, external_id=external_id, url=url)
    return source_reference(place, label, posted_at=POSTED, seen_at=SEEN)


@pytest.mark.parametrize(
    ("source", "external_id", "name"),
    [
        ("osf", "abc12", "OSF Preprints abc12"),
        ("openreview", "xY9", "OpenReview xY9"),
        ("zenodo", "7834394", "Zenodo 7834394"),
        ("inveniordm", "cern:12", "Repository (InvenioRDM) cern:12"),
        ("biorxiv", "10.1101/2026.01.01.123456", "bioRxiv, doi:10.1101/2026.01.01.123456"),
        ("doi", "10.5555/12345678", "doi:10.5555/12345678"),
        ("lesswrong", "aBcDeF", "LessWrong"),
        ("ea-forum", "aBcDeF", "EA Forum"),
    ],
)
def test_a_source_is_named_with_the_identifier_that_people_write(source, external_id, name):
    assert reference(source, external_id, "v2") == f"{name}, version 2"
    assert reference(source, external_id) == f"{name}, as of 7 February 2026"


def test_arxiv_writes_the_version_behind_the_number():
    assert reference("arxiv", "2601.00001", "v2") == "arXiv:2601.00001v2"
    assert reference("arxiv", "2601.00001") == "arXiv:2601.00001, version of 5 January 2026"


def test_a_page_is_named_by_its_site():
    words = reference("web", "https://example.org/a", url="https://example.org/a")
    assert words == "example.org, as of 7 February 2026"
    assert reference("web", "a") == "Web page, as of 7 February 2026"


def test_a_version_whose_place_is_unknown_is_not_named():
    assert source_reference(None, "v2", posted_at=POSTED, seen_at=SEEN) == ""
