"""By which day editors are to do what their desk shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Profile
from events.outbox import work
from preprints.models import Author, Preprint
from reviews import errors
from reviews.models import (
    Appeal,
    EditorDay,
    EditorInterests,
    Policy,
    Reminder,
    Reopening,
    Review,
    Submission,
    TriageProposal,
)
from reviews.selectors.desk.clocked import CLOCKED
from reviews.services.editor_days import give_editor_days, remind_editor
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.reviews.desks import corrected_signature, decisions, open_round
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)
THURSDAY = date(2026, 3, 5)


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def second():
    return UserFactory(editor=True)


def everything_that_waits(editor, second):
    """A row of each kind that has a clock; a reviewer and somebody invited are late already."""
    ReviewFactory(round=open_round(editor, second), due_on=THURSDAY)
    InvitationFactory(round=open_round(editor, second), answer_by=THURSDAY)
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
    sent = open_round(editor, second, with_authors=True)
    CorrectionFactory(round=sent, asked_at=FRIDAY)
    RevisionFactory(
        round=open_round(editor, second, state="assessed", closed_at=FRIDAY),
        decision_due_at=FRIDAY + timedelta(days=7),
    )
    of = selected_work()
    Submission.objects.filter(pk=of.assessment.round.submission_id).update(editor=editor)
    Reopening.objects.create(
        assessment=of.assessment,
        version=of.assessment.version,
        cause="editor",
        opened_by=second,
        reason="It errs.",
        opened_at=FRIDAY,
        due_at=FRIDAY + timedelta(days=7),
    )
    looked = selected_work()
    Submission.objects.filter(pk=looked.submission.pk).update(editor=editor)
    ended = RoundFactory(
        submission=looked.submission,
        version=looked.round.version,
        number=2,
        state="lapsed",
        closed_at=FRIDAY,
    )
    Reopening.objects.create(
        assessment=looked.assessment,
        version=looked.assessment.version,
        cause="new-version",
        round=ended,
        opened_at=FRIDAY - timedelta(days=1),
        due_at=FRIDAY,
    )
    AssessmentFactory(
        round=open_round(editor, second, state="assessed", closed_at=FRIDAY),
        withdrawn=True,
        withdrawn_at=FRIDAY,
    )
    AssessmentFactory(
        round=open_round(second, editor, state="assessed", closed_at=FRIDAY),
        published=True,
        withdrawal_asked_at=FRIDAY,
        asked_reason="It errs.",
    )
    new_to_it = open_round(editor, second).submission
    EditorInterests.objects.create(submission=new_to_it, editor=editor)
    left = open_round(editor, second).submission
    Preprint.objects.filter(pk=left.preprint_id).update(status="retracted", status_at=FRIDAY)
    declined = SubmissionFactory(state="declined", decline_code="other", decline_text="No.")
    Appeal.objects.create(
        work=declined,
        declined=declined,
        by=declined.submitter,
        text="Why?",
        filed_at=FRIDAY,
        due_at=FRIDAY + timedelta(days=7),
    )


def days():
    return dict(EditorDay.objects.order_by("pk").values_list("kind", "due_on"))


def test_each_kind_has_the_days_of_the_policy_and_its_desk_shows_them(editor, second):
    everything_that_waits(editor, second)
    assert give_editor_days(now=FRIDAY) == len(CLOCKED)
    assert days() == {
        "triage": date(2026, 3, 13),
        "proposals": date(2026, 3, 13),
        "late-reviews": THURSDAY,
        "late-answers": THURSDAY,
        "reviews": date(2026, 3, 13),
        "signatures": date(2026, 3, 13),
        "assessments": date(2026, 3, 17),
        "approvals": date(2026, 3, 13),
        "returned": date(2026, 3, 17),
        "approved": date(2026, 3, 11),
        "corrections": date(2026, 3, 13),
        "withdrawals": date(2026, 3, 13),
        "revisions": date(2026, 3, 13),
        "reopenings": date(2026, 3, 13),
        "lapsed-reopenings": date(2026, 3, 17),
        "owed": date(2026, 3, 17),
        "interests": date(2026, 3, 13),
        "left-works": date(2026, 3, 20),
        "appeals": date(2026, 3, 13),
    }
    shown = [(row.due.date(), row.is_late) for row in decisions(editor, now=FRIDAY) if row.due]
    assert sorted(shown) == sorted((day, day == THURSDAY) for day in days().values())
    assert all(row.is_late for row in decisions(editor, now=FRIDAY + timedelta(days=15)) if row.due)


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


def test_each_minute_one_statement_reads_all_kinds_under_the_policy_of_then(
    editor, second, django_assert_num_queries
):
    assessed = open_round(editor, second, state="assessed", closed_at=FRIDAY)
    RevisionFactory(round=assessed, declared_at=FRIDAY, decision_due_at=None)
    everything_that_waits(editor, second)
    give_editor_days(now=FRIDAY)
    with django_assert_num_queries(3):  # the policy, for the days and for the statement; the rows
        assert give_editor_days(now=FRIDAY + timedelta(days=1)) == 0
    Policy.objects.update(triage_days=30)
    assert give_editor_days(now=FRIDAY) == 1  # no day of the revision was given by an editor
    assert EditorDay.objects.latest("pk").due_on == date(2026, 4, 5)


def test_a_submission_that_is_reopened_has_its_new_day(editor):
    waiting = SubmissionFactory(triage_due_at=FRIDAY)
    give_editor_days(now=FRIDAY)
    waiting.triage_due_at = FRIDAY + timedelta(days=100)
    waiting.save()
    assert (give_editor_days(now=FRIDAY), give_editor_days(now=FRIDAY)) == (1, 0)
    assert EditorDay.objects.latest("pk").due_on == date(2026, 6, 14)


def mailed(*days, hours=(9,)):
    """What the schedule mails on these days after FRIDAY, to whom."""
    found = []
    for number in days:
        for hour in hours:
            mail.outbox.clear()
            now = FRIDAY.replace(hour=hour) + timedelta(days=number)
            give_editor_days(now=now)
            remind_everybody(now=now)
            while work():
                pass
            found += [
                (number, hour, one.to[0].split("@")[0], one.subject.split("] ")[1].split(":")[0])
                for one in mail.outbox
            ]
    return found


@pytest.fixture
def _no_worker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


TODAY, LATE, NEGLECTED = "Waits for you, due today", "Waits for you, late", "Nobody works on it"


@pytest.mark.usefixtures("_no_worker")
def test_who_owes_it_is_reminded_on_the_day_and_after_and_then_others_hear_of_it():
    """The day is Friday the 13th; seven working days later is the 24th, thirty days 12 April."""
    editor = UserFactory(editor=True, email="editor@example.org")
    second = UserFactory(editor=True, email="second@example.org")
    UserFactory(managing_editor=True, email="manager@example.org")
    author = UserFactory(managing_editor=True, email="author@example.org")
    Profile.objects.filter(user=editor).update(time_zone="America/Los_Angeles")
    ReviewFactory(round=open_round(editor, second), submitted=True)
    AssessmentFactory(round=open_round(editor, second), proposed_at=FRIDAY)
    Author.objects.update(user=author)  # of both works: hears nothing
    hours = (9, 16)
    assert mailed(0, 4, 6, hours=hours) == []
    assert mailed(7, 8, 17, hours=hours) == [(7, 9, "second", TODAY), (7, 16, "editor", TODAY)]
    assert mailed(18, 19, 30, hours=hours) == [(18, 9, "second", LATE), (18, 16, "editor", LATE)]
    assert sorted(mailed(37, 38, 60, 300, hours=hours)) == [
        (37, 9, "manager", NEGLECTED),
        (37, 9, "second", LATE),
        (37, 16, "editor", LATE),
        (37, 16, "manager", NEGLECTED),
    ]


@pytest.mark.usefixtures("_no_worker")
def test_the_policy_says_how_long_after_the_day():
    """The day is Friday the 13th; three working days later is the 18th, twenty days 2 April."""
    Policy.objects.update(remind_after_days=3, neglect_days=20)
    second = UserFactory(editor=True, email="second@example.org")
    UserFactory(managing_editor=True, email="manager@example.org")
    opened = open_round(UserFactory(editor=True), second)
    AssessmentFactory(round=opened, proposed_at=FRIDAY)
    assert mailed(0, 7) == [(7, 9, "second", TODAY)]
    assert mailed(11, 12, 26) == [(12, 9, "second", LATE)]
    assert sorted(mailed(27, 300)) == [(27, 9, "manager", NEGLECTED), (27, 9, "second", LATE)]


@pytest.mark.usefixtures("_no_worker")
def test_nobody_is_reminded_of_a_submission_that_has_ended(editor, second):
    ended, bystander = [
        ReviewFactory(round=open_round(editor, second), submitted=True) for _ in range(2)
    ]
    give_editor_days(now=FRIDAY)
    Submission.objects.filter(rounds=ended.round_id).update(
        state="lapsed", lapsed_at=FRIDAY, lapse_reason="no-review"
    )
    days = {day.row_id: day.pk for day in EditorDay.objects.all()}
    when = {"policy": Policy.objects.get(), "now": FRIDAY + timedelta(days=7)}
    with pytest.raises(errors.NoReminderDue):
        remind_editor(days[ended.pk], **when)
    assert remind_editor(days[bystander.pk], **when).kind == "on-the-day"


@pytest.mark.usefixtures("_no_worker")
def test_the_act_stops_the_reminders(editor, second):
    done = ReviewFactory(round=open_round(editor, second), submitted=True)
    bystander = ReviewFactory(round=open_round(editor, second), submitted=True)
    mailed(0)
    Review.objects.filter(pk=done.pk).update(status="refused")
    assert len(mailed(7)) == 1
    assert [one.editor_day.row_id for one in Reminder.objects.all()] == [bystander.pk]


@pytest.mark.usefixtures("_no_worker")
def test_a_reminder_that_is_sent_late_is_dropped_once_it_was_done(editor, second):
    review = ReviewFactory(round=open_round(editor, second), submitted=True)
    give_editor_days(now=FRIDAY)
    remind_everybody(now=FRIDAY + timedelta(days=7))
    Review.objects.filter(pk=review.pk).update(status="refused")
    mail.outbox.clear()
    while work():
        pass
    assert (Reminder.objects.count(), mail.outbox) == (1, [])


@pytest.mark.usefixtures("_no_worker")
def test_a_decision_is_asked_of_those_who_may_take_it():
    """Of a proposal the named second editor, or all but who made it; none of an author."""
    managers = {
        name: UserFactory(managing_editor=True, email=f"{name}@example.org")
        for name in ("one", "two", "author")
    }
    due = {"triage_due_at": FRIDAY + timedelta(days=7), "submitted_at": FRIDAY}
    named = UserFactory(editor=True, email="named@example.org")
    for decision, fields in (("decline", {"code": "other", "text": "No."}), ("accept", {})):
        TriageProposal.objects.create(
            submission=SubmissionFactory(**due, submitter=managers["author"]),
            proposed_by=managers["one"],
            proposed_at=FRIDAY,
            decision=decision,
            second_editor=named if decision == "accept" else None,
            **fields,
        )
    assert sorted(name for *_at, name, _subject in mailed(0, 7)) == ["named", "two"]


@pytest.mark.usefixtures("_no_worker")
def test_the_handling_editor_hears_of_a_late_reviewer_who_is_not_named(editor, second):
    """Seven working days after, and long after it those who share works out."""
    managing = UserFactory(managing_editor=True, email="managing@example.org")
    late = ReviewFactory(
        round=open_round(editor, second), due_on=THURSDAY, reviewer__name="Hidden Hanna"
    )
    answered = ReviewFactory(round=open_round(editor, second), due_on=THURSDAY)
    ReviewFactory(round=open_round(editor, second), due_on=date(2026, 6, 1))
    assert reminders_to_editors(0, 7) == []
    Review.objects.filter(pk=answered.pk).update(due_on=date(2026, 6, 1))
    (found,) = reminders_to_editors(10)
    assert found.to == [editor.email]
    assert "A review is late" in found.body
    assert "was due on 5 March 2026" in found.body
    assert "Hanna" not in found.body
    sent = {(one.to[0], "Nobody works" in one.subject) for one in reminders_to_editors(30)}
    assert sent >= {(editor.email, False), (managing.email, True)}
    Review.objects.filter(pk=late.pk).update(due_on=date(2026, 4, 6))
    assert reminders_to_editors(31) == []


def reminders_to_editors(*days):
    """Of late reviews."""
    found = []
    for number in days:
        now = FRIDAY + timedelta(days=number)
        mail.outbox.clear()
        give_editor_days(now=now)
        remind_everybody(now=now)
        while work():
            pass
        found += [one for one in mail.outbox if "A review is late" in one.body]
    return found
