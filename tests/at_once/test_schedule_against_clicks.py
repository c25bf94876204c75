"""The schedule while somebody clicks: one of the two counts, and the log and mails say which."""

from collections import Counter
from datetime import timedelta

import pytest

from events.models import Event, Outbox
from reviews import errors, invitation_errors
from reviews.interests import Interests
from reviews.models import Invitation, Reminder, Review, Round, Submission
from reviews.policies import current_policy
from reviews.services import invitations, lapsing, reminding, reviewing, submissions
from tests.at_once.reviewing.clocks import neglected
from tests.at_once.reviewing.writing import content
from tests.at_once.sending import send
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import DUE, NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_editor_triages"),
]
LATE = NOW + timedelta(days=90)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def kinds():
    return Counter(Event.objects.values_list("kind", flat=True))


def tasks():
    return Counter(Outbox.objects.values_list("task", flat=True))


def none_but(outcome, *named):
    assert [error for error in outcome.raised if not isinstance(error, named)] == []


def remind():
    return reminding.remind_everybody(now=LATE)


def lapse():
    return lapsing.lapse_neglected(now=LATE)


def test_a_review_is_submitted_while_two_schedules_remind():
    review = ReviewFactory()
    outcome = send(
        remind,
        lambda: reviewing.submit_review(
            review.pk, reviewer=review.reviewer, content=content(), now=LATE
        ),
        remind,
    )
    none_but(outcome)
    assert Review.objects.get().status == "submitted"
    reminded = Reminder.objects.count()
    assert reminded in (0, 1)
    assert kinds()["review.reminded"] == tasks()["reviews.send_reminder"] == reminded
    assert kinds()["review.submitted"] == 1


def test_an_invitation_is_answered_while_two_schedules_remind():
    asked = InvitationFactory(answer_by=DUE)
    outcome = send(
        remind,
        lambda: invitations.decline_invitation(asked.pk, user=None, reason="", now=LATE),
        remind,
    )
    none_but(outcome)
    assert Invitation.objects.get().state == "declined"
    reminded = Reminder.objects.count()
    assert kinds()["invitation.reminded"] == tasks()["reviews.send_reminder"] == reminded <= 1


def test_somebody_accepts_while_two_schedules_let_the_work_lapse():
    """Either the reviewer comes in and the work goes on, or it lapses and they are refused."""
    opened = neglected()
    asked = InvitationFactory(round=opened)
    outcome = send(
        lapse,
        lambda: invitations.accept_invitation(asked.pk, user=None, name="Noor", now=LATE),
        lapse,
    )
    none_but(outcome, errors.RoundClosed, invitation_errors.InvitationNotOpen)
    submission, asked = Submission.objects.get(), Invitation.objects.get()
    has_lapsed = submission.state == "lapsed"
    assert has_lapsed == (asked.state == "closed") == (not Review.objects.exists())
    assert Round.objects.get().state == ("lapsed" if has_lapsed else "open")
    assert kinds()["submission.lapsed"] == tasks()["reviews.notify_of_lapse"] == has_lapsed


def test_a_review_is_submitted_while_two_schedules_let_the_work_lapse():
    opened = neglected()
    review = ReviewFactory(
        round=opened, agreed_at=NOW - timedelta(days=300), due_on=(NOW - timedelta(days=280)).date()
    )
    Round.objects.update(opened_at=NOW - timedelta(days=300))
    outcome = send(
        lapse,
        lambda: reviewing.submit_review(
            review.pk, reviewer=review.reviewer, content=content(), now=LATE
        ),
        lapse,
    )
    none_but(outcome, errors.RoundClosed)
    has_lapsed = Submission.objects.get().state == "lapsed"
    assert has_lapsed == (Review.objects.get().status == "draft")
    assert kinds()["submission.lapsed"] + kinds()["review.submitted"] == 1


def test_an_editor_decides_while_two_schedules_let_the_submission_lapse():
    submission = SubmissionFactory(submitted_at=NOW - timedelta(days=200))
    Submission.objects.update(lapse_warned_at=NOW, lapses_at=NOW + timedelta(days=14))
    editor = UserFactory(editor=True)
    outcome = send(
        lapse,
        lambda: submissions.decline_submission(
            submission.pk, editor=editor, code="other", text="No.", now=LATE
        ),
        lapse,
    )
    none_but(outcome, errors.NotAwaitingTriage)
    happened = kinds()
    assert happened["submission.lapsed"] + happened["submission.declined"] == 1


def test_two_editors_reopen_a_work_while_it_is_submitted_anew():
    opened = neglected(state="lapsed", lapsed_at=NOW, lapse_reason="no-reviewer")
    Round.objects.update(state="lapsed", closed_at=NOW)
    work = opened.submission.preprint
    editors = [UserFactory(editor=True) for _ in range(2)]
    submitter = UserFactory()
    outcome = send(
        *(
            lambda editor=editor: lapsing.reopen_submission(
                opened.submission_id, editor=editor, now=LATE
            )
            for editor in editors
        ),
        lambda: submissions.submit_preprint(
            work.pk,
            submitter=submitter,
            is_author=False,
            reason="It matters.",
            interests=Interests.none(),
            now=LATE,
        ),
    )
    none_but(outcome, errors.NotLapsed, errors.AlreadySubmitted)
    assert Submission.objects.open().count() == 1
    assert kinds()["submission.reopened"] + kinds()["submission.received"] == 1


def test_a_reminder_by_hand_and_by_the_schedule_are_two_and_each_is_there_once():
    review = ReviewFactory()
    editor = review.round.submission.editor
    outcome = send(
        remind,
        lambda: reminding.ask_for_review(review.pk, editor=editor, now=LATE),
        lambda: reminding.ask_for_review(review.pk, editor=editor, now=LATE),
        lambda: reminding.remind_reviewer(review.pk, policy=current_policy(), now=LATE),
    )
    none_but(outcome, errors.RemindedToday, errors.NoReminderDue)
    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["after", "by-hand"]
    assert tasks()["reviews.send_reminder"] == 2
