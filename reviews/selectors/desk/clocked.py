"""The kinds of row of the desk that have a clock: each row a day, of which its editor is reminded.

One table for all of them: the day is the row's own (`RowKind.due`), or so many working days of the
policy from when it began to wait (`RowKind.days`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, DateTimeField, F
from django.db.models.functions import Cast

from reviews.models import EditorDay
from reviews.selectors.desk.assessments import (
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.reviews import APPROVE_SIGNATURE, READ_REVIEW
from reviews.selectors.desk.revisions import DECIDE_REVISION
from reviews.selectors.desk.row_kind import DeskView, RowKind
from reviews.selectors.desk.triage import SECOND_TRIAGE, TRIAGE

CLOCKED = (
    TRIAGE,
    SECOND_TRIAGE,
    READ_REVIEW,
    APPROVE_SIGNATURE,
    WRITE_ASSESSMENT,
    APPROVE_ASSESSMENT,
    REWRITE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    DECIDE_REVISION,
)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """due_on: the row's own day, or the one that the schedule gave it; None until then. given_on:
    the one that the schedule noted."""

    row_id: int
    submission_id: int
    since: datetime
    due_on: date | None
    given_on: date | None

    @property
    def is_without_day(self) -> bool:
        """Or has another one than was noted: it waits anew."""
        return self.given_on is None or self.given_on != self.due_on


def waiting_rows(
    kind: RowKind, *, now: datetime, submission_id: int | None = None
) -> Iterator[WaitingRow]:
    """What waits now, whoever the editor is."""
    rows = kind.rows(DeskView.of_everybody(now))
    if submission_id is not None:
        rows = rows.filter(**{kind.of_submission("pk"): submission_id})
    rows = rows.annotate(
        wait_submission=F(kind.of_submission("pk")),
        wait_since=Cast(kind.column(kind.since), DateTimeField()),
        wait_due=Cast(kind.due_column("wait_since"), DateField()),
        wait_given=EditorDay.objects.of_row(kind.name, "wait_since"),
    )
    columns = "pk", "wait_submission", "wait_since", "wait_due", "wait_given"
    for fields in rows.values_list(*columns):
        yield WaitingRow(*fields)
