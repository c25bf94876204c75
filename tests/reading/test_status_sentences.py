"""The sentence under the title says what is so, and nothing that is not public."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.formats import date_format

from preprints.models import Preprint
from reviews.models import Assessment, Round
from reviews.services.editor_days import give_editor_days
from reviews.services.submissions import decline_submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import decide, declared_revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
NONE_PUBLIC = "Open for review since 2 March 2026; no review is public yet."


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stands at the day of the factories until a test moves it."""
    at = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    return at


def page_of(client, preprint) -> str:
    return client.get(preprint.get_absolute_url()).content.decode()


def test_a_work_that_nobody_asked_about(client):
    assert "Nobody has asked for a review yet." in page_of(client, PreprintFactory())


def test_a_work_that_waits_for_the_editors_says_since_when_and_until_when(client):
    submission = SubmissionFactory(preprint__status="submitted", preprint__status_at=NOW)
    due = date_format(submission.triage_due_at, "j F Y")
    words = "Waiting since 2 March 2026 for the editors to decide whether to send it for review."
    assert f"{words} They are to decide by {due}." in page_of(client, submission.preprint)


def test_a_declined_work_says_so_and_when_and_not_why(client):
    submission = SubmissionFactory(preprint__status="submitted", reason="The proof is new.")
    decline_submission(
        submission.pk,
        editor=UserFactory(editor=True),
        code="not-ready",
        text="Please add the missing proof.",
        now=NOW,
    )
    page = page_of(client, submission.preprint)
    assert "Declined" in page
    assert "The editors did not take it up for review." in page
    assert page.count("2 March 2026") >= 2  # in its history and beside its submission
    assert "Nobody has asked" not in page
    for private in ("missing proof", "Not ready"):
        assert private not in page


@pytest.mark.parametrize(
    ("reviews", "sentence"),
    [
        ((), NONE_PUBLIC),
        (({},), "Open for review since 2 March 2026; reviews are to come by 23 March 2026."),
        (({"submitted": True},), NONE_PUBLIC),
        (({"published": True},), "One review is public; the assessment is still to come."),
    ],
)
def test_a_work_under_review_says_how_many_reviews_are_public(client, reviews, sentence):
    opened = RoundFactory(submission__preprint__status="under-review")
    ReviewFactory(published=True)  # of another work
    for traits in reviews:
        ReviewFactory(round=opened, **traits)
    page = page_of(client, opened.submission.preprint)
    assert sentence in page
    assert (NONE_PUBLIC in page) == (sentence == NONE_PUBLIC)


def test_a_round_that_is_released_or_with_the_authors_says_what_comes_next(client):
    until = datetime(2026, 4, 1, 9, tzinfo=UTC)
    with_authors = RoundFactory(state="with-authors", sent_at=NOW, respond_until=until)
    released = RoundFactory(state="released", released_at=NOW)
    for opened in (with_authors, released):
        Preprint.objects.filter(pk=opened.submission.preprint_id).update(status="under-review")
        ReviewFactory(round=opened, submitted=True)
    sentences = {
        with_authors: "The authors read the reviews and the assessment first; all is posted by "
        "1 April 2026.",
        released: "Reviews are in, and not public yet; the assessment is being prepared.",
    }
    for opened, sentence in sentences.items():
        page = page_of(client, opened.submission.preprint)
        assert [words for words in sentences.values() if words in page] == [sentence]
    give_editor_days(now=NOW)
    page = page_of(client, released.submission.preprint)
    assert "the editors take the next step of the assessment by 11 March 2026." in page
    proposed = AssessmentFactory(round=released, proposed_at=NOW)
    page = page_of(client, released.submission.preprint)
    assert "11 March 2026" not in page, "it is written"
    give_editor_days(now=NOW)
    page = page_of(client, released.submission.preprint)
    assert "the editors take the next step of the assessment by 9 March 2026." in page
    Assessment.objects.filter(pk=proposed.pk).update(state="returned", comment="Why?")
    assert "9 March 2026" not in page_of(client, released.submission.preprint)


def test_a_day_that_has_passed_is_no_promise(client, clock):
    day = timedelta(days=1)
    opened = RoundFactory(submission__preprint__status="under-review")
    ReviewFactory(round=opened)
    triage = SubmissionFactory(preprint__status="submitted", triage_due_at=NOW + day)
    sent = RoundFactory(state="with-authors", sent_at=NOW, respond_until=NOW, post_by=NOW + day)
    Preprint.objects.filter(pk=sent.submission.preprint_id).update(status="under-review")
    works = [one.preprint for one in (opened.submission, triage, sent.submission)]
    clock[0] = NOW + day
    for work in works:
        assert "late." not in page_of(client, work).partition("<footer")[0], "it has not passed"
    clock[0] = NOW + 60 * day
    due = date_format(triage.triage_due_at, "j F Y")
    for work, words in zip(
        works,
        (
            "Open for review since 2 March 2026; reviews were to come by 23 March 2026, and are "
            "late.",
            f"They were to decide by {due}, and are late.",
            "all was to be posted by 3 March 2026, and is late.",
        ),
        strict=True,
    ):
        assert words in page_of(client, work)


def test_a_final_work_does_not_wait_for_a_response(client):
    opened = RoundFactory(submission__preprint__status="final", state="assessed", closed_at=NOW)
    ReviewFactory(round=opened, published=True)
    AssessmentFactory(round=opened, published=True)
    page = page_of(client, opened.submission.preprint)
    assert "an assessment are public; an author has declared the work final." in page
    assert "not responded" not in page


def test_all_reviewed_holds_every_work_with_an_assessment(client):
    works = {status: PreprintFactory(status=status) for status in Preprint.Status.values}
    for work in works.values():
        opened = RoundFactory(submission__preprint=work, state="assessed")
        AssessmentFactory(round=opened, published=True)
    home = client.get("/").content.decode()
    assert 'href="/preprints/?status=all-reviewed">All reviewed' in home
    page = client.get("/preprints/?status=all-reviewed").content.decode()
    shown = {
        status for status, work in works.items() if f'<a href="/preprints/{work.pk}/">' in page
    }
    assert shown == {"reviewed", "revised", "selected", "final"}
    assert '<option value="all-reviewed" selected>' in page
    only = client.get("/preprints/?status=reviewed").content.decode()
    assert f'<a href="/preprints/{works["revised"].pk}/">' not in only


def test_a_correction_that_holds_the_posting_up_moves_the_day(client, clock):
    day = timedelta(days=1)
    days = {"sent_at": NOW, "respond_until": NOW + 14 * day, "post_by": NOW + 21 * day}
    sent = RoundFactory(state="with-authors", **days)
    Preprint.objects.filter(pk=sent.submission.preprint_id).update(status="under-review")
    both = "all is posted by 16 March 2026, or by 23 March 2026 if the editors have"
    assert both in page_of(client, sent.submission.preprint)
    clock[0] = NOW + 15 * day
    page = page_of(client, sent.submission.preprint)
    assert "first; all is posted by 23 March 2026." in page
    assert "16 March" not in page.partition("</article>")[0].partition("<h1")[2][:2000]


def test_a_later_round_says_what_comes_next_and_when(client):
    revision = declared_revision()
    decide(revision)
    opened = Round.objects.get(number=2)
    ReviewFactory(round=opened, version=opened.version)
    work = opened.submission.preprint
    again = "version 2 is under review again."
    page = page_of(client, work)
    assert f"{again} Its reviews are to come by 23 March 2026." in page
    until = NOW + timedelta(days=14)
    Round.objects.filter(pk=opened.pk).update(
        state="with-authors", released_at=NOW, sent_at=NOW, respond_until=until
    )
    page = page_of(client, work)
    assert f"{again} The authors read the reviews and the assessment first; all is" in page
    assert "posted by 16 March 2026." in page


def test_a_final_work_that_is_assessed_anew_says_so(client):
    assessed = RoundFactory(submission__preprint__status="final", state="assessed", closed_at=NOW)
    ReviewFactory(round=assessed, published=True)
    AssessmentFactory(round=assessed, withdrawn=True)
    RoundFactory(submission=assessed.submission, version=assessed.version, number=2, kind="editors")
    give_editor_days(now=NOW)
    page = page_of(client, assessed.submission.preprint)
    assert "The editors assess version 1 anew. They take the next step of the assessment by" in page
    assert "11 March 2026." in page
