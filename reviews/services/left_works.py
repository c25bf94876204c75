"""The review of a work that is withdrawn or retracted where it was posted: its editors end it.

Until they do, nothing is waited for; where the work comes back before, everything goes on.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from reviews import left_work_rules, rules
from reviews.models import Revision, Round, Submission
from reviews.moves import END_ROUND
from reviews.services.editor_interests import check_acts_for
from reviews.services.editors import check_within_limits, is_within_limits
from reviews.services.ending import close_round, reviews_in, set_status_without
from reviews.services.reviewing import lock_round
from reviews.services.revising import save_decision
from reviews.services.submissions import authors_of, lock_submission
from reviews.services.triage_steps import close_waiting_proposal

State = Submission.State
ENDED = ["state", "withdrawn_at", "reviews_at_end", "lapses_at", "paused_at", "ended_because"]


@transaction.atomic
def end_review_of_left_work(submission_id: int, *, editor: User, now: datetime) -> Submission:
    """End the submission; of a work that has an assessed round, the round that is under way alone,
    or the wait for what follows a revision.

    Before the decision by any editor who is no author, then by the handling one. What came in is
    kept as when an author withdraws the submission. Raises NotAnEditor, EditorIsAuthor,
    OutsideTheirSubjects, NotTheHandlingEditor, InterestsNotDeclared, NothingToEnd or WorkNotLeft.
    """
    submission = lock_submission(submission_id)
    revision = _waiting_revision(submission)
    opened = _open_rounds(submission).first()
    if opened is not None:
        opened = lock_round(opened.pk)  # which may have gone to the authors meanwhile
    _check_is_theirs(submission, editor)
    left_work_rules.check_can_end(**_facts(submission))
    close_waiting_proposal(submission, by=editor, now=now)
    because = str(Preprint.Status(submission.preprint.status))
    if revision is not None:
        save_decision(revision, Revision.Decision.NONE, "", editor, None, now, because)
    ends = not submission.rounds.exclude(state__in=END_ROUND.before).exists()
    if opened is not None:
        opened.ended_because = because
        close_round(opened, by=editor, now=now)
    if ends:
        submission.state, submission.withdrawn_at = State.WITHDRAWN, now
        submission.paused_at, submission.ended_because = None, because
        submission.reviews_at_end = reviews_in(submission)
        set_status_without(submission, now)
    submission.lapses_at = None
    submission.save(update_fields=ENDED)
    if ends or opened is not None:
        _record(submission, opened, editor, now)
    promise(
        "reviews.notify_of_ended_review",
        submission_id=submission.pk,
        round_id=opened.pk if opened else None,
    )
    return submission


def may_end_review(submission: Submission, person: User) -> bool:
    """Whether a page offers it."""
    if submission.state == State.ACCEPTED:
        is_theirs = submission.editor_id == person.pk
    else:
        is_theirs = (
            person.is_editor
            and person.pk not in authors_of(submission)
            and is_within_limits(submission, person)
        )
    return is_theirs and is_left_under_way(submission)


def is_left_under_way(submission: Submission) -> bool:
    """Whether its review waits for nothing but that the editors end it."""
    return Submission.objects.waiting_for_work().filter(pk=submission.pk).exists()


def is_under_way(submission: Submission) -> bool:
    """Whether something of it is, wherever the work is."""
    return Submission.objects.waiting().filter(pk=submission.pk).exists()


def _waiting_revision(submission: Submission) -> Revision | None:
    waiting = Revision.objects.waiting().filter(round__submission=submission)
    return waiting.select_for_update(of=("self",)).select_related("version").first()


def _check_is_theirs(submission: Submission, editor: User) -> None:
    if submission.state == State.ACCEPTED:
        check_acts_for(submission, editor)
        return
    rules.check_is_editor(is_editor=editor.is_editor)
    rules.check_is_no_author(person_id=editor.pk, author_ids=authors_of(submission))
    check_within_limits(submission, editor)


def _facts(submission: Submission) -> dict[str, Any]:
    return {
        "work_status": submission.preprint.status,
        "state": submission.state,
        "is_waiting": is_under_way(submission),
    }


def _open_rounds(submission: Submission) -> QuerySet[Round]:
    return submission.rounds.filter(state__in=END_ROUND.before)


def _record(submission: Submission, opened: Round | None, editor: User, now: datetime) -> None:
    """because: what has happened to the work at its source."""
    data: dict[str, Any] = {"because": str(Preprint.Status(submission.preprint.status))}
    if opened is not None:
        data["round"] = opened.number
    is_ended = submission.state == State.WITHDRAWN
    if is_ended:
        data |= {"submission": submission.pk, "reviews": submission.reviews_at_end}
    record_event(
        "submission.ended" if is_ended else "round.ended",
        about=submission.preprint if is_ended or opened is None else opened.version,
        actor_id=editor.pk,
        now=now,
        data=data,
    )
