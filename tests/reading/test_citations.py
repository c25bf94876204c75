"""The line for a list of references names the version that was reviewed, as its source calls it."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from preprints.models import Version
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db
SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)
POSTED = datetime(2015, 9, 21, tzinfo=UTC)


def make_version(*, source="arxiv", external_id="1506.03379", url="", **version) -> Version:
    work = PreprintFactory(version=None, location=None)
    location = LocationFactory(
        preprint=work,
        source=source,
        external_id=external_id,
        url=url or "https://example.org/work/1",
    )
    fields = {"posted_at": POSTED, "seen_at": SEEN, **version}
    return VersionFactory(preprint=work, location=location, **fields)


def review(version: Version) -> None:
    ReviewFactory(
        round=RoundFactory(
            submission__preprint=version.preprint, submission__version=version, version=version
        ),
        published=True,
    )


def cited(client, address) -> str:
    page = client.get(address).content.decode()
    (line,) = re.findall(r'id="citation">(.*?)</p>', page, re.DOTALL)
    return unescape(" ".join(line.split()))


def page_text(client, address) -> str:
    page = client.get(address).content.decode()
    return unescape(" ".join(re.sub(r"<[^>]*>", "", page).split()))


def test_the_first_version_here_may_be_a_later_one_at_arxiv(client):
    version = make_version(number=1, source_version="v2")
    review(version)
    line = cited(client, version.preprint.get_absolute_url())
    assert line.startswith("Ada Example (2015). Axioms for careful agents. arXiv:1506.03379v2. ")
    assert f"Reviewed in Verso, {version.identifier}. " in line
    assert line.endswith(version.get_absolute_url())
    assert "version 1" not in line


@pytest.mark.parametrize(
    ("location", "label", "named"),
    [
        ({"source": "arxiv"}, "v1", "arXiv:1506.03379v1."),
        ({"source": "arxiv"}, "", "arXiv:1506.03379, version of 21 September 2015."),
        (
            {"source": "biorxiv", "external_id": "10.1101/2020.01.01.123456"},
            "v3",
            "bioRxiv, doi:10.1101/2020.01.01.123456, version 3.",
        ),
        (
            {"source": "doi", "external_id": "10.1000/abc"},
            "",
            "doi:10.1000/abc, as of 9 March 2026.",
        ),
        ({"source": "zenodo", "external_id": "1234"}, "1.0", "Zenodo 1234, version 1.0."),
        ({"source": "osf", "external_id": "abcde"}, "v2", "OSF Preprints abcde, version 2."),
        ({"source": "lesswrong", "external_id": "xYz"}, "", "LessWrong, as of 9 March 2026."),
        (
            {"source": "web", "url": "https://blog.example.org/a"},
            "",
            "blog.example.org, as of 9 March 2026.",
        ),
    ],
)
def test_each_source_has_its_own_words_for_a_version(client, location, label, named):
    version = make_version(number=1, source_version=label, **location)
    line = cited(client, version.preprint.get_absolute_url())
    assert f"Axioms for careful agents. {named} Verso, {version.identifier}. " in line


def test_the_version_that_was_reviewed_is_cited_where_a_newer_one_stands_on_the_page(client):
    first = make_version(number=1, source_version="v2", title="The old title", posted_at=POSTED)
    review(first)
    newer = VersionFactory(
        preprint=first.preprint,
        location=first.location,
        number=2,
        source_version="v3",
        title="The new title",
    )
    on_work_page = cited(client, first.preprint.get_absolute_url())
    assert "The old title. arXiv:1506.03379v2. Reviewed in Verso" in on_work_page
    assert on_work_page.endswith(first.get_absolute_url())
    on_own_page = cited(client, newer.get_absolute_url())
    assert "The new title. arXiv:1506.03379v3. Verso, " in on_own_page
    assert "Reviewed" not in on_own_page


def test_of_two_reviewed_versions_the_newer_is_cited(client):
    first = make_version(number=1, source_version="v1")
    review(first)
    second = VersionFactory(
        preprint=first.preprint, location=first.location, number=2, source_version="v2"
    )
    ReviewFactory(round=first.rounds.get(), version=second, published=True)
    assert "arXiv:1506.03379v2. Reviewed in Verso" in cited(
        client, first.preprint.get_absolute_url()
    )


def test_a_place_of_another_version_is_never_taken_for_this_ones(client):
    """A work in two places: the version seen on the forum is not arXiv's."""
    version = make_version(number=1, source_version="v1")
    forum = LocationFactory(
        preprint=version.preprint, source="lesswrong", external_id="xYz", is_canonical=False
    )
    post = VersionFactory(
        preprint=version.preprint, location=forum, number=2, source_version="", seen_at=SEEN
    )
    assert "LessWrong, as of 9 March 2026." in cited(client, post.get_absolute_url())
    assert "arXiv:1506.03379v1." in cited(client, version.get_absolute_url())


def test_a_version_is_shown_with_both_its_numbers_where_they_differ(client):
    version = make_version(number=1, source_version="v2")
    VersionFactory(
        preprint=version.preprint, location=version.location, number=3, source_version="v3"
    )
    shown = page_text(client, version.get_absolute_url())
    assert "Version 1 (v2 at arXiv), 21 September 2015" in shown
    listed = shown.partition("Versions")[2]
    assert "Version 1 (v2 at arXiv)" in listed
    assert "Version 3 " in listed
    assert "Version 3 (" not in listed
    compared = page_text(client, f"{version.preprint.get_absolute_url()}compare/v1..v3/")
    assert "Version 1 (v2 at arXiv)" in compared
