"""What the page of a submission says to its author, in every state: what is waited for, acts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Author, Preprint
from reading.selectors.me import my_page
from reviews.models import Reopening, Round
from reviews.selectors.author_waiting import Waiting
from reviews.selectors.own_submission import own_submission_page
from reviews.selectors.own_waiting import own_waiting
from reviews.services import appealing
from reviews.services.editor_days import give_editor_days
from reviews.services.reopened_assessments import reopen_assessment
from reviews.services.submissions import accept_submission, decline_submission
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def author():
    return UserFactory()


def sent(author, **fields):
    """A round of a work of a confirmed author."""
    made = RoundFactory(submission__submitter=author, **fields)
    Author.objects.filter(version=made.version).update(user=author)
    return made


def page_of(submission, author, now=NOW):
    give_editor_days(now=NOW)
    submission.refresh_from_db()
    return own_submission_page(submission, author, now=now)


def acts(page):
    return [act.words for act in page.acts]


def test_before_the_decision(author):
    waiting = SubmissionFactory(submitter=author, triage_due_at=NOW + 7 * DAY)
    words = "The editors decide whether to send it for review."
    expected = Waiting(words, NOW, TODAY + 7 * DAY)
    assert page_of(waiting, author).waiting == expected
    assert page_of(waiting, author, now=NOW + 7 * DAY).waiting == expected, "not late on the day"
    late = page_of(waiting, author, now=NOW + 8 * DAY).waiting
    assert (late.until, late.is_late) == (TODAY + 7 * DAY, True)


def test_once_it_is_reopened_it_waits_from_then(author):
    days = {"reopened_at": NOW + 100 * DAY, "triage_due_at": NOW + 107 * DAY}
    reopened = SubmissionFactory(submitter=author, **days)
    waiting = page_of(reopened, author, now=NOW + 101 * DAY).waiting
    assert (waiting.since, waiting.until) == (NOW + 100 * DAY, TODAY + 107 * DAY)


def of_round(made, author, now=NOW):
    return page_of(made.submission, author, now=now).waiting


def test_while_reviewers_are_looked_for_write_and_are_read(author):
    made = sent(author)
    looked_for = "The editors look for reviewers of version 1"
    assert of_round(made, author) == Waiting(f"{looked_for}.", NOW)
    InvitationFactory(round=made)
    assert of_round(made, author) == Waiting(f"{looked_for}, and wait for answers.", NOW)
    ReviewFactory(round=made, submitted=True)
    assert of_round(made, author).words.startswith(looked_for)  # one is not enough
    agreed = NOW + 2 * DAY
    writing = ReviewFactory(round=made, agreed_at=agreed)
    words = "The reviewers of version 1 write their reviews."
    assert of_round(made, author) == Waiting(words, agreed, DUE)
    slowest = ReviewFactory(round=made, agreed_at=NOW + 3 * DAY, due_on=DUE + 5 * DAY)
    assert of_round(made, author) == Waiting(words, agreed, DUE + 5 * DAY)
    slowest.delete()
    writing.delete()
    ReviewFactory(round=made, submitted=True)
    words = "The handling editor reads the reviews of version 1."
    assert of_round(made, author) == Waiting(words, NOW, TODAY + 7 * DAY)  # five working days


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        ("", 9, "The handling editor writes the assessment of version 1."),
        ("proposed", 7, "The assessment of version 1 waits for its second editor to agree."),
        ("returned", 9, "The handling editor rewrites the assessment of version 1."),
        (
            "approved",
            3,
            "The handling editor sends reviews and assessment to the authors, or posts them.",
        ),
    ],
)
def test_while_the_assessment_is_made(author, state, days, words):
    made = sent(author, released=True)
    if state:
        approved = {"approved_by": made.submission.second_editor, "approved_at": NOW}
        AssessmentFactory(round=made, state=state, **(approved if state == "approved" else {}))
    assert of_round(made, author) == Waiting(words, NOW, TODAY + days * DAY)
    assert of_round(made, author, now=NOW + 10 * DAY).is_late


def test_while_the_reviewers_read_the_draft(author):
    made = sent(author, released=True)
    ReviewFactory(round=made, accepted=True)
    AssessmentFactory(round=made, answer_by=TODAY + 3 * DAY)
    words = "The reviewers read the draft of the assessment of version 1."
    assert of_round(made, author) == Waiting(words, NOW, TODAY + 3 * DAY)
    give_editor_days(now=NOW + 4 * DAY)
    after = of_round(made, author, now=NOW + 4 * DAY)
    assert after.words == "The assessment of version 1 waits for its second editor to agree."
    assert after.until == TODAY + 11 * DAY  # five working days from then


def test_while_it_is_with_the_authors(author):
    made = sent(author, with_authors=True)
    approved = {"approved_by": made.submission.second_editor, "approved_at": NOW}
    AssessmentFactory(round=made, state="approved", **approved)
    page = page_of(made.submission, author)
    words = "You read the reviews and the assessment first. They are posted by themselves."
    assert page.waiting == Waiting(words, NOW, TODAY + 14 * DAY)
    assert "Read the reviews and the assessment" in acts(page)
    reader = UserFactory()
    assert of_round(made, reader).words.startswith("The authors read the reviews")
    assert acts(page_of(made.submission, reader)) == []


def test_once_it_is_posted_and_revised(author):
    made = sent(author, state="assessed", closed_at=NOW)
    AssessmentFactory(round=made, published=True)
    Preprint.objects.filter(pk=made.submission.preprint_id).update(status="reviewed")
    page = page_of(made.submission, author)
    assert page.waiting == Waiting("The reviews are waiting for your response.", NOW)
    assert acts(page) == [
        "Respond to the reviews",
        "Declare version 1 final",
        "Appeal against the assessment",
    ]
    Preprint.objects.filter(pk=made.submission.preprint_id).update(status="final")
    final = Waiting("The work is final. You can still respond to the reviews.", None)
    assert page_of(made.submission, author).waiting == final, "as My work waits for nothing"
    Preprint.objects.filter(pk=made.submission.preprint_id).update(status="reviewed")
    public = Waiting("The reviews and the assessment of version 1 are public.", NOW)
    reader = UserFactory()
    assert page_of(made.submission, reader).waiting == public
    Round.objects.update(kind="editors")
    assert of_round(made, reader).words == "The assessment of version 1 is public."
    Round.objects.update(kind="full")
    RevisionFactory(round=made, decision_due_at=NOW + 7 * DAY)
    words = "The handling editor decides what follows the revision, version 2."
    assert of_round(made, author) == Waiting(words, NOW, TODAY + 7 * DAY)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"state": "lapsed", "lapsed_at": NOW, "lapse_reason": "no-decision"}, "Lapsed "),
        ({"state": "withdrawn", "withdrawn_at": NOW}, "Withdrawn "),
        (
            {
                "state": "declined",
                "decided_at": NOW,
                "decline_code": "other",
                "decline_text": "No.",
            },
            "Declined ",
        ),
    ],
)
def test_what_has_ended_says_when_and_can_be_submitted_anew(client, author, fields, text):
    ended = SubmissionFactory(submitter=author, **fields)
    client.force_login(author)
    page = client.get(reverse("reviews:own_submission", args=[ended.pk])).text
    assert f'{text}<time datetime="2026-03-02' in page.replace("\n", "")
    assert reverse("reviews:submit_preprint", args=[ended.preprint_id]) in page
    assert "Accepted for review" not in page
    SubmissionFactory(preprint=ended.preprint, version=ended.version, submitter=author)
    Preprint.objects.filter(pk=ended.preprint_id).update(status="submitted")
    assert acts(page_of(ended, author)) == []


def test_of_a_work_that_is_looked_at_again_both_pages_say_who_decides_by_when(client):
    of, bystander = selected_work(), selected_work()
    later = NOW + 30 * DAY
    reopened = reopen_assessment(of.submission.pk, editor=of.editor, reason="Why?", now=later)
    words = (
        "The handling editor decides whether the assessment of version 1 stands. Why it is looked "
        "at again: An editor asked for it."
    )
    until = reopened.due_at.date()
    assert page_of(of.submission, of.author, now=later).waiting == Waiting(words, later, until)
    late = page_of(of.submission, of.author, now=later + 30 * DAY).waiting
    assert (late.since, late.is_late) == (later, True)
    other = page_of(bystander.submission, bystander.author, now=later).waiting
    assert other.words.startswith("The reviews are waiting for your response.")
    (own,) = my_page(of.author, now=later).own_preprints
    assert (own.waiting.words, own.waiting.since, own.waiting.until) == (words, later, until)
    assert own.since == Preprint.objects.get(pk=of.preprint.pk).status_at
    client.force_login(of.author)
    page = " ".join(client.get(reverse("reading:me")).text.split())
    assert words in page
    again = RoundFactory(submission=of.submission, version=of.round.version, number=2)
    Reopening.objects.update(round=again)
    assert "look for reviewers" in page_of(of.submission, of.author, now=later).waiting.words


def test_a_response_of_another_author_is_not_waited_for_any_more(author):
    other = UserFactory()
    assessed = sent(author, state="assessed", closed_at=NOW)
    Author.objects.create(version=assessed.version, position=2, name="B. Two", user=other)
    AssessmentFactory(round=assessed, published=True)
    Preprint.objects.update(status="reviewed")
    submission = assessed.submission
    assert "waiting for your response" in page_of(submission, other).waiting.words
    assert [row.what for row in own_waiting(other, now=NOW)]
    ResponseFactory(round=assessed, author=author)
    waiting = Waiting("Another author has responded. You can respond as well.", None)
    assert page_of(submission, other).waiting == waiting
    assert "Respond to the reviews" in acts(page_of(submission, other))
    assert own_waiting(other, now=NOW) == []


@pytest.mark.usefixtures("one_editor_triages")
def test_an_upheld_appeal_is_told_while_the_decision_is_waited_for_anew(client, author):
    editor, free = UserFactory(editor=True), UserFactory(editor=True)
    upheld, dismissed = (
        SubmissionFactory(submitter=author, preprint__status="submitted") for _ in range(2)
    )
    for one in (upheld, dismissed):
        Author.objects.filter(version=one.version).update(user=author)
        decline_submission(one.pk, editor=editor, code="other", text="Too short.", now=NOW)
        appeal = appealing.appeal_decline(one.pk, by=author, text="It is not.", now=NOW)
        appealing.take_appeal(appeal.pk, editor=free, now=NOW)
        act = appealing.uphold_appeal if one == upheld else appealing.dismiss_appeal
        act(appeal.pk, editor=free, reason="So it is.", now=NOW + DAY)
    client.force_login(author)
    words = "was upheld on 3 March 2026: the editors decide anew."

    def shown(url):
        return " ".join(re.sub("<[^>]+>", "", client.get(url).text).split())

    pages = [reverse("reviews:own_submission", args=[one.pk]) for one in (upheld, dismissed)]
    assert [words in shown(page) for page in pages] == [True, False]
    why = reverse("reviews:appeal_decline", args=[upheld.pk])
    assert why in client.get(pages[0]).text
    assert "So it is." in shown(why)
    assert shown(reverse("reading:me")).count(words) == 1
    other = UserFactory(editor=True)
    accept_submission(
        upheld.pk, editor=editor, second_editor=other, claimed_author_id=None, now=NOW + 2 * DAY
    )
    assert words not in shown(pages[0]) + shown(reverse("reading:me"))


@pytest.mark.usefixtures("one_editor_triages")
def test_once_an_appeal_is_decided_the_page_says_how_and_when(client, author):
    declined = SubmissionFactory(submitter=author, preprint__status="submitted")
    Author.objects.filter(version=declined.version).update(user=author)
    editor, free = UserFactory(editor=True), UserFactory(editor=True)
    decline_submission(declined.pk, editor=editor, code="other", text="Too short.", now=NOW)
    appeal = appealing.appeal_decline(declined.pk, by=author, text="It is not.", now=NOW)
    client.force_login(author)
    page = reverse("reviews:own_submission", args=[declined.pk])
    assert "See how the appeal stands" in client.get(page).text
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    appealing.dismiss_appeal(appeal.pk, editor=free, reason="It is.", now=NOW)
    shown = " ".join(re.sub("<[^>]+>", "", client.get(page).text).split())
    assert "The appeal was decided on 2 March 2026: Dismissed" in shown
    assert "See how the appeal stands" not in shown
