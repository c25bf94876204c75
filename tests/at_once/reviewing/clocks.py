"""What the schedule does, and the days that people set: reminders, lapses, due days."""

from datetime import timedelta
from typing import Any

from reviews import errors, revision_errors
from reviews.models import EditorDay, Round, Submission
from reviews.policies import current_policy
from reviews.services import assessing_anew, due_days, editor_days, lapsing, reminding, round_lapses
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import DUE, NOW

LATER_DAY = DUE + timedelta(days=5)
AFTER_DUE = NOW + timedelta(days=90)


def due_reminder() -> Call:
    ReviewFactory()
    return lambda: reminding.remind_everybody(now=AFTER_DUE)


def row_without_day() -> Call:
    ReviewFactory(submitted=True)
    return lambda: editor_days.give_editor_days(now=NOW)


def unread_review() -> Call:
    """A submitted review that waits for the editor, who has not been reminded."""
    review = ReviewFactory(submitted=True)
    editor_days.give_editor_days(now=NOW)
    day = EditorDay.objects.get(kind="reviews", row_id=review.pk)
    return lambda: editor_days.remind_editor(day.pk, policy=current_policy(), now=AFTER_DUE)


def neglected(**fields: Any) -> Round:
    """A round that nobody reviews, of a work that lapses on the day it was warned of."""
    warned_at = NOW + timedelta(days=76)
    opened = RoundFactory()
    Submission.objects.filter(pk=opened.submission_id).update(
        **{"lapse_warned_at": warned_at, "lapses_at": warned_at + timedelta(days=14), **fields}
    )
    return opened


def lapse_all() -> Call:
    neglected()
    return lambda: lapsing.lapse_neglected(now=AFTER_DUE)


def warn() -> Call:
    submission_id = neglected(lapse_warned_at=None, lapses_at=None).submission_id
    return lambda: lapsing.warn_of_lapse(submission_id, policy=current_policy(), now=AFTER_DUE)


def lapse() -> Call:
    opened = neglected()
    InvitationFactory(round=opened)
    return lambda: lapsing.lapse_submission(
        opened.submission_id, policy=current_policy(), now=AFTER_DUE
    )


def reopen() -> Call:
    opened = neglected(state="lapsed", lapsed_at=NOW, lapse_reason="no-reviewer")
    Round.objects.filter(pk=opened.pk).update(state="lapsed", closed_at=NOW)
    editor = UserFactory(editor=True)
    return lambda: lapsing.reopen_submission(opened.submission_id, editor=editor, now=AFTER_DUE)


def later_round() -> Round:
    """As `neglected`, of a work that was reviewed before."""
    opened = neglected()
    Round.objects.filter(pk=opened.pk).update(number=2)
    return opened


def lapse_later_rounds() -> Call:
    later_round()
    return lambda: round_lapses.lapse_neglected_rounds(now=AFTER_DUE)


def lapse_later_round() -> Call:
    opened = later_round()
    InvitationFactory(round=opened)
    return lambda: round_lapses.lapse_round(opened.pk, policy=current_policy(), now=AFTER_DUE)


def reopen_later_round() -> Call:
    opened = later_round()
    Round.objects.filter(pk=opened.pk).update(state="lapsed", closed_at=NOW)
    editor = opened.submission.editor
    return lambda: round_lapses.reopen_round(opened.pk, editor=editor, now=AFTER_DUE)


def owed_assessment() -> Call:
    """Of a work whose only assessment was withdrawn."""
    assessed = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=assessed, withdrawn=True)
    submission = assessed.submission
    return lambda: assessing_anew.assess_anew(submission.pk, editor=submission.editor, now=NOW)


def late_review() -> Call:
    review = ReviewFactory()
    return lambda: reminding.remind_reviewer(review.pk, policy=current_policy(), now=AFTER_DUE)


def unanswered_invitation() -> Call:
    asked = InvitationFactory(answer_by=DUE)
    return lambda: reminding.remind_invited(asked.pk, policy=current_policy(), now=AFTER_DUE)


def remind_by_hand() -> Call:
    review = ReviewFactory()
    editor = review.round.submission.editor
    return lambda: reminding.ask_for_review(review.pk, editor=editor, now=NOW)


def propose_day() -> Call:
    asked = InvitationFactory()
    return lambda: due_days.propose_due_day(asked.pk, due_on=LATER_DAY, now=NOW)


def set_invited_day() -> Call:
    asked = InvitationFactory()
    return lambda: due_days.set_invited_day(
        asked.pk, editor=asked.invited_by, due_on=LATER_DAY, now=NOW
    )


def extend_review() -> Call:
    review = ReviewFactory()
    return lambda: due_days.extend_review(
        review.pk, reviewer=review.reviewer, due_on=LATER_DAY, now=NOW
    )


def set_review_day() -> Call:
    review = ReviewFactory()
    editor = review.round.submission.editor
    return lambda: due_days.set_review_day(review.pk, editor=editor, due_on=LATER_DAY, now=NOW)


# Before all others, while nothing of theirs is due.
FIRST = [
    Act(reminding.remind_everybody, due_reminder),
    Act(lapsing.lapse_neglected, lapse_all),
    Act(round_lapses.lapse_neglected_rounds, lapse_later_rounds),
]
ACTS = [
    Act(lapsing.warn_of_lapse, warn, (errors.NotLapsing,)),
    Act(lapsing.lapse_submission, lapse, (errors.NotLapsing,)),
    Act(lapsing.reopen_submission, reopen, (errors.NotLapsed,)),
    Act(round_lapses.lapse_round, lapse_later_round, (errors.NotLapsing,)),
    Act(round_lapses.reopen_round, reopen_later_round, (errors.NotLapsed,)),
    Act(assessing_anew.assess_anew, owed_assessment, (revision_errors.ReviewGoesOn,)),
    Act(reminding.remind_reviewer, late_review, (errors.NoReminderDue,)),
    Act(editor_days.give_editor_days, row_without_day),
    Act(editor_days.remind_editor, unread_review, (errors.NoReminderDue,)),
    Act(reminding.remind_invited, unanswered_invitation, (errors.NoReminderDue,)),
    Act(reminding.ask_for_review, remind_by_hand, (errors.RemindedToday,)),
    Act(due_days.propose_due_day, propose_day, (errors.SameDay,)),
    Act(due_days.set_invited_day, set_invited_day, (errors.SameDay,)),
    Act(due_days.extend_review, extend_review, (errors.ExtendedBefore,)),
    Act(due_days.set_review_day, set_review_day, (errors.SameDay,)),
]
