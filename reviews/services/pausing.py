"""A submission waits while its work is withdrawn or retracted where it was posted.

Once the work is back, every day that was promised or asked for moves by the days it was away, and
what lapses begins to wait anew: nothing is late for a time in which nobody was to do anything.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from events.outbox import promise, release
from events.services import record_event
from preprints.models import Preprint, left_its_source
from reviews import left_work_rules, moves
from reviews.errors import ReviewError
from reviews.mail_promises import return_of
from reviews.models import (
    Assessment,
    EditorDay,
    Invitation,
    Review,
    Revision,
    Round,
    Submission,
)
from reviews.selectors.desk.clocked import CLOCKED, waiting_rows
from reviews.services.left_works import is_under_way
from reviews.services.submissions import lock_submission


@transaction.atomic
def pause_submission(submission_id: int, *, now: datetime) -> Submission:
    """Nobody is waited for from the moment on at which the work left. Raises ReviewIsPaused or
    WorkNotLeft."""
    submission = lock_submission(submission_id)
    moves.PAUSE.check(submission.state)
    work = submission.preprint
    left_work_rules.check_can_pause(work_status=work.status, paused_at=submission.paused_at)
    submission.paused_at = work.status_at
    submission.save(update_fields=["paused_at"])
    because = str(Preprint.Status(work.status))
    _record("submission.paused", submission, now=now, because=because)
    promise("reviews.mail_left_work", submission_id=submission.pk)
    return submission


@transaction.atomic
def resume_submission(submission_id: int, *, now: datetime) -> Submission:
    """Go on where it stopped, with days that are as far away as they were then. Raises
    WorkWithdrawn, or WorkNotLeft where it was not paused."""
    submission = lock_submission(submission_id)
    moves.RESUME.check(submission.state)
    paused_at = submission.paused_at
    if paused_at is None:
        raise left_work_rules.WorkNotLeft
    left_work_rules.check_is_not_away(is_away=submission.preprint.has_left)
    away = timedelta(days=(now.date() - paused_at.date()).days)
    submission.paused_at, submission.resumed_at, submission.lapses_at = None, now, None
    if submission.state == Submission.State.SUBMITTED:  # else it is decided: late, or in time
        submission.triage_due_at += away
    submission.save(update_fields=["paused_at", "resumed_at", "lapses_at", "triage_due_at"])
    if away:
        _move_days(submission, away, paused_at=paused_at, now=now)
    _record("submission.resumed", submission, now=now, days=away.days)
    promise("reviews.mail_returned_work", submission_id=submission.pk)
    release(return_of(submission.pk))
    return submission


def follow_sources(*, now: datetime) -> int:
    """Pause and resume what nothing else has noticed, as what a merge of two works brought. Each in
    a transaction of its own; returns how many."""
    has_left = left_its_source("preprint")
    is_paused = Q(paused_at__isnull=False)
    done = 0
    for act, found in (
        (pause_submission, has_left & ~is_paused),
        (resume_submission, ~has_left & is_paused),
    ):
        ids = Submission.objects.open().filter(found).order_by("pk").values_list("pk", flat=True)
        for submission_id in list(ids):
            try:
                act(submission_id, now=now)
            except ReviewError:
                continue  # somebody was faster
            done += 1
    return done


def _move_days(
    submission: Submission, away: timedelta, *, paused_at: datetime, now: datetime
) -> None:
    """In the order in which all lock these. What an editor owes by a day of its own follows. A
    second look at an assessment keeps its day: editors decide on it while the work is away, too."""
    _give_days_to_answer(submission, paused_at=paused_at, now=now)
    rounds = submission.rounds.under_way()
    revisions = Revision.objects.waiting().filter(round__submission=submission)
    _later(revisions, ["decision_due_at"], away)
    _later(rounds, ["respond_until", "post_by"], away)
    posted = submission.rounds.filter(state=Round.State.ASSESSED, respond_until__gt=paused_at)
    _later(posted, ["respond_until"], away)  # until then no issue takes it without a response
    of_round = Q(round__in=list(rounds.values_list("pk", flat=True)))
    pending = Invitation.objects.filter(of_round, state=Invitation.State.PENDING)
    days = ["answer_by", "due_on", "proposed_due_on"]
    _later(pending, days, away, set_at=("answer_asked_at", now))
    writing = Review.objects.being_written().filter(of_round)
    _later(writing, ["due_on"], away, set_at=("due_set_at", now))
    proposed = Assessment.objects.filter(of_round, state=Assessment.State.PROPOSED)
    _later(proposed, ["answer_by"], away)
    EditorDay.objects.bulk_create(list(_later_days(submission, away, now=now)))


def _give_days_to_answer(submission: Submission, *, paused_at: datetime, now: datetime) -> None:
    """To the authors who were asked whether they agree: their days are counted from the asking."""
    for asked in submission.consent_requests.filter(answered_at=None):
        asked.days_away += (now.date() - max(paused_at, asked.asked_at).date()).days
        asked.save(update_fields=["days_away"])


def _later(
    rows: QuerySet[Model],
    fields: list[str],
    away: timedelta,
    *,
    set_at: tuple[str, datetime] | None = None,
) -> None:
    """set_at: the field that says when such a day was set, and when that is."""
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        for name in fields:
            if (day := getattr(row, name)) is not None:
                setattr(row, name, day + away)
        if set_at is not None:
            setattr(row, *set_at)
        row.save(update_fields=[*fields, *([set_at[0]] if set_at else [])])


def _later_days(submission: Submission, away: timedelta, *, now: datetime) -> Iterable[EditorDay]:
    """Of what has no day of its own and did not wait meanwhile."""
    for kind in CLOCKED:
        if not kind.days or not kind.needs_work:
            continue
        for row in waiting_rows(kind, now=now, submission_id=submission.pk):
            if row.given_on is not None:
                yield EditorDay(
                    kind=kind.name,
                    row_id=row.row_id,
                    submission=submission,
                    since=row.since,
                    due_on=row.given_on + away,
                    noted_at=now,
                )


def _record(kind: str, submission: Submission, *, now: datetime, **data: str | int) -> None:
    """waiting: whether anything of it is under way, so that something stops or goes on thereby."""
    of = {"submission": submission.pk, "waiting": is_under_way(submission)}
    record_event(kind, about=submission.preprint, now=now, data=of | data)
