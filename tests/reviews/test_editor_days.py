"""By which day editors are to do what their desk shows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reviews.models import EditorDay, Policy, TriageProposal
from reviews.selectors.desk.clocked import CLOCKED
from reviews.services.editor_days import give_editor_days
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.reviews.desks import decisions
from tests.reviews.test_desk_rows import corrected_signature, open_round

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def second():
    return UserFactory(editor=True)


def everything_that_waits(editor, second):
    """A row of each kind that has a clock."""
    since = {"submitted_at": FRIDAY, "triage_due_at": FRIDAY + timedelta(days=7)}
    SubmissionFactory(**since)
    submission = SubmissionFactory(**since)
    TriageProposal.objects.create(
        submission=submission, proposed_by=second, proposed_at=FRIDAY, decision="accept"
    )
    ReviewFactory(round=open_round(editor, second), submitted=True)
    corrected_signature(second, editor, confirmed_at=FRIDAY, confirmed_by="mailbox")
    open_round(editor, second, released=True)
    AssessmentFactory(round=open_round(second, editor))
    AssessmentFactory(round=open_round(editor, second), state="returned")
    approved = {"state": "approved", "approved_by": second, "approved_at": FRIDAY}
    AssessmentFactory(round=open_round(editor, second), **approved)
    RevisionFactory(
        round=open_round(editor, second, state="assessed", closed_at=FRIDAY),
        decision_due_at=FRIDAY + timedelta(days=7),
    )


def days():
    return dict(EditorDay.objects.order_by("pk").values_list("kind", "due_on"))


def test_each_kind_has_the_days_of_the_policy_and_its_desk_shows_them(editor, second):
    everything_that_waits(editor, second)
    assert give_editor_days(now=FRIDAY) == len(CLOCKED)
    assert days() == {
        "triage": date(2026, 3, 13),
        "proposals": date(2026, 3, 13),
        "reviews": date(2026, 3, 13),
        "signatures": date(2026, 3, 13),
        "assessments": date(2026, 3, 17),
        "approvals": date(2026, 3, 13),
        "returned": date(2026, 3, 17),
        "approved": date(2026, 3, 11),
        "revisions": date(2026, 3, 13),
    }
    shown = [(row.due.date(), row.is_late) for row in decisions(editor) if row.due]
    assert sorted(shown) == sorted((day, False) for day in days().values())
    assert all(row.is_late for row in decisions(editor, now=FRIDAY + timedelta(days=12)) if row.due)


def test_a_day_once_given_stays_and_what_waits_anew_has_another(editor, second):
    proposed = AssessmentFactory(round=open_round(second, editor), proposed_at=FRIDAY)
    bystander = ReviewFactory(round=open_round(editor, second), submitted=True)
    give_editor_days(now=FRIDAY)
    Policy.objects.update(approval_days=1, reading_days=1)
    later = FRIDAY + timedelta(days=3)
    assert give_editor_days(now=later) == 0
    proposed.proposed_at = later
    proposed.save()
    assert give_editor_days(now=later) == 1
    found = EditorDay.objects.order_by("pk").values_list("kind", "row_id", "due_on")
    assert list(found) == [
        ("reviews", bystander.pk, date(2026, 3, 13)),
        ("approvals", proposed.pk, date(2026, 3, 13)),
        ("approvals", proposed.pk, date(2026, 3, 10)),
    ]
    assert {row.due.date() for row in decisions(editor) if row.due} == {
        date(2026, 3, 13),
        date(2026, 3, 10),
    }


def test_a_submission_that_is_reopened_has_its_new_day(editor):
    waiting = SubmissionFactory(triage_due_at=FRIDAY)
    give_editor_days(now=FRIDAY)
    waiting.triage_due_at = FRIDAY + timedelta(days=100)
    waiting.save()
    assert (give_editor_days(now=FRIDAY), give_editor_days(now=FRIDAY)) == (1, 0)
    assert EditorDay.objects.latest("pk").due_on == date(2026, 6, 14)
