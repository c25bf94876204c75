"""Works that leave while their authors read first, or while a revision of theirs waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Outbox
from preprints.models import Preprint
from reviews.left_work_errors import LeftWorkNotPosted
from reviews.services import accepting, posting
from reviews.services.consent_steps import mail_request
from reviews.services.left_works import end_review_of_left_work
from reviews.services.pausing import pause_submission
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.desks import decisions, page_of
from tests.reviews.outcomes import log_since, new_mails
from tests.reviews.test_left_works import RETRACTED, WITHDRAWN, leave

pytestmark = pytest.mark.django_db
READ_FIRST = {"state": "with-authors", "sent_at": NOW, "respond_until": NOW, "post_by": NOW}


def sent_round():
    """Everything of it can be posted."""
    sent = RoundFactory(**READ_FIRST)
    sent.version.authors.update(user=sent.submission.submitter)
    held = {"status": "accepted", "accepted_at": NOW, "reviewer_number": 1}
    ReviewFactory(round=sent, submitted=True, **held)
    approved_of(sent)
    return sent


def approved_of(opened):
    second = opened.submission.second_editor
    return AssessmentFactory(round=opened, state="approved", approved_by=second, approved_at=NOW)


def test_nothing_is_posted_of_it_by_button_or_schedule(client):
    sent, bystander = sent_round(), sent_round()
    approved = approved_of(RoundFactory(state="released"))
    late = ReviewFactory(round=RoundFactory(state="assessed", closed_at=NOW), submitted=True)
    for submission in (sent.submission, approved.round.submission, late.round.submission):
        leave(submission, "retracted")
    author, editor = sent.submission.submitter, approved.round.submission.editor
    for post in (
        lambda: posting.post_round(sent.pk, author=author, now=NOW),
        lambda: posting.post_due_round(sent.pk, now=NOW),
        lambda: posting.publish_assessment(approved.pk, editor=editor, now=NOW),
        lambda: accepting.publish_review(late.pk, editor=late.round.submission.editor, now=NOW),
    ):
        with pytest.raises(LeftWorkNotPosted):
            post()
    assert posting.post_due_rounds(now=NOW) == 1
    for one, state in ((sent, "with-authors"), (bystander, "assessed")):
        one.refresh_from_db()
        assert one.state == state
    approved.version.authors.update(user=approved.round.submission.submitter)
    with pytest.raises(LeftWorkNotPosted):
        posting.send_to_authors(approved.pk, editor=editor, now=NOW)
    client.force_login(editor)
    page = client.get(page_of(approved.round.submission)).text
    assert "Nothing is posted while the work is withdrawn or retracted" in page
    assert reverse("reviews:send_to_authors", args=[approved.pk]) not in page


def test_authors_who_read_first_are_mailed_and_read_that_nothing_is_posted(client, mailoutbox):
    sent = sent_round()
    CorrectionFactory(round=sent)
    submission = sent.submission
    leave(submission)
    pause_submission(submission.pk, now=NOW)
    mailed = dict(new_mails(mailoutbox))
    people = (submission.editor, submission.second_editor, submission.submitter)
    assert set(mailed) == {
        *(one.email for one in people),
        sent.reviews.get().reviewer.email,
    }
    assert [row.what for row in decisions(submission.editor)] == [WITHDRAWN]
    client.force_login(submission.submitter)
    post = reverse("reviews:post_round", args=[sent.pk])
    for page in (
        reverse("reviews:own_work", args=[submission.preprint_id]),
        reverse("reviews:own_submission", args=[submission.pk]),
        reverse("reading:me"),
    ):
        text = client.get(page).text
        assert "The work was withdrawn where it was posted." in text
        assert post not in text
        assert "Read the reviews of your work before they are posted" not in text
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    for row in (sent, submission):
        row.refresh_from_db()
    assert (sent.state, submission.state, submission.reviews_at_end) == (
        "withdrawn",
        "withdrawn",
        1,
    )
    assert decisions(submission.editor) == []


def test_a_revision_that_waits_is_ended_and_the_submission_stays(mailoutbox, client):
    assessed = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=assessed, published=True)
    submission = assessed.submission
    submission.version.authors.update(user=submission.submitter)
    revised = RevisionFactory(round=assessed, decision_due_at=NOW - timedelta(days=1))
    bystander = RevisionFactory(round=RoundFactory(state="assessed", closed_at=NOW))
    leave(submission, "retracted", "revised")
    assert [row.what for row in decisions(submission.editor)] == [RETRACTED]
    client.force_login(submission.submitter)
    for page in (reverse("reviews:own_submission", args=[submission.pk]), reverse("reading:me")):
        text = client.get(page).text
        assert "The work was retracted where it was posted." in text
        assert "comes back" not in text
        assert "decides what follows" not in text
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    for row in (submission, revised, bystander):
        row.refresh_from_db()
    assert (submission.state, bystander.decision) == ("accepted", "")
    assert (revised.decision, revised.reason, revised.ended_because) == ("none", "", "retracted")
    said = "The editors ended its review, as the work was retracted where it was posted."
    own, shown = "reviews:own_work", "reviews:submission"
    assert said in client.get(reverse(own, args=[submission.preprint_id])).text
    client.force_login(submission.editor)
    assert said in client.get(reverse(shown, args=[submission.pk])).text
    assert [one[0] for one in log_since()] == ["revision.decided"]
    mailed = [subject for _to, subject in new_mails(mailoutbox)]
    assert [subject.startswith("The review has ended") for subject in mailed] == [True] * 3
    assert decisions(submission.editor) == []
    assert Preprint.objects.get(pk=submission.preprint_id).status == "retracted"


def of_submission():
    return RoundFactory()


def of_a_later_round():
    earlier = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=earlier, published=True)
    return RoundFactory(submission=earlier.submission, number=2, kind="editors")


def of_a_revision():
    assessed = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=assessed, published=True)
    return RevisionFactory(round=assessed).round


@pytest.mark.parametrize("begin", [of_submission, of_a_later_round, of_a_revision])
def test_the_mail_says_why_it_was_ended_whatever_has_happened_since(begin, mailoutbox):
    for first, then in (("withdrawn", "retracted"), ("retracted", "under-review")):
        submission = begin().submission
        mail_request(submission, "asked@example.org", by=submission.editor, now=NOW)
        Outbox.objects.all().delete()
        leave(submission, first)
        end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
        Preprint.objects.filter(pk=submission.preprint_id).update(status=then)
        mailed = new_mails(mailoutbox)
        mailoutbox.clear()
        assert "asked@example.org" in dict(mailed)
        said = f"The review has ended, as the work was {first}"
        assert [subject.startswith(said) for _to, subject in mailed] == [True] * len(mailed)
