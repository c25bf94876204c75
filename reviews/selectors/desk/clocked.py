"""The kinds of row of the desk that have a clock: each row a day, of which its editor is reminded.

One table for all of them: the day is the row's own (`RowKind.due`), or so many working days of the
policy from when it began to wait (`RowKind.days`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from accounts.models import User
from reviews.models import Assessment, EditorDay
from reviews.policies import policy_numbers
from reviews.selectors.desk.appeals import DECIDE_APPEAL
from reviews.selectors.desk.assessments import (
    AGREE_TO_WITHDRAWAL,
    ANSWER_CORRECTION,
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.clocks import LATE_ANSWER, LATE_REVIEW
from reviews.selectors.desk.interests import DECLARE_INTERESTS
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.reopenings import DECIDE_REOPENING, LAPSED_REOPENING
from reviews.selectors.desk.reviews import APPROVE_SIGNATURE, READ_REVIEW
from reviews.selectors.desk.revisions import DECIDE_REVISION
from reviews.selectors.desk.row_kind import DeskView, RowKind
from reviews.selectors.desk.triage import SECOND_TRIAGE, TRIAGE
from web.compiled import CompiledQuery

QUERIES_KEPT = 100  # of a process; one for each kind and policy
NEVER = datetime.min.replace(tzinfo=UTC)  # no row depends on the time of day

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
    AGREE_TO_WITHDRAWAL,
    DECIDE_REVISION,
    DECIDE_REOPENING,
    LAPSED_REOPENING,
    OWED_ASSESSMENT,
    DECLARE_INTERESTS,
    LEFT_WORK,
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
    """kind: its name. due_on: the row's own day, or the one that the schedule gave it; None until
    then. given_on: the one that the schedule noted; day_id: that note."""

    kind: str
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


@dataclass(frozen=True, slots=True)
class _AnyDay(DeskView):
    """Of everybody, on a day that the statement is asked with."""

    day: Any = None

    @property
    def today(self) -> Any:
        return self.day


def clocked_kind(name: str) -> RowKind:
    return next(kind for kind in CLOCKED if kind.name == name)


def all_waiting_rows(*, now: datetime) -> list[WaitingRow]:
    """What waits now, whoever the editor is, in one statement; in the order of the kinds."""
    places = {kind.name: place for place, kind in enumerate(CLOCKED)}
    found = _read(tuple(places), today=now.date())
    return sorted(found, key=lambda row: (places[row.kind], row.row_id))


def waiting_rows(kind: RowKind, *, now: datetime, submission_id: int) -> list[WaitingRow]:
    """Of one kind and one submission."""
    return _read((kind.name,), today=now.date(), submission_id=submission_id)


def _read(names: tuple[str, ...], **values: Any) -> list[WaitingRow]:
    query = _query_of(names, policy_numbers())
    return [WaitingRow(*fields) for fields in query(**values)]


@lru_cache(maxsize=QUERIES_KEPT)
def _query_of(names: tuple[str, ...], _policy: tuple[Any, ...]) -> CompiledQuery[Any]:
    """It takes Django longer to put them together than PostgreSQL to answer, each minute."""

    def rows_of(*, today: Any, submission_id: Any = None) -> "QuerySet[Any, Any]":
        view = _AnyDay(User(pk=0), owner=None, subject="", now=NEVER, day=today)
        first, *others = [_columns(clocked_kind(name), view, submission_id) for name in names]
        return first.union(*others, all=True) if others else first

    return CompiledQuery(rows_of)


def _columns(kind: RowKind, view: DeskView, submission_id: Any) -> "QuerySet[Any, Any]":
    rows = _with_days(kind, view)
    if submission_id is not None:
        rows = rows.filter(**{kind.of_submission("pk"): submission_id})
    names = "submission", "version", "since", "due", "given", "day"
    columns = {
        "wait_kind": Value(kind.name, output_field=TextField()),
        "wait_row": F("pk"),
    }
    waits = (f"wait_{name}" for name in names)
    return rows.annotate(**columns).order_by().values_list(*columns, *waits)


def rows_with_days(kind: RowKind, *, now: datetime) -> "QuerySet[Any]":
    """Of every editor, with the fields of `WaitingRow` as `wait_…`."""
    return _with_days(kind, DeskView.of_everybody(now))


def _with_days(kind: RowKind, view: DeskView) -> "QuerySet[Any]":
    return kind.found(view).annotate(
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
