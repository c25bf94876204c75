"""What waits for an editor of a submission, and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from preprints.models import Version
from reviews.models import Appeal, EditorDay, Reminder, Submission
from reviews.selectors.desk.appeals import DECIDE_APPEAL
from reviews.selectors.desk.assessments import (
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.clocked import WaitingRow, clocked_kind, row_of_day
from reviews.selectors.desk.interests import DECLARE_INTERESTS
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.owing import one_who_owes
from reviews.selectors.desk.reopenings import DECIDE_REOPENING, LAPSED_REOPENING
from reviews.selectors.desk.reviews import READ_REVIEW
from reviews.selectors.desk.revisions import DECIDE_REVISION
from reviews.selectors.desk.row_kind import FoundRow, RowKind
from reviews.selectors.desk.triage import SECOND_TRIAGE, TRIAGE

# Of these `author_waiting` names the day; of a correction it names when all is posted.
SEEN_BY_AUTHORS = (
    *(TRIAGE, SECOND_TRIAGE, READ_REVIEW),
    *(WRITE_ASSESSMENT, APPROVE_ASSESSMENT, REWRITE_ASSESSMENT, PUBLISH_ASSESSMENT),
    *(DECIDE_REVISION, DECIDE_REOPENING, LAPSED_REOPENING, OWED_ASSESSMENT, LEFT_WORK),
)


@dataclass(frozen=True, slots=True)
class EditorWait:
    """What a reminder of an editor says. what: is waited for, in words. editor: the name of whoever
    owes it; "" where it is several who share it. is_waiting: whether it still does. is_today:
    whether the reminder is the one of the day itself. authors_wait: whether the authors wait for
    it; authors_see_day: whether their pages name this very day."""

    submission: Submission
    version: Version
    what: str
    since: datetime
    due_on: date
    editor: str
    url: str
    is_waiting: bool
    is_today: bool
    authors_wait: bool
    authors_see_day: bool


def editor_wait(reminder_id: int) -> EditorWait:
    reminder = Reminder.objects.get(pk=reminder_id)
    day = EditorDay.objects.select_related("submission__version", "submission__preprint").get(
        reminders=reminder
    )
    kind, submission = clocked_kind(day.kind), day.submission
    row = row_of_day(day, now=timezone.now())
    version = submission.version
    if row is not None and row.version_id != version.pk:
        version = Version.objects.get(pk=row.version_id)
    return EditorWait(
        submission=submission,
        version=version,
        what=str(kind.heading),
        since=day.since,
        due_on=day.due_on,
        editor=_taker_name(day) or _editor_name(day),
        url=_url(kind, row) if row else "",
        is_waiting=row is not None,
        is_today=reminder.kind == Reminder.Kind.ON_THE_DAY,
        authors_wait=kind is not DECLARE_INTERESTS,
        authors_see_day=kind in SEEN_BY_AUTHORS,
    )


def reminded_appeal(reminder_id: int) -> Appeal | None:
    """The appeal that is reminded of, where it is one."""
    day = EditorDay.objects.get(reminders=reminder_id)
    return _appeal_of(day)


def _appeal_of(day: EditorDay) -> Appeal | None:
    is_appeal = day.kind == DECIDE_APPEAL.name
    return Appeal.objects.select_related("editor").get(pk=day.row_id) if is_appeal else None


def _taker_name(day: EditorDay) -> str:
    appeal = _appeal_of(day)
    return appeal.editor.profile.name if appeal is not None and appeal.editor else ""


def _editor_name(day: EditorDay) -> str:
    owing = one_who_owes(day)
    return owing.profile.name if owing else ""


def _url(kind: RowKind, row: WaitingRow) -> str:
    found = FoundRow(
        submission_id=row.submission_id,
        version_id=row.version_id,
        row_id=row.row_id,
        since=row.since,
        due=None,
        who="",
        editor_id=None,
        second_editor_id=None,
        facts={},
    )
    return kind.acts(found)[0].url
