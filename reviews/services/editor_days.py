"""Giving what waits for an editor a day by which it is to be done."""

from datetime import date, datetime

from reviews.clock_rules import add_working_days
from reviews.models import EditorDay, Policy
from reviews.policies import current_policy
from reviews.selectors.desk.clocked import CLOCKED, WaitingRow, waiting_rows
from reviews.selectors.desk.row_kind import RowKind


def give_editor_days(*, now: datetime) -> int:
    """Every row of the desk that has a clock and no day yet gets one; returns how many.

    Safe to run twice, and by two processes at once: a row has one day for each time it waits.
    """
    policy = current_policy()
    given = [
        EditorDay(
            kind=kind.name,
            row_id=row.row_id,
            submission_id=row.submission_id,
            since=row.since,
            due_on=_due_on(kind, row, policy=policy, today=now.date()),
            noted_at=now,
        )
        for kind in CLOCKED
        for row in waiting_rows(kind, now=now)
        if row.is_without_day
    ]
    EditorDay.objects.bulk_create(given, ignore_conflicts=True)
    return len(given)


def _due_on(kind: RowKind, row: WaitingRow, *, policy: Policy, today: date) -> date:
    if row.due_on is not None:
        return row.due_on  # a day of its own
    return add_working_days(today, getattr(policy, kind.days))
