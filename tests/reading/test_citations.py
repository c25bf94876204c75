"""The line for a list of references names the version that was reviewed, as its source calls it."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from preprints.models import Version
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db
DAY = "(21 September 2015)"
NAMED = f"arXiv:1506.03379v1 {DAY}"
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
    assert line.startswith(
        "Ada Example (2015). Axioms for careful agents. arXiv:1506.03379v2 (21 September 2015). "
    )
    assert f"Reviewed in Verso, {version.identifier}. " in line
    assert line.endswith(version.get_absolute_url())
    assert "version 1" not in line


@pytest.mark.parametrize(
    ("location", "label", "named"),
    [
        ({"source": "arxiv"}, "v1", "arXiv:1506.03379v1 (21 September 2015)."),
        ({"source": "arxiv"}, "", "arXiv:1506.03379, version of 21 September 2015."),
        (
            {"source": "biorxiv", "external_id": "10.1101/2020.01.01.123456"},
            "v3",
            "bioRxiv, doi:10.1101/2020.01.01.123456, version 3 (21 September 2015).",
        ),
        (
            {"source": "doi", "external_id": "10.1000/abc"},
            "",
            "doi:10.1000/abc, as of 9 March 2026.",
        ),
        (
            {"source": "zenodo", "external_id": "1234"},
            "1.0",
            f"Zenodo 1234, version 1.0 {DAY}.",
        ),
        (
            {"source": "osf", "external_id": "abcde"},
            "v2",
            f"OSF Preprints abcde, version 2 {DAY}.",
        ),
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
    assert (
        f"Axioms for careful agents. {named} Verso, {version.identifier}. Status: Listed. " in line
    )


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
    assert f"The old title. arXiv:1506.03379v2 {DAY}. Reviewed in Verso" in on_work_page
    assert on_work_page.endswith(first.get_absolute_url())
    on_own_page = cited(client, newer.get_absolute_url())
    assert "The new title. arXiv:1506.03379v3 (" in on_own_page
    assert "). Verso, " in on_own_page
    assert "Reviewed" not in on_own_page


def test_of_two_reviewed_versions_the_newer_is_cited(client):
    first = make_version(number=1, source_version="v1")
    review(first)
    second = VersionFactory(
        preprint=first.preprint, location=first.location, number=2, source_version="v2"
    )
    ReviewFactory(round=first.rounds.get(), version=second, published=True)
    assert "arXiv:1506.03379v2 (5 January 2026). Reviewed in Verso" in cited(
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
    assert "arXiv:1506.03379v1 (21 September 2015)." in cited(client, version.get_absolute_url())


def test_a_version_is_shown_with_both_its_numbers_where_they_differ(client):
    version = make_version(number=1, source_version="v2")
    VersionFactory(
        preprint=version.preprint, location=version.location, number=3, source_version="v3"
    )
    shown = page_text(client, version.get_absolute_url())
    assert "Version 1 · arXiv:1506.03379v2 (21 September 2015)" in shown
    listed = shown.partition("Versions")[2]
    assert "Version 1 (v2 at arXiv)" in listed
    assert "Version 3 " in listed
    assert "Version 3 (" not in listed
    compared = page_text(client, f"{version.preprint.get_absolute_url()}compare/v1..v3/")
    assert "Version 1 (v2 at arXiv)" in compared


def test_which_version_was_reviewed_stands_beside_the_one_that_is_shown(client):
    first = make_version(number=1, source_version="v1")
    VersionFactory(preprint=first.preprint, location=first.location, number=2, source_version="v2")
    own, newest = first.get_absolute_url(), first.preprint.get_absolute_url()
    assert "reviewed" not in page_text(client, own)
    review(first)
    assert "The version that was reviewed" in page_text(client, own)
    page = client.get(newest).content.decode()
    assert f'<a class="chip" href="{own}">Reviewed: version 1 · {NAMED}</a>' in page
    permalink = page_text(client, first.reviews.get().get_absolute_url())
    assert f"Version 1 · {NAMED}" in permalink
    assert f"Review of {NAMED}." in permalink


def test_what_was_retracted_is_cited_as_retracted(client):
    version = make_version(number=1, source_version="v1")
    version.preprint.status = "retracted"
    version.preprint.save()
    line = cited(client, version.get_absolute_url())
    assert "Ada Example (2015). RETRACTED: Axioms for careful agents. arXiv" in line
    assert "Status: Retracted. " in line


def test_a_review_is_cited_under_its_byline_and_a_withdrawn_one_says_so(client):
    version = make_version(number=1, source_version="v2")
    review(version)
    one = version.reviews.get()
    line = cited(client, one.get_absolute_url())
    assert line == (
        f"Anonymous reviewer ({one.published_at.year}). Review 1 of ‘Axioms for careful agents’. "
        f"Verso, {one.identifier}. Review of arXiv:1506.03379v2 (21 September 2015). "
        f"http://127.0.0.1:8000{one.get_absolute_url()}"
    )
    withdraw_review(one.pk, by=one.reviewer, reason="An error.", now=SEEN)
    gone = cited(client, one.get_absolute_url())
    assert "WITHDRAWN: Review 1 of" in gone
    assert "Withdrawn by its reviewer on 9 March 2026. " in gone


def test_an_issue_is_cited_with_its_editor_and_one_in_the_making_is_not(client):
    version = make_version(number=1, source_version="v2")
    editor = UserFactory(editor=True, name="Jane Doe")
    issue = IssueFactory(title="What agents want", editor=editor)
    EntryFactory(issue=issue, preprint=version.preprint, version=version)
    signed_in = Client()
    signed_in.force_login(editor)
    preview = signed_in.get(f"/editor/issues/{issue.pk}/preview/").content.decode()
    assert "What agents want" in preview
    assert 'id="citation"' not in preview
    publish(issue)
    line = cited(client, issue.get_absolute_url())
    title = f"Verso, {issue.label}: What agents want"
    assert line.startswith(f"Jane Doe, editor ({issue.published_at.year}). {title}. http")


def test_the_box_leads_to_every_format_of_what_it_cites(client):
    version = make_version(number=1, source_version="v1")
    review(version)
    VersionFactory(preprint=version.preprint, location=version.location, number=2)
    page = client.get(version.preprint.get_absolute_url()).content.decode()
    found = re.findall(r'href="([^"]*[?]format=[^"]*)"', page)
    formats = ["apa", "chicago", "mla", "ieee", "vancouver", "bibtex", "ris", "csl-json"]
    assert found == [f"{version.get_absolute_url()}?format={one}" for one in formats]
    for address in found:
        answer = client.get(address)
        assert (answer.status_code, version.identifier in answer.content.decode()) == (200, True)
