"""A submission that ends without an assessment: withdrawn, or declined with published reasons."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from events.outbox import work
from preprints.models import Preprint
from reviews import author_errors, errors
from reviews.interests import Interests
from reviews.models import Review, Round, Submission
from reviews.services import accepting, ending, reviewing, submissions
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.outcomes import log_line, log_since, new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=9)
REASON = "Please add the missing proof."


@pytest.fixture
def declined():
    """A declined work of a confirmed author; beside it another declined one, of somebody else."""
    fields = {"state": "declined", "decline_code": "not-ready", "decided_at": NOW}
    SubmissionFactory(**fields, decline_text="Another text.")
    one = SubmissionFactory(**fields, decline_text=REASON)
    one.version.authors.update(user=one.submitter)
    return one


def page_of(client, submission):
    return client.get(submission.preprint.get_absolute_url()).text


def test_a_declined_author_publishes_the_reasons_and_the_page_says_so(declined, client):
    client.force_login(declined.submitter)
    own = reverse("reviews:own_submission", args=[declined.pk])
    assert REASON in client.get(own).text
    assert "eclined" not in page_of(client, declined)
    client.post(reverse("reviews:publish_reasons", args=[declined.pk]))
    client.logout()
    page = page_of(client, declined)
    for words in (
        "Declined",
        "an author has published their reasons",
        "Not ready for review",
        REASON,
    ):
        assert words in page
    assert "Nobody has asked" not in page
    assert list(Preprint.objects.order_by("pk").values_list("status", flat=True)) == [
        *("listed", "declined")
    ]
    (line,) = log_since()
    assert (line[0], line[5], line[6]) == (
        "submission.reasons_published",
        True,
        {
            "submission": declined.pk,
            "row": f"decline {declined.pk} 1",
            "code": "not-ready",
            "words": "Not ready for review",
            "declined_on": "2026-03-02",
        },
    )
    with pytest.raises(author_errors.ReasonsArePublic):
        ending.publish_reasons(declined.pk, author=declined.submitter, now=LATER)


@pytest.mark.parametrize(
    "change",
    [
        {"decline_text": "Another."},
        {"decline_code": "out-of-scope"},
        {"decline_words": "Too early"},
        {"decided_at": LATER},
        {"reasons_published_at": None},
    ],
)
def test_the_database_refuses_to_rewrite_published_reasons(declined, change):
    """Those that nobody has published may change, and an appeal that is upheld takes them back."""
    ending.publish_reasons(declined.pk, author=declined.submitter, now=NOW)
    rows = Submission.objects.filter(pk=declined.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    rows.update(competing_interests="None.")
    Submission.objects.exclude(pk=declined.pk).update(**change)
    rows.update(state="submitted", reasons_published_at=None)
    rows.update(state="declined", **change)


def test_only_a_confirmed_author_of_a_declined_work_publishes_reasons(declined):
    for submission, person, error in (
        (declined, UserFactory(editor=True), errors.AuthorsOnly),
        (Submission.objects.order_by("pk")[0], declined.submitter, errors.AuthorsOnly),
    ):
        with pytest.raises(error):
            ending.publish_reasons(submission.pk, author=person, now=LATER)
    waiting = SubmissionFactory(submitter=declined.submitter)
    waiting.version.authors.update(user=declined.submitter)
    with pytest.raises(author_errors.NotDeclined):
        ending.publish_reasons(waiting.pk, author=declined.submitter, now=LATER)


def test_a_declined_work_is_submitted_anew_and_stays_declined_if_that_is_withdrawn(declined):
    author, preprint = declined.submitter, declined.preprint
    ending.publish_reasons(declined.pk, author=author, now=LATER)
    again = submissions.submit_preprint(
        preprint.pk,
        submitter=author,
        is_author=True,
        reason="",
        interests=Interests.none(),
        now=LATER,
    )
    preprint.refresh_from_db()
    assert preprint.status == "submitted"
    ending.withdraw_submission(again.pk, by=author, now=LATER)
    preprint.refresh_from_db()
    assert preprint.status == "declined"


def test_before_a_review_is_in_a_submission_is_withdrawn_freely(mailoutbox, client):
    bystander = RoundFactory(submission__preprint__status="under-review")
    opened = RoundFactory(submission__preprint__status="under-review")
    submission = opened.submission
    asked = InvitationFactory(round=opened)
    writing = ReviewFactory(round=opened, reviewer__email="writing@example.org")
    with pytest.raises(author_errors.NotTheirSubmission):
        ending.withdraw_submission(submission.pk, by=UserFactory(), now=LATER)
    client.force_login(submission.submitter)
    asked_before = client.get(reverse("reviews:own_submission", args=[submission.pk])).text
    assert "The history on its page says that the submission was withdrawn" in asked_before
    client.logout()
    ending.withdraw_submission(submission.pk, by=submission.submitter, now=LATER)
    for row in (submission, opened, asked, writing, submission.preprint):
        row.refresh_from_db()
    assert (submission.state, submission.withdrawn_at, submission.reviews_at_end) == (
        *("withdrawn", LATER),
        0,
    )
    assert (opened.state, opened.closed_at, asked.state) == ("withdrawn", LATER, "closed")
    assert submission.preprint.status == "listed"
    facts = {"submission": submission.pk, "reviews": 0, "round": 1}
    assert log_since()[-1] == log_line(
        *(submission.preprint, "submission.withdrawn", submission.submitter, LATER),
        is_public=True,
        **facts,
    )
    people = (submission.editor, submission.second_editor, submission.submitter)
    assert new_mails(mailoutbox) == sorted(
        [(person.email, "The submission was withdrawn") for person in people]
        + [(asked.email, "Your answer is not needed any more")]
        + [("writing@example.org", "Your review is not needed any more")]
    )
    with pytest.raises(errors.RoundClosed):
        reviewing.begin_review(
            opened.pk, reviewer=UserFactory(), due_on=NOW, email_verified=True, now=LATER
        )
    page = page_of(client, submission)
    assert "The submission was withdrawn" in page
    assert "A submission that was withdrawn" not in page
    states = Submission.objects.filter(rounds=bystander).values_list("state", "rounds__state")
    assert list(states) == [("accepted", "open")]


def test_once_a_review_is_in_a_tombstone_stays_and_no_word_of_it(client):
    opened = RoundFactory(submission__preprint__status="under-review")
    submission = opened.submission
    review = ReviewFactory(round=opened, submitted=True, summary="A word of it.")
    ReviewFactory(round=opened, submitted=True, status="disowned")
    submission.version.authors.update(user=UserFactory())
    author = submission.version.authors.get().user
    ending.withdraw_submission(submission.pk, by=author, now=LATER)
    page = page_of(client, submission)
    assert "A submission that was withdrawn" in page
    assert "1 review had come in by then." in page
    assert "A word of it." not in page
    with pytest.raises(author_errors.SubmissionWithdrawn):
        accepting.accept_review(review.pk, editor=submission.editor, now=LATER)
    assert Review.objects.get(pk=review.pk).status == "submitted"


def test_what_was_decided_or_assessed_is_not_withdrawn(declined):
    assessed = RoundFactory(state="assessed", closed_at=NOW).submission
    for submission in (declined, assessed):
        with pytest.raises(author_errors.NotWithdrawable):
            ending.withdraw_submission(submission.pk, by=submission.submitter, now=LATER)
    assert not Round.objects.filter(state="withdrawn").exists()


def test_authors_and_editors_read_what_came_of_earlier_submissions(declined, client):
    again = SubmissionFactory(preprint=declined.preprint, submitter=UserFactory())
    other = SubmissionFactory(preprint=PreprintFactory())
    earlier = "Earlier submissions"
    shown = {}
    for name, person, page in (
        ("author", declined.submitter, "reviews:own_submission"),
        ("reader who submitted", again.submitter, "reviews:own_submission"),
        ("editor", UserFactory(editor=True), "reviews:submission"),
    ):
        client.force_login(person)
        text = client.get(reverse(page, args=[again.pk])).text
        shown[name] = earlier in text and "Declined" in text
    assert shown == {"author": True, "reader who submitted": False, "editor": True}
    assert earlier not in client.get(reverse("reviews:submission", args=[other.pk])).text


def test_whose_review_is_held_gets_its_text_when_the_submission_is_withdrawn(mailoutbox):
    """Accepted or not; whoever has refused or left is not written to."""
    opened = RoundFactory(released=True, submission__preprint__status="under-review")
    traits = ({"submitted": True}, {"accepted": True}, {"submitted": True, "status": "refused"})
    for number, trait in enumerate(traits):
        address = f"reviewer{number}@example.org"
        ReviewFactory(round=opened, reviewer__email=address, summary=f"Words of {number}.", **trait)
    submission = opened.submission
    ending.withdraw_submission(submission.pk, by=submission.submitter, now=LATER)
    work()
    sent = {mail.to[0]: mail.body for mail in mailoutbox if "not published" in mail.subject}
    assert sorted(sent) == ["reviewer0@example.org", "reviewer1@example.org"]
    for number in (0, 1):
        text = sent[f"reviewer{number}@example.org"]
        assert f"Words of {number}." in text
        assert "Shorten section two." in text


def test_who_suggested_a_work_does_not_withdraw_it_once_its_authors_are_confirmed():
    submission, author = SubmissionFactory(is_author=False), UserFactory()
    bystander = SubmissionFactory(is_author=False)
    submission.version.authors.update(user=author)
    assert not ending.may_withdraw(submission, submission.submitter)
    with pytest.raises(author_errors.NotTheirSubmission):
        ending.withdraw_submission(submission.pk, by=submission.submitter, now=LATER)
    ending.withdraw_submission(submission.pk, by=author, now=LATER)
    ending.withdraw_submission(bystander.pk, by=bystander.submitter, now=LATER)
    assert set(Submission.objects.values_list("state", flat=True)) == {"withdrawn"}
