"""Giving what waits for an editor a day by which it is to be done, and reminding them of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.time_zones import UTC, zone
from events.outbox import promise
from events.services import record_event
from reviews import errors, moves
from reviews.clock_rules import add_working_days, editor_reminder_due, local_day
from reviews.models import EditorDay, Policy, Reminder, Submission
from reviews.policies import current_policy
from reviews.selectors.desk.appeals import DECIDE_APPEAL
from reviews.selectors.desk.clocked import (
    WaitingRow,
    all_waiting_rows,
    clocked_kind,
    row_of_day,
)
from reviews.selectors.desk.owing import one_who_owes

State = Submission.State


def give_editor_days(*, now: datetime) -> int:
    """Every row of the desk that has a clock and no day yet gets one; returns how many.

    Safe to run twice, and by two processes at once: a row has one day for each time it waits.
    """
    policy = current_policy()
    given = [
        EditorDay(
            kind=row.kind,
            row_id=row.row_id,
            submission_id=row.submission_id,
            since=row.since,
            due_on=_due_on(row, policy=policy, today=now.date()),
            noted_at=now,
        )
        for row in all_waiting_rows(now=now)
        if row.is_without_day
    ]
    EditorDay.objects.bulk_create(given, ignore_conflicts=True)
    return len(given)


def _due_on(row: WaitingRow, *, policy: Policy, today: date) -> date:
    if row.due_on is not None:
        return row.due_on  # a day of its own
    return add_working_days(today, getattr(policy, clocked_kind(row.kind).days))


def editor_days_due(latest: date, *, now: datetime) -> list[int]:
    """The days, up to this one, of what still waits."""
    return [
        row.day_id
        for row in all_waiting_rows(now=now)
        if row.day_id is not None and row.due_on is not None and row.due_on <= latest
    ]


@transaction.atomic
def remind_editor(day_id: int, *, policy: Policy, now: datetime) -> Reminder:
    """Remind whoever owes what waits: on the day, some working days later, and once more long after
    it, when the managing editors hear of it, too. Raises NoReminderDue."""
    day = (
        EditorDay.objects.select_for_update(of=("self",))
        .select_related("submission__preprint")
        .get(pk=day_id)
    )
    moves.REMIND_EDITOR.check(day.submission.state)
    # An appeal waits whatever became of the work; all else ends with its submission.
    has_ended = day.submission.state not in (State.SUBMITTED, State.ACCEPTED)
    if has_ended and day.kind != DECIDE_APPEAL.name:
        raise errors.NoReminderDue
    if row_of_day(day, now=now) is None:
        raise errors.NoReminderDue
    place = _place_of(day)
    kind = editor_reminder_due(
        day.due_on,
        today=local_day(now, place),
        since=local_day(day.noted_at, place),
        working_days_after=policy.remind_after_days,
        days_neglected=policy.neglect_days,
    )
    if not kind or day.reminders.filter(kind=kind).exists():
        raise errors.NoReminderDue
    reminder = Reminder.objects.create(editor_day=day, kind=kind, day=day.due_on, made_at=now)
    record_event(
        "editor.reminded",
        about=day.submission.preprint,
        now=now,
        data={"submission": day.submission_id, "waits": day.kind, "reminder": kind},
    )
    promise("reviews.remind_editors", reminder_id=reminder.pk)
    return reminder


def _place_of(day: EditorDay) -> ZoneInfo:
    """The time zone of the one editor who owes it; UTC where it is several who share it."""
    editor = one_who_owes(day)
    return zone((editor.profile.time_zone if editor else "") or UTC)
