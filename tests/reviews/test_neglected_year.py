"""A year in which nobody does anything: who is mailed what on which day, and nothing else is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail

from events.models import Outbox
from events.outbox import work
from journal.celery import SCHEDULE
from reviews import tasks
from reviews.models import Round, Submission
from reviews.services.invitations import invite_reviewer
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW

DAY = timedelta(days=1)
OURS = sorted({row["task"] for row in SCHEDULE.values() if row["task"].startswith("reviews.")})
# Each week of the year, each of the first working days, and each day near one that something ends
# on: 90 days without a reviewer, 180 without a decision or, after the due day, without a review.
ENDS = (76, 90, 166, 180, 187, 201)
DAYS = sorted({*range(0, 366, 7), *range(32), *(end + n for end in ENDS for n in (-1, 0, 1))})
EDITORS = ("editor", "second")


def person(name, **fields):
    return UserFactory(email=f"{name}@example.org", name=name.title(), **fields)


def work_of(name, *, editors):
    """A work sent for review, with a submitter of its own."""
    return RoundFactory(
        submission__submitter=person(name),
        submission__editor=editors[0],
        submission__second_editor=editors[1],
    )


@pytest.fixture
def journal(monkeypatch):
    """A work in every state in which somebody is waited for, and two that wait for an editor."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    editors = [person(name, managing_editor=True) for name in EDITORS]
    SubmissionFactory(submitter=person("undecided"))
    work_of("unasked", editors=editors)
    unanswered = work_of("unanswered", editors=editors)
    asked = {"editor": editors[0], "name": "", "message": "", "due_on": DUE}
    invite_reviewer(unanswered.pk, email="invited@example.org", now=NOW, **asked)
    ReviewFactory(round=work_of("unwritten", editors=editors), reviewer=person("reviewer"))
    again = work_of("again", editors=editors)
    AssessmentFactory(round=again, published=True)
    Round.objects.filter(pk=again.pk).update(state="assessed", closed_at=NOW)
    RoundFactory(submission=again.submission, number=2)
    ReviewFactory(round=work_of("unread", editors=editors), submitted=True)
    AssessmentFactory(round=work_of("assessed", editors=editors))
    while work():
        pass
    mail.outbox.clear()
    return editors


def run_all(monkeypatch, now):
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: now))
    for name in OURS:
        getattr(tasks, name.rpartition(".")[2])()
    while Outbox.objects.open().exists():
        work()
    sent = [
        (one.to[0].partition("@")[0], one.subject.removeprefix("[Verso] ").partition(":")[0])
        for one in mail.outbox
    ]
    mail.outbox.clear()
    return sorted(sent)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.usefixtures("journal")
def test_a_year_without_anybody_doing_anything(monkeypatch):
    """Each day the schedule runs twice: the second time nothing is left to do."""
    mailed = {}
    for number in DAYS:
        now = NOW + number * DAY
        if found := run_all(monkeypatch, now):
            mailed[f"{now:%d %b}"] = found
            assert run_all(monkeypatch, now) == []
    soon = [(name, "Lapses soon") for name in EDITORS]
    lapsed = [(name, "Lapsed") for name in EDITORS]
    due, late = (
        [(name, f"Waits for you, {when}") for name in EDITORS] for when in ("due today", "late")
    )
    neglected = [(name, "Nobody works on it") for name in EDITORS]
    reviewer_is_late = [("editor", "Waits for you, late"), ("second", "Nobody works on it")]
    title = "Axioms for careful agents"
    assert mailed == {
        # A review to be read by one editor, and an assessment to be approved by the other.
        "09 Mar": sorted([*due, ("invited", f'Will you review "{title}"?')]),
        "11 Mar": late,  # the decision on a submission, which was due before the first day
        "12 Mar": [("invited", f'Will you review "{title}"?')],
        "18 Mar": sorted([*late, ("reviewer", "Your review is due on 23 March")]),
        "23 Mar": sorted(
            [
                ("invited", f'Will you review "{title}"?'),
                ("reviewer", "Your review is due"),
                ("editor", "Waits for you, late"),  # the invitation has had no answer
            ]
        ),
        # Thirty days after that decision was due.
        "01 Apr": sorted(
            [*late, ("editor", "Waits for you, late"), ("reviewer", "Your review is waited for")]
        ),
        # Thirty days after the 9th, in the next of these weeks; each hears of the other's, too.
        # Of the invitation, and two weeks later of the late review, the second editor hears, too.
        "13 Apr": sorted([*late, *neglected, *reviewer_is_late]),
        "27 Apr": reviewer_is_late,
        # Two works without anybody who had agreed, and the second round of another one.
        "17 May": sorted(
            [
                *[*soon, *soon, ("unanswered", "It waits too long")],
                *[("unasked", "It waits too long"), ("again", "The new review waits too long")],
                *[(name, "A new review ends soon") for name in EDITORS],
            ]
        ),
        "31 May": sorted(
            [
                *[*lapsed, *lapsed, ("unanswered", "Lapsed"), ("unasked", "Lapsed")],
                *[(name, "A new review has ended") for name in EDITORS],
                ("again", "The new review has ended"),
                ("invited", "Your answer is not needed any more"),
            ]
        ),
        "15 Aug": [*soon, ("undecided", "It waits too long")],
        "29 Aug": [*lapsed, ("undecided", "Lapsed")],
        "05 Sep": sorted([*soon, ("unwritten", "It waits too long")]),
        "19 Sep": sorted(
            [*lapsed, ("reviewer", "The round of review is closed"), ("unwritten", "Lapsed")]
        ),
    }
    states = dict(Submission.objects.values_list("submitter__email", "state"))
    assert {email.partition("@")[0]: state for email, state in states.items()} == {
        "undecided": "lapsed",
        "unasked": "lapsed",
        "unanswered": "lapsed",
        "unwritten": "lapsed",
        "again": "accepted",
        "unread": "accepted",
        "assessed": "accepted",
    }
    rounds = Round.objects.filter(submission__submitter__email="again@example.org")
    assert list(rounds.order_by("number").values_list("state", flat=True)) == ["assessed", "lapsed"]
