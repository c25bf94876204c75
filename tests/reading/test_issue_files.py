"""The PDF and the EPUB of an issue: what is in them, that they hold nothing that is not public any
more, and that they are made in the background."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import etree
from pypdf import PdfReader

from accounts.models import Profile
from events.models import Outbox
from events.outbox import work
from preprints.models import Preprint
from reading.books.files import TASK, follow_changes, make_files, refresh_all
from reviews.services.redacting import redact_review
from reviews.services.redaction_steps import Passage
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory
from tests.factories.times import NOW
from tests.reading.works import grow, reviewed_round

pytestmark = pytest.mark.django_db
FORMS = ("pdf", "epub")
WORDS = "Zanzibar measured it twice"


def make_issue(*reviews, number=1, editor=None):
    """A published issue of one reviewed work, which is `issue.of`. reviews: the summary of each."""
    of = reviewed_round(reviews=0)
    for place, summary in enumerate(reviews or ("The first.", "The second."), start=1):
        html = f"<p>{summary}</p>"
        ReviewFactory(round=of, published=True, number=place, summary=summary, summary_html=html)
    issue = IssueFactory(
        number=number,
        editor=editor or UserFactory(editor=True),
        editorial="An opening word.",
        editorial_html="<p>An opening word.</p>",
    )
    EntryFactory(issue=issue, preprint=of.version.preprint, version=of.version)
    publish(issue)
    issue.of = of
    return issue


def read(client, issue, form):
    """All words of the file as it is answered, in one line."""
    answer = client.get(f"/issues/{issue.volume}/{issue.number}/issue.{form}")
    assert answer.status_code == 200, answer.content.decode()
    return pdf_words(answer.content) if form == "pdf" else epub_words(answer.content)


def pdf_words(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def epub_words(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parsed = [etree.fromstring(file.read(name)) for name in pages_in(file)]
    return " ".join(" ".join("".join(tree.itertext()) for tree in parsed).split())


def pages_in(file):
    return [name for name in file.namelist() if name.endswith((".xhtml", ".opf", ".xml"))]


def kept(issue):
    folder = Path(settings.ISSUE_FILES_DIR) / issue.identifier
    return sorted(path.name for path in folder.glob("*"))


@pytest.fixture
def issue():
    return make_issue()


@pytest.mark.parametrize("form", FORMS)
def test_it_holds_in_full_what_the_journal_published(client, form):
    issue = make_issue(f"{WORDS}.", "The second.")
    response = ResponseFactory(round=issue.of, number=2, text_html="<p>We thank them both.</p>")
    make_files(issue.pk)
    words = read(client, issue, form)
    for shown in (
        "Agents that choose",
        "An opening word.",
        "Read it for the second axiom.",
        WORDS,
        "We thank them both.",
        issue.of.assessment.text.split(".")[0],
        f"{settings.SITE_URL}/preprints/{issue.of.version.preprint_id}/v1/",
        response.identifier,
        f"{issue.of.version.identifier}.r2",
        "How this issue was chosen",
        "Cite this",
    ):
        assert shown in words
    assert words.count("Important") + words.count("important") >= 3


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_public_is_not_in_it(client, issue, form):
    of = issue.of
    hidden = of.reviews.get(number=1)
    Profile.objects.filter(user=hidden.reviewer_id).update(name="Hiram Hidden")
    ReviewFactory(round=of, accepted=True, summary_html="<p>Held back.</p>")
    ReviewFactory(round=of, summary_html="<p>Half written.</p>")
    later = {"published_at": NOW + timedelta(days=1), "number": 7}
    ReviewFactory(round=of, published=True, **later, summary_html="<p>Came later.</p>")
    newer = VersionFactory(preprint=of.version.preprint, number=2)
    ReviewFactory(
        round=None, version=newer, published=True, number=1, summary_html="<p>Of another.</p>"
    )
    make_files(issue.pk)
    words = read(client, issue, form)
    assert "The first." in words
    hidden_words = (
        "Shorten section two",
        "Hiram",
        "Held back",
        "Half written",
        "Came later",
        "Of another",
    )
    assert [one for one in hidden_words if one in words] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_withdrawn_review_is_gone_at_once(client, form):
    issue, other = make_issue(f"{WORDS}."), make_issue(number=2)
    review = issue.of.reviews.get()
    for one in (issue, other):
        make_files(one.pk)
    assert WORDS in read(client, issue, form)
    before, of_other = kept(issue), kept(other)
    withdraw_review(review.pk, by=review.reviewer, reason="An error.", now=NOW)
    assert client.get(f"/issues/1/1/issue.{form}").status_code == 503
    work()
    words = read(client, issue, form)
    assert WORDS not in words
    assert "An error." in words
    assert "Its text is not shown any more." in words
    assert not set(before) & set(kept(issue))
    assert kept(other) == of_other
    assert client.get(f"/issues/1/2/issue.{form}").status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_a_redacted_passage_is_gone_at_once(client, form):
    issue = make_issue(
        f"{WORDS}, they say, and I found no reason to doubt any part of it.", f"{WORDS} again."
    )
    review = issue.of.reviews.get(number=1)
    make_files(issue.pk)
    assert read(client, issue, form).count(WORDS) == 2
    redact_review(
        review.pk,
        editor=UserFactory(managing_editor=True),
        passage=Passage("summary", WORDS),
        reason="It named a place.",
        now=NOW,
    )
    assert client.get(f"/issues/1/1/issue.{form}").status_code == 503
    work()
    words = read(client, issue, form)
    assert words.count(WORDS) == 1
    assert "It named a place." in words


@pytest.mark.parametrize("form", FORMS)
def test_a_work_that_its_source_withdrew_says_so(client, issue, form):
    make_files(issue.pk)
    assert "WITHDRAWN" not in read(client, issue, form)
    Preprint.objects.filter(pk=issue.of.version.preprint_id).update(status="withdrawn")
    assert client.get(f"/issues/1/1/issue.{form}").status_code == 503
    work()
    assert "WITHDRAWN: " in read(client, issue, form)


def test_while_it_is_made_a_page_says_so_and_it_is_promised_once(client, issue):
    for form in (*FORMS, *FORMS):
        answer = client.get(f"/issues/1/1/issue.{form}")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "20"
        assert answer["Cache-Control"] == "no-store"
        assert f"The {form.upper()} is being made" in answer.content.decode()
    assert Outbox.objects.filter(task=TASK).count() == 1
    work()
    assert [client.get(f"/issues/1/1/issue.{form}").status_code for form in FORMS] == [200, 200]
    assert not Outbox.objects.open().exists()


def test_what_could_not_be_made_is_not_tried_for_every_reader(client, issue):
    client.get("/issues/1/1/issue.pdf")
    Outbox.objects.update(failed_at=timezone.now() - timedelta(hours=2))
    client.get("/issues/1/1/issue.pdf")
    assert Outbox.objects.filter(task=TASK).count() == 2
    Outbox.objects.update(failed_at=timezone.now())
    client.get("/issues/1/1/issue.pdf")
    assert Outbox.objects.filter(task=TASK).count() == 2


def test_it_is_kept_by_readers_under_its_name(client, issue):
    make_files(issue.pk)
    for form, kind in (("pdf", "application/pdf"), ("epub", "application/epub+zip")):
        answer = client.get(f"/issues/1/1/issue.{form}")
        assert answer["Content-Type"] == kind
        assert f'filename="verso-1-1.{form}"' in answer["Content-Disposition"]
        assert "public" in answer["Cache-Control"]
        again = client.get(f"/issues/1/1/issue.{form}", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304


def test_an_issue_in_the_making_has_none(client):
    EntryFactory(issue=IssueFactory(number=4))
    for form in FORMS:
        assert client.get(f"/issues/1/4/issue.{form}").status_code == 404
    assert not Outbox.objects.filter(task=TASK).exists()


def test_the_page_of_the_issue_leads_to_both(client, issue):
    page = client.get("/issues/1/1/").content.decode()
    assert 'href="/issues/1/1/issue.pdf"' in page
    assert 'href="/issues/1/1/issue.epub"' in page


def test_the_schedule_removes_what_is_not_public_any_more_and_has_it_made_anew(issue):
    other = make_issue(number=2)
    for one in (issue, other):
        make_files(one.pk)
    of_other = kept(other)
    assert follow_changes(now=NOW) == 0
    review = issue.of.reviews.get(number=1)
    withdraw_review(review.pk, by=review.reviewer, reason="An error.", now=NOW)
    assert follow_changes(now=NOW + timedelta(minutes=1)) == 1
    assert kept(issue) == []
    assert kept(other) == of_other
    work()
    assert len(kept(issue)) == 2


def test_once_a_day_it_looks_at_all_issues(issue):
    other = make_issue(number=2, editor=UserFactory(editor=True))
    for one in (issue, other):
        make_files(one.pk)
    of_other = kept(other)
    Profile.objects.filter(user=issue.editor_id).update(name="Renamed Editor")
    assert follow_changes(now=NOW) == 0
    assert refresh_all() == 1
    assert kept(issue) == []
    assert kept(other) == of_other


def test_it_asks_the_database_no_more_for_many_reviews(
    client, issue, django_assert_max_num_queries
):
    grow(issue.of, rows=5)
    make_files(issue.pk)
    with django_assert_max_num_queries(17):
        assert client.get("/issues/1/1/issue.pdf").status_code == 200
