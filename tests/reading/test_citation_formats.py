"""Works, reviews and issues in the formats of citations: by `?format=`, and by `Accept`."""

import json
import re

import pytest

from preprints.duplicates.merge import merge_preprints
from preprints.models import Author
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reading.test_citations import make_version, review
from tests.reading.works import signed_review
from web.page_cache.application import OF_BROWSERS

pytestmark = pytest.mark.django_db
CSL = "application/vnd.citationstyles.csl+json"
BIBTEX = "application/x-bibtex"
TITLE, PLAIN = "Axioms for $x^2$ agents", "Axioms for x^2 agents"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.fixture
def version():
    made = make_version(number=1, source_version="v2", title=TITLE, title_plain=PLAIN)
    review(made)
    return made


def item(client, address) -> dict:
    return json.loads(client.get(address, {"format": "csl-json"}).content)


def test_a_reviewed_version_in_every_format(client, version):
    page = version.get_absolute_url()
    cited = item(client, page)
    assert cited == {
        "id": version.identifier,
        "type": "article",
        "title": "Axioms for x^2 agents",
        "author": [{"family": "Example", "given": "Ada"}],
        "issued": {"date-parts": [[2015, 9, 21]]},
        "publisher": "arXiv",
        "number": "arXiv:1506.03379v2",
        "URL": f"http://127.0.0.1:8000{page}",
        "note": (
            "arXiv:1506.03379v2 (21 September 2015). "
            f"Reviewed in Verso, {version.identifier}. Status: Listed."
        ),
    }
    bibtex = client.get(page, {"format": "bibtex"})
    assert bibtex["Content-Type"] == f"{BIBTEX}; charset=utf-8"
    assert bibtex["Content-Disposition"] == f'inline; filename="{version.identifier}.bib"'
    assert "title = {{Axioms for $x^2$ agents}}" in bibtex.content.decode()
    ris = client.get(page, {"format": "ris"}).content.decode()
    assert "M1  - arXiv:1506.03379v2\r\n" in ris
    line = client.get(page, {"format": "apa"})
    assert line["Content-Type"] == "text/plain; charset=utf-8"
    assert line.content.decode().startswith(
        "Example, A. (2015). Axioms for x^2 agents (arXiv:1506.03379v2). arXiv. http"
    )


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BIBTEX, BIBTEX),
        (CSL, CSL),
        ("application/x-research-info-systems", "application/x-research-info-systems"),
        ("text/x-bibliography; style=apa", "text/plain"),
        (f"{BIBTEX}, text/html;q=0.5", BIBTEX),
        (f"{BIBTEX};q=0.5, text/html", "text/html"),
        (f"{BIBTEX};q=0, */*", "text/html"),
        (CHROME, "text/html"),
        ("application/xhtml+xml", "text/html"),
        ("*/*", "text/html"),
        ("text/*", "text/html"),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(client, version, accept, kind):
    answer = client.get(version.get_absolute_url(), headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
    assert "Accept" in answer["Vary"]


def test_what_is_not_there_is_said_with_what_is(client, version):
    page = version.get_absolute_url()
    refused = client.get(page, headers={"Accept": "image/png, application/json"})
    assert (refused.status_code, "Accept" in refused["Vary"]) == (406, True)
    assert f"{BIBTEX}, application/x-research-info-systems, {CSL}" in refused.content.decode()
    unknown = client.get(page, {"format": "docx<b>"})
    assert (unknown.status_code, unknown["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "html, bibtex, ris, csl-json, jsonld, apa, chicago, mla" in unknown.content.decode()
    # The address is asked for what is named in it, whatever the browser says to accept.
    named = client.get(page, {"format": "bibtex"}, headers={"Accept": "image/png"})
    assert named.status_code == 200
    as_page = client.get(page, {"format": "html"}, headers={"Accept": BIBTEX})
    assert as_page["Content-Type"] == "text/html; charset=utf-8"
    # Of other pages there is one format.
    assert client.get("/preprints/", headers={"Accept": "image/png"}).status_code == 200


def test_the_work_is_cited_in_the_version_that_was_reviewed(client, version):
    newer = VersionFactory(preprint=version.preprint, number=2, source_version="v3")
    work = version.preprint.get_absolute_url()
    assert item(client, work)["id"] == version.identifier
    on_its_own = item(client, newer.get_absolute_url())
    assert on_its_own["id"] == newer.identifier
    assert "Reviewed" not in on_its_own["note"].replace("Status: ", "")
    never = make_version(number=1, external_id="2001.00001")
    current = VersionFactory(preprint=never.preprint, number=2)
    assert item(client, never.preprint.get_absolute_url())["id"] == current.identifier


@pytest.mark.parametrize(
    ("status", "withdrawn", "mark"),
    [
        ("retracted", False, "RETRACTED: "),
        ("withdrawn", False, "WITHDRAWN: "),
        ("listed", True, "WITHDRAWN: "),
        ("final", False, ""),
    ],
)
def test_what_is_withdrawn_or_retracted_says_so_before_its_title(client, status, withdrawn, mark):
    version = make_version(number=1, source_version="v1", is_withdrawn=withdrawn)
    version.preprint.status = status
    version.preprint.save()
    cited = item(client, version.get_absolute_url())
    assert cited["title"] == f"{mark}Axioms for careful agents"
    assert cited["note"].endswith(f"Status: {status.capitalize()}.")


def test_a_reviewer_is_cited_as_on_the_page(client, version):
    opened = version.rounds.get()
    person = UserFactory(name="Grace van Hidden")
    named = signed_review(opened, number=2, reviewer=UserFactory(name="Vera de Signed"))
    hidden = ReviewFactory(round=opened, published=True, number=3, reviewer=person)
    pseudonym = ReviewFactory(
        round=opened,
        published=True,
        number=4,
        byline_kind="pseudonym",
        byline_name="Grey Heron",
        reviewer=UserFactory(name="Ada Hidden"),
    )
    for one, name in [
        (named, {"family": "Signed", "given": "Vera", "non-dropping-particle": "de"}),
        (hidden, {"literal": "Anonymous reviewer"}),
        (pseudonym, {"literal": "Grey Heron"}),
    ]:
        cited = item(client, one.get_absolute_url())
        assert cited["author"] == [name]
        assert cited["title"] == f"Review {one.number} of ‘Axioms for x^2 agents’"
        assert (cited["id"], cited["number"]) == (one.identifier, one.identifier)
        assert cited["note"] == "Review of arXiv:1506.03379v2 (21 September 2015)."
        for form in ("bibtex", "ris", "csl-json", "mla"):
            answer = client.get(one.get_absolute_url(), {"format": form}).content.decode()
            assert "Hidden" not in answer


def test_a_withdrawn_review_says_so_and_one_that_is_not_public_is_not_there(client, version):
    opened = version.rounds.get()
    gone = ReviewFactory(round=opened, published=True, number=2)
    withdraw_review(gone.pk, by=gone.reviewer, reason="Wrong.", now=NOW)
    cited = item(client, gone.get_absolute_url())
    assert cited["title"].startswith("WITHDRAWN: Review 2 of")
    assert "Withdrawn by its reviewer on " in cited["note"]
    ReviewFactory(round=opened, submitted=True)
    missing = client.get(f"{version.get_absolute_url()}reviews/3/", {"format": "bibtex"})
    assert missing.status_code == 404


def test_an_issue_has_its_editor_and_one_in_the_making_is_not_there(client, version):
    issue = IssueFactory(editor=UserFactory(name="Jane Doe"))
    EntryFactory(issue=issue, preprint=version.preprint, version=version)
    page = issue.get_absolute_url()
    assert client.get(page, {"format": "ris"}).status_code == 404
    publish(issue)
    cited = item(client, page)
    assert cited["title"] == f"Verso, {issue.label}: {issue.title}"
    assert cited["editor"] == [{"family": "Doe", "given": "Jane"}]
    assert (cited["volume"], cited["number"]) == (str(issue.volume), str(issue.number))


def test_a_merged_work_leads_on_in_the_same_format(client, version):
    old = version.preprint
    page, kept = version.get_absolute_url(), PreprintFactory()
    reviewed = version.reviews.get().get_absolute_url()
    merge_preprints(kept.pk, old.pk, reason="the same", now=NOW)
    version.refresh_from_db()
    here = version.get_absolute_url()
    headers = {"Accept": BIBTEX}
    work = client.get(old.get_absolute_url(), headers=headers)
    assert work.url == f"{kept.get_absolute_url()}?format=bibtex"
    assert client.get(page, headers=headers).url == f"{here}?format=bibtex"
    assert client.get(reviewed, headers=headers).url == f"{here}reviews/1/?format=bibtex"


def test_the_journals_own_name_leads_to_the_format_that_is_asked_for(client, version):
    identifier, page = version.reviews.get().identifier, version.reviews.get().get_absolute_url()
    assert client.get(f"/{identifier}", {"format": "ris"}).url == f"{page}?format=ris"
    kept = client.get(f"/{version.identifier}", {"format": "a b&c"}).url
    assert kept == f"{version.get_absolute_url()}?format=a+b%26c"


def test_the_page_and_its_descriptions_lead_to_each_other(client, version):
    page = version.get_absolute_url()
    links = client.get(page)["Link"]
    assert f'<http://127.0.0.1:8000/{version.identifier}>; rel="cite-as"' in links
    found = re.findall(r'<http://127.0.0.1:8000([^>]*)>; rel="describedby"; type="([^"]*)"', links)
    assert [kind for _, kind in found] == [
        BIBTEX,
        "application/x-research-info-systems",
        CSL,
        "application/ld+json",
    ]
    for address, kind in found:
        described = client.get(address)
        assert described["Content-Type"].startswith(kind)
        assert (
            described["Link"] == f'<http://127.0.0.1:8000{page}>; rel="describes"; type="text/html"'
        )
    known = client.get(page, headers={"If-None-Match": client.get(page)["ETag"]})
    assert (known.status_code, "Accept" in known["Vary"]) == (304, True)
    bibtex = client.get(page, headers={"Accept": BIBTEX, "If-None-Match": client.get(page)["ETag"]})
    assert bibtex.status_code == 200


def test_it_asks_the_database_no_more_for_many_authors_and_reviews(
    client, version, django_assert_num_queries
):
    for number in range(2, 12):
        Author.objects.create(version=version, position=number, name=f"Ann Other{number}")
        LocationFactory(preprint=version.preprint, is_canonical=False)
        signed_review(version.rounds.get(), number=number, reviewer=UserFactory())
    with django_assert_num_queries(2):
        client.get(version.preprint.get_absolute_url(), {"format": "bibtex"})
    with django_assert_num_queries(3):
        client.get(f"{version.get_absolute_url()}reviews/2/", {"format": "bibtex"})


def test_what_browsers_accept_is_known_and_nothing_that_asks_for_another_format():
    for known in (
        CHROME,
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,image/svg+xml,*/*;q=0.8",
    ):
        assert OF_BROWSERS.fullmatch(known)
    for other in (
        "text/html",
        f"text/html,application/xhtml+xml,{BIBTEX},*/*;q=0.8",
        "text/html,application/xhtml+xml,text/x-bibliography;style=apa,*/*;q=0.8",
        "text/html,application/xhtml+xml,*/*;q=0.8,text/x-bibliography;style=apa",
    ):
        assert OF_BROWSERS.fullmatch(other) is None
