"""The kinds of row of the desk that have a clock: each row a day, of which its editor is reminded.

One table for all of them: the day is the row's own (`RowKind.due`), or so many working days of the
policy from when it began to wait (`RowKind.days`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from reviews.models import Assessment, EditorDay
from reviews.selectors.desk.appeals import DECIDE_APPEAL
from reviews.selectors.desk.assessments import (
    ANSWER_CORRECTION,
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.clocks import LATE_ANSWER, LATE_REVIEW
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.reopenings import DECIDE_REOPENING, LAPSED_REOPENING
from reviews.selectors.desk.reviews import APPROVE_SIGNATURE, READ_REVIEW
from reviews.selectors.desk.revisions import DECIDE_REVISION
from reviews.selectors.desk.row_kind import DeskView, RowKind
from reviews.selectors.desk.triage import SECOND_TRIAGE, TRIAGE

CLOCKED = (
    TRIAGE,
    SECOND_TRIAGE,
    LATE_REVIEW,
    LATE_ANSWER,
    READ_REVIEW,
    APPROVE_SIGNATURE,
    WRITE_ASSESSMENT,
    APPROVE_ASSESSMENT,
    REWRITE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    ANSWER_CORRECTION,
    DECIDE_REVISION,
    DECIDE_REOPENING,
    LAPSED_REOPENING,
    OWED_ASSESSMENT,
    DECIDE_APPEAL,
)
# The steps of an assessment that is written, each with the state in which it is to be taken.
AFTER_WRITING = (
    (APPROVE_ASSESSMENT, Assessment.State.PROPOSED),
    (REWRITE_ASSESSMENT, Assessment.State.RETURNED),
    (PUBLISH_ASSESSMENT, Assessment.State.APPROVED),
)


def untaken_steps() -> QuerySet[EditorDay]:
    """The days of the steps between the reviews and their posting that are still to be taken."""
    written = Assessment.objects.filter(round=OuterRef("row_id"))
    untaken = Q(~Exists(written), kind=WRITE_ASSESSMENT.name)
    for kind, state in AFTER_WRITING:
        of_row = Assessment.objects.filter(pk=OuterRef("row_id"), state=state)
        untaken |= Q(Exists(of_row), kind=kind.name)
    return EditorDay.objects.filter(untaken)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """due_on: the row's own day, or the one that the schedule gave it; None until then. given_on:
    the one that the schedule noted; day_id: that note."""

    row_id: int
    submission_id: int
    version_id: int
    since: datetime
    due_on: date | None
    given_on: date | None
    day_id: int | None

    @property
    def is_without_day(self) -> bool:
        """Or has another one than was noted: it waits anew."""
        return self.given_on is None or self.given_on != self.due_on


def clocked_kind(name: str) -> RowKind:
    return next(kind for kind in CLOCKED if kind.name == name)


def waiting_rows(
    kind: RowKind, *, now: datetime, submission_id: int | None = None
) -> Iterator[WaitingRow]:
    """What waits now, whoever the editor is. submission_id: of one submission; None for all."""
    rows = rows_with_days(kind, now=now)
    if submission_id is not None:
        rows = rows.filter(**{kind.of_submission("pk"): submission_id})
    columns = "submission", "version", "since", "due", "given", "day"
    for fields in rows.values_list("pk", *(f"wait_{name}" for name in columns)):
        yield WaitingRow(*fields)


def rows_with_days(kind: RowKind, *, now: datetime) -> "QuerySet[Any]":
    """Of every editor, with the fields of `WaitingRow` as `wait_…`."""
    return kind.found(DeskView.of_everybody(now)).annotate(
        wait_submission=F(kind.of_submission("pk")),
        wait_version=F(f"{kind.version}_id"),
        wait_since=Cast(kind.column(kind.since), DateTimeField()),
        wait_due=Cast(kind.due_column("wait_since"), DateField()),
        wait_given=EditorDay.objects.of_row(kind.name, "wait_since"),
        wait_day=EditorDay.objects.of_row(kind.name, "wait_since", "pk"),
    )


def row_of_day(day: EditorDay, *, now: datetime) -> WaitingRow | None:
    """None once it is done, or has another day."""
    kind = clocked_kind(day.kind)
    rows = waiting_rows(kind, now=now, submission_id=day.submission_id)
    return next((row for row in rows if (row.day_id, row.due_on) == (day.pk, day.due_on)), None)
