"""Reminders: when they come, to whom, and what stops them."""

from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail

from accounts.models import Profile
from events.models import Event, Outbox
from events.outbox import work
from preprints.models import Preprint
from reviews import errors
from reviews.clock_rules import reminder_due
from reviews.models import Invitation, Policy, Reminder, Review, Round
from reviews.services import invitations, reminding
from reviews.services.invitations import invite_reviewer
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import DUE, NOW
from tests.reviews.outcomes import new_mails

HOUR = timedelta(hours=1)
LATE = datetime(2026, 6, 1, 12, tzinfo=UTC)  # long after every day of theirs


def kinds_by_day(due_on, *, since, days=60):
    start = date(2026, 3, 1)
    found = {}
    for today in (start + timedelta(days=n) for n in range(days)):
        kind = reminder_due(
            due_on, today=today, since=since, working_days_before=3, working_days_after=7
        )
        found.setdefault(kind, today.isoformat())
    return found


def test_of_each_reminder_the_first_day_is_so_many_working_days_away():
    # Due on a Monday, and on a Sunday.
    assert kinds_by_day(date(2026, 3, 23), since=date(2026, 3, 2)) == {
        "": "2026-03-01",
        "before": "2026-03-18",
        "on-the-day": "2026-03-23",
        "after": "2026-04-01",
    }
    assert kinds_by_day(date(2026, 3, 22), since=date(2026, 3, 2)) == {
        "": "2026-03-01",
        "before": "2026-03-18",
        "on-the-day": "2026-03-22",
        "after": "2026-03-31",
    }


def test_who_agreed_two_days_before_is_not_reminded_at_once():
    found = kinds_by_day(date(2026, 3, 23), since=date(2026, 3, 20))
    assert sorted(found) == ["", "after", "on-the-day"]


def test_on_the_day_on_which_the_day_was_set_nobody_is_reminded():
    """Three working days before, on the day itself, and seven after: whoever agreed, or got another
    day, on just that day knows it."""
    due = date(2026, 3, 23)
    for since, left_out in (
        (date(2026, 3, 18), "before"),
        (due, "on-the-day"),
        (date(2026, 4, 1), "after"),
    ):
        days = {"working_days_before": 3, "working_days_after": 7}
        assert reminder_due(due, today=since, since=since, **days) == ""
        day_before = since - timedelta(days=1)
        assert reminder_due(due, today=since, since=day_before, **days) == left_out


def run_the_schedule(since, until, step=HOUR):
    """Every hour, as the clock of the journal does; returns what was mailed when."""
    mailed, now = [], since
    while now <= until:
        mail.outbox.clear()
        reminding.remind_everybody(now=now)
        while work():
            pass
        mailed += [
            (one.to[0], now.strftime("%d %B %H:00"), one.subject.split(":")[0].strip())
            for one in mail.outbox
        ]
        now += step
    return mailed


@pytest.mark.django_db
def test_a_late_reviewer_gets_three_reminders_in_their_morning(monkeypatch):
    """One each in Auckland, in Los Angeles and without an account; who is done gets none."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    opened = RoundFactory()
    for name, place in (("east", "Pacific/Auckland"), ("west", "America/Los_Angeles")):
        reviewer = UserFactory(email=f"{name}@example.org")
        Profile.objects.filter(user=reviewer).update(time_zone=place)
        ReviewFactory(round=opened, reviewer=reviewer)
    ReviewFactory(round=opened, by_guest=True)
    ReviewFactory(round=opened, submitted=True)
    mornings = [
        mailed
        for day in ((3, 17), (3, 18), (3, 22), (3, 23), (3, 31), (4, 1), (4, 2), (5, 4))
        for mailed in run_the_schedule(
            datetime(2026, *day, tzinfo=UTC), datetime(2026, *day, 23, tzinfo=UTC)
        )
    ]
    due, today, waited = (
        "[Verso] Your review is due on 23 March",
        "[Verso] Your review is due",
        "[Verso] Your review is waited for",
    )
    assert mornings == [
        ("east@example.org", "17 March 19:00", due),
        ("invited@example.org", "18 March 08:00", due),
        ("west@example.org", "18 March 15:00", due),
        ("east@example.org", "22 March 19:00", today),
        ("invited@example.org", "23 March 08:00", today),
        ("west@example.org", "23 March 15:00", today),
        ("east@example.org", "31 March 19:00", waited),
        ("invited@example.org", "01 April 08:00", waited),
        ("west@example.org", "01 April 15:00", waited),
    ]


@pytest.mark.django_db
def test_who_has_not_answered_is_reminded_three_times_from_the_mail_on(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    opened = RoundFactory()
    asked = {"editor": opened.submission.editor, "name": "", "message": "", "due_on": DUE}
    for email in ("one@example.org", "two@example.org"):
        invite_reviewer(opened.pk, email=email, now=NOW, **asked)
    while work():
        pass
    declined = Invitation.objects.get(email="two@example.org")
    invitations.decline_invitation(declined.pk, user=None, reason="", now=NOW)
    eight = NOW.replace(hour=8)
    mailed = run_the_schedule(eight, eight + timedelta(days=60), timedelta(days=1))
    assert [
        (to, when) for to, when, _subject in mailed if to != opened.submission.editor.email
    ] == [
        ("one@example.org", "09 March 08:00"),
        ("one@example.org", "12 March 08:00"),
        ("one@example.org", "23 March 08:00"),
    ]


def submit(review):
    Review.objects.filter(pk=review.pk).update(
        **{
            field.name: getattr(ReviewFactory(submitted=True), field.name)
            for field in Review._meta.fields
            if field.name not in ("id", "reviewer", "round", "version", "invitation")
        }
    )


ANSWERS = {
    "submitted": submit,
    "withdrawn": lambda review: Invitation.objects.filter(review=review).update(state="revoked"),
    "round closed": lambda review: Round.objects.filter(pk=review.round_id).update(
        state="assessed", closed_at=NOW
    ),
    "another day": lambda review: Review.objects.filter(pk=review.pk).update(
        due_on=LATE.date() + timedelta(days=30), due_set_at=LATE
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_stops_them_before_and_after_they_are_made(answer):
    """Also one that comes between the promise and the mail."""
    answered, bystander = ReviewFactory(by_guest=True), ReviewFactory()
    reminding.remind_everybody(now=LATE)
    assert Reminder.objects.count() == 2
    ANSWERS[answer](answered)
    mail.outbox.clear()
    while work():
        pass
    assert [one.to for one in mail.outbox] == [[bystander.reviewer.email]]
    assert not Outbox.objects.open().exists()
    Reminder.objects.all().delete()
    reminding.remind_everybody(now=LATE)
    assert [reminder.review for reminder in Reminder.objects.all()] == [bystander]


@pytest.mark.django_db
def test_of_a_withdrawn_work_nobody_is_reminded():
    review, asked = ReviewFactory(), InvitationFactory(answer_by=DUE)
    bystander = ReviewFactory()
    works = [review.version.preprint_id, asked.round.version.preprint_id]
    Preprint.objects.filter(pk__in=works).update(status="withdrawn")
    reminding.remind_everybody(now=LATE)
    assert [reminder.review for reminder in Reminder.objects.all()] == [bystander]


@pytest.mark.django_db
def test_one_that_fails_holds_up_no_other(monkeypatch):
    broken, bystander = ReviewFactory(), ReviewFactory()
    record = reminding.record_event

    def fail_for_one(kind, **fields):
        if fields["data"]["review"] == broken.pk:
            raise RuntimeError
        return record(kind, **fields)

    monkeypatch.setattr(reminding, "record_event", fail_for_one)
    assert reminding.remind_everybody(now=LATE) == 1
    assert [reminder.review for reminder in Reminder.objects.all()] == [bystander]


@pytest.mark.django_db
def test_each_is_an_event_that_names_nobody():
    review = ReviewFactory()
    reminding.remind_everybody(now=LATE)
    event = Event.objects.get(kind="review.reminded")
    assert (event.is_public, event.actor_id) == (False, None)
    assert event.data == {"review": review.pk, "reminder": "after"}
    assert reminding.remind_everybody(now=LATE) == 0


@pytest.mark.django_db
def test_an_editor_reminds_once_a_day(monkeypatch):
    review = ReviewFactory()
    editor = review.round.submission.editor
    remind = reminding.ask_for_review
    remind(review.pk, editor=editor, now=NOW)
    with pytest.raises(errors.RemindedToday):
        remind(review.pk, editor=editor, now=NOW + 5 * HOUR)
    remind(review.pk, editor=editor, now=NOW + 24 * HOUR)
    with pytest.raises(errors.NotTheHandlingEditor):
        remind(review.pk, editor=review.round.submission.second_editor, now=NOW + 48 * HOUR)
    assert Reminder.objects.filter(kind="by-hand", review=review).count() == 2


@pytest.mark.django_db
def test_the_policy_moves_the_days():
    ReviewFactory()
    Policy.objects.update(remind_before_days=5)
    morning = datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert reminding.remind_everybody(now=morning - 24 * HOUR) == 0
    assert reminding.remind_everybody(now=morning) == 1


@pytest.mark.django_db
def test_who_was_invited_before_has_a_day_for_the_answer_too():
    pending, answered = InvitationFactory(), InvitationFactory(state="declined")
    migration = import_module("reviews.migrations.0033_days_for_answers")
    migration.set_days(apps, None)
    pending.refresh_from_db()
    answered.refresh_from_db()
    assert (pending.answer_by, answered.answer_by) == (date(2026, 3, 12), None)


@pytest.mark.django_db
def test_a_reminder_by_hand_says_what_is_so_on_its_day(mailoutbox):
    review = ReviewFactory()
    noon = datetime.combine(review.due_on, time(12), UTC)
    said = []
    for moment in (noon - 24 * HOUR, noon, noon + 24 * HOUR):
        reminding.ask_for_review(review.pk, editor=review.round.submission.editor, now=moment)
        ((_to, subject),) = new_mails(mailoutbox)
        said.append(subject.partition(":")[0])
    due = f"{review.due_on:%-d %B}"
    assert said == [
        f"Your review is due on {due}",
        "Your review is due",
        "Your review is waited for",
    ]
