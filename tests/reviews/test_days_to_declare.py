"""Who is to declare, and a work that left where it was posted, have a day as all else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Profile
from events.outbox import work
from preprints.models import Author, Preprint
from reviews.interests import Interests
from reviews.models import EditorDay, EditorInterests, Policy, Submission
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.services.declaring import declare_interests
from reviews.services.editor_days import give_editor_days
from reviews.services.pausing import pause_submission, resume_submission
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.reviews.desks import decisions, open_round

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)
FIVE_LATER, TEN_LATER = date(2026, 3, 13), date(2026, 3, 20)
DECLARE = "Declare your competing interests: you are new to the work"
LEFT = "where it was posted: end its review"


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


@pytest.fixture
def people():
    """The two editors of the works, and who hears of what is left undone."""
    UserFactory(managing_editor=True, email="manager@example.org")
    return (
        UserFactory(editor=True, email="handling@example.org"),
        UserFactory(editor=True, email="second@example.org"),
    )


def mailed(about, number, hour=9):
    """Who is reminded of that, so many days after FRIDAY; and what the first one reads."""
    mail.outbox.clear()
    now = FRIDAY.replace(hour=hour) + timedelta(days=number)
    give_editor_days(now=now)
    remind_everybody(now=now)
    while work():
        pass
    found = sorted((one for one in mail.outbox if about in one.body), key=lambda one: one.to)
    return [one.to[0].split("@")[0] for one in found], found[0].body if found else ""


def rows_of(editor, what, now=FRIDAY):
    return [row.due.date() for row in decisions(editor, now=now) if what in row.what and row.due]


def test_who_is_new_to_a_work_is_reminded_to_declare_and_nobody_else(people):
    handling, second = people
    Profile.objects.filter(user=second).update(time_zone="America/Los_Angeles")
    of = [open_round(handling, second).submission for _ in range(2)]
    asked = [EditorInterests.objects.create(submission=one, editor=second) for one in of]
    EditorInterests.objects.create(submission=of[0], editor=handling, declared_at=FRIDAY)
    EditorInterests.objects.create(submission=of[0], editor=UserFactory())  # left their place
    give_editor_days(now=FRIDAY)
    assert rows_of(second, DECLARE) == [FIVE_LATER] * 2
    assert mailed(DECLARE, 7)[0] == []  # it is night where they are
    to, said = mailed(DECLARE, 7, hour=16)
    assert (to, "you are the second editor" in said, "authors" in said) == (
        ["second"] * 2,
        True,
        False,
    )
    declare_interests(of[0].pk, editor=second, interests=Interests.none(), now=FRIDAY)
    assert mailed(DECLARE, 18, hour=16)[0] == ["second"]
    to, said = mailed(DECLARE, 37, hour=16)
    assert (to, f"It waits for {second.profile.name}" in said) == (["manager", "second"], True)
    assert [day.row_id for day in EditorDay.objects.filter(kind="interests")] == [
        one.pk for one in asked
    ]


def test_the_policy_says_how_many_days_both_have(people):
    handling, second = people
    Policy.objects.update(declaring_days=1, left_work_days=2)
    asked, left = (open_round(handling, second).submission for _ in range(2))
    EditorInterests.objects.create(submission=asked, editor=handling)
    leave(left)
    give_editor_days(now=FRIDAY)
    assert rows_of(handling, DECLARE) == [date(2026, 3, 9)]
    assert rows_of(handling, LEFT) == [date(2026, 3, 10)]


def leave(submission, status="withdrawn", now=FRIDAY):
    before = "under-review" if status == "withdrawn" else ""
    rows = Preprint.objects.filter(pk=submission.preprint_id)
    rows.update(status=status, status_before_withdrawal=before, status_at=now)


def test_a_work_that_left_is_asked_of_who_ends_its_review(people):
    """Of its handling editor; before the decision of those who share the works out."""
    handling, second = people
    waiting, accepted, bystander = (
        SubmissionFactory(triage_due_at=FRIDAY + timedelta(days=400)),
        open_round(handling, second).submission,
        open_round(handling, second).submission,
    )
    author = UserFactory(managing_editor=True, email="author@example.org")
    Author.objects.update(user=author)  # hears nothing
    for one in (waiting, accepted):
        leave(one)
    give_editor_days(now=FRIDAY)
    accepted = Submission.objects.get(pk=accepted.pk)
    seen = author_waiting(accepted, Reader(is_author=True), now=FRIDAY)
    assert (seen.since, seen.until, seen.is_late) == (FRIDAY, TEN_LATER, False)
    assert author_waiting(accepted, Reader(is_author=True), now=FRIDAY + timedelta(15)).is_late
    assert author_waiting(bystander, Reader(is_author=True), now=FRIDAY).until is None
    to, said = mailed(LEFT, 14)
    assert (to, "you are the handling editor" in said) == (["handling", "manager"], True)
    assert "The authors see this day on their page." in said
    # Of the waiting one its own editor is the manager: the others hear that nobody works on it.
    everybody = ["handling", "handling", "manager", "manager", "second"]
    assert mailed(LEFT, 44)[0] == everybody


def test_once_it_is_back_its_row_and_day_are_gone_and_what_is_to_be_declared_has_as_many_left(
    people,
):
    handling, second = people
    left, bystander = (open_round(handling, second).submission for _ in range(2))
    EditorInterests.objects.create(submission=left, editor=handling)
    give_editor_days(now=FRIDAY)
    for one in (left, bystander):
        leave(one)
        pause_submission(one.pk, now=FRIDAY)
    give_editor_days(now=FRIDAY)
    assert (rows_of(handling, LEFT), rows_of(handling, DECLARE)) == ([TEN_LATER] * 2, [])
    leave(bystander, "retracted", now=FRIDAY + timedelta(3))  # the same wait, and the same day
    Preprint.objects.filter(pk=left.preprint_id).update(
        status="under-review", status_before_withdrawal=""
    )
    resume_submission(left.pk, now=FRIDAY + timedelta(days=10))
    assert rows_of(handling, LEFT) == [TEN_LATER]
    assert rows_of(handling, DECLARE) == [FIVE_LATER + timedelta(days=10)]
    assert mailed(LEFT, 14)[0] == ["handling"]  # of the bystander
    leave(left, now=FRIDAY + timedelta(days=21))
    give_editor_days(now=FRIDAY + timedelta(days=21))
    assert sorted(rows_of(handling, LEFT)) == [TEN_LATER, date(2026, 4, 10)]
