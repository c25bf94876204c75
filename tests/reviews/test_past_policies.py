"""A change of the policy counts for what begins afterwards: days that were given stay."""

from datetime import timedelta

import pytest

from reviews.models import Submission
from reviews.policies import current_policy
from reviews.services import consent, lapsing, round_lapses
from reviews.services.consent_steps import mail_request
from reviews.services.policies import change_policy
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def change(day, **numbers):
    editor = UserFactory(managing_editor=True)
    change_policy(numbers, editor=editor, now=NOW + day * DAY)


def asked_on(*days):
    submission = SubmissionFactory(consent="asked")
    for day in days:
        address = f"author{day}@example.org"
        mail_request(submission, address, by=submission.submitter, now=NOW + day * DAY)
    return submission


def closed_on(day):
    consent.close_unanswered(now=NOW + day * DAY)
    closed = Submission.objects.filter(consent="no-answer")
    return set(closed.values_list("pk", flat=True))


@pytest.mark.parametrize(("new", "last_days"), [(5, (21, 11, 21)), (40, (21, 46, 46))])
def test_authors_who_were_asked_keep_their_days(new, last_days):
    before, after, both = asked_on(0), asked_on(6), asked_on(0, 6)
    of = dict(zip((before.pk, after.pk, both.pk), last_days, strict=True))
    change(4, consent_days=new)
    for day in sorted({10, *last_days}):
        assert closed_on(day - 0.1) == {pk for pk, last in of.items() if last < day}
        assert closed_on(day) == {pk for pk, last in of.items() if last <= day}


def test_an_author_who_is_asked_while_the_others_are_found_late_keeps_the_days(monkeypatch):
    """Between the listing of the schedule and its lock."""
    asked, bystander = asked_on(0), asked_on(0)
    lock = consent.lock_submission

    def ask_first(submission_id):
        if submission_id == asked.pk:
            mail_request(asked, "late@example.org", by=asked.submitter, now=NOW + 21 * DAY)
        return lock(submission_id)

    monkeypatch.setattr(consent, "lock_submission", ask_first)
    assert closed_on(21) == {bystander.pk}


def test_changed_more_than_once_the_number_of_the_day_counts():
    change(1, consent_days=30)
    submission = asked_on(2)
    change(3, consent_days=3, review_days=28)
    change(4, consent_days=9)
    bystander = asked_on(5)
    assert closed_on(31) == {bystander.pk}
    assert closed_on(32) == {bystander.pk, submission.pk}


def warned_and_lapsed(*days):
    """Each submission that is warned of or has lapsed, by the first day on which it is."""
    found = {}
    for day in days:
        now = NOW + day * DAY
        lapsing.lapse_neglected(now=now)
        for row in Submission.objects.exclude(lapse_warned_at=None):
            found.setdefault(row.pk, [day])
            if row.state == "lapsed" and len(found[row.pk]) == 1:
                found[row.pk].append(day)
    return found


@pytest.mark.parametrize("new", [60, 120])
def test_what_waits_lapses_after_the_days_that_held_when_it_began(new):
    before, writes = RoundFactory().submission, ReviewFactory().round.submission
    waits = SubmissionFactory()
    change(70, lapse_without_reviewer_days=new, lapse_without_answer_days=new)
    after = RoundFactory(opened_at=NOW + 71 * DAY).submission
    first = 71 + new - 14
    days = sorted({75, 76, 89, 90, 165, 166, 179, 180, 187, 201, first - 1, first, first + 14})
    assert warned_and_lapsed(*days) == {
        before.pk: [76, 90],
        waits.pk: [166, 180],
        writes.pk: [187, 201],
        after.pk: [first, first + 14],
    }


def test_a_later_round_keeps_its_days_too():
    later = RoundFactory(number=2)
    change(10, lapse_without_reviewer_days=30)
    with pytest.raises(lapsing.errors.NotLapsing):
        lapsing.warn_of_lapse(later.submission_id, policy=current_policy(), now=NOW + 40 * DAY)
    assert round_lapses.lapse_neglected_rounds(now=NOW + 60 * DAY) == 0
    later.refresh_from_db()
    assert later.state == "open"
