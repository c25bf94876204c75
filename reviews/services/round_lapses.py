"""Later rounds that nobody reviews: they lapse alone, and go on by one act.

What was reviewed before stays as it is, and so does the status of the work.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import errors, lapse_rules, moves, revision_errors, rules
from reviews.models import Policy, Reopening, Review, Round, Submission
from reviews.policies import current_policy
from reviews.services.editor_interests import check_acts_for
from reviews.services.lapsing import end_round, try_to_lapse, wait_of, what_was_tried
from reviews.services.reviewing import lock_round
from reviews.services.revising import facts_of_version
from reviews.services.submissions import lock_submission


def lapse_neglected_rounds(*, now: datetime) -> int:
    """Let later rounds lapse that were warned of; returns how many. As `lapse_neglected`."""
    policy = current_policy()
    has_review = Review.objects.come_in().filter(round=OuterRef("pk"))
    warned = Round.objects.taking_reviews().filter(
        ~Exists(has_review), number__gt=1, submission__lapses_at__lte=now
    )
    ids = list(warned.order_by("pk").values_list("pk", flat=True))
    return sum(try_to_lapse(lapse_round, pk, policy=policy, now=now) for pk in ids)


@transaction.atomic
def lapse_round(round_id: int, *, policy: Policy, now: datetime) -> Round:
    """End a later round that nobody has answered since the warning. Raises NotLapsing."""
    submission, opened = _lock(round_id)
    moves.LAPSE_LATER_ROUND.check(opened.state)
    wait = wait_of(submission, policy=policy)
    lapse_rules.check_can_lapse(
        wait,
        warned_at=submission.lapse_warned_at,
        lapses_at=submission.lapses_at,
        now=now,
        as_later_round=True,
    )
    tried = what_was_tried(round=opened) | {"reason": wait.reason if wait else ""}
    submission.lapses_at = None
    submission.save(update_fields=["lapses_at"])
    end_round(opened, now)
    _record("round.lapsed", opened, None, now=now, **tried)
    promise("reviews.notify_of_lapsed_round", round_id=opened.pk)
    return opened


@transaction.atomic
def reopen_round(round_id: int, *, editor: User, now: datetime) -> Round:
    """Look for reviewers again in a later round that lapsed. It answers what has opened the
    assessment of the work again since.

    Raises NotTheHandlingEditor, NotLapsed, ReviewGoesOn, RevisionWaits, WorkWithdrawn or
    DeclaredFinal.
    """
    submission, ended = _lock(round_id)
    check_acts_for(submission, editor)
    _check_can_reopen(submission=submission, ended=ended)
    ended.state, ended.closed_at, ended.reopened_at = Round.State.OPEN, None, now
    ended.save(update_fields=["state", "closed_at", "reopened_at"])
    submission.lapses_at = None
    submission.save(update_fields=["lapses_at"])
    Reopening.objects.answered_by(ended).update(round=ended)
    _record("round.continued", ended, editor.pk, now=now)
    promise("reviews.notify_of_reopened_round", round_id=ended.pk)
    return ended


def may_reopen_round(ended: Round, person: User) -> bool:
    """Whether a page offers it."""
    is_handling = ended.submission.editor_id == person.pk
    return is_handling and rules.is_allowed(
        _check_can_reopen, submission=ended.submission, ended=ended
    )


def _check_can_reopen(*, submission: Submission, ended: Round) -> None:
    """A first round goes on with its work (`services.lapsing.reopen_submission`)."""
    moves.REOPEN_LATER_ROUND.check(ended.state)
    if submission.state != Submission.State.ACCEPTED:
        raise errors.NotLapsed
    facts = facts_of_version(submission, ended.version)
    is_newest = not submission.rounds.filter(number__gt=ended.number).exists()
    if facts["has_open_round"] or not is_newest:
        raise revision_errors.ReviewGoesOn
    if facts["has_waiting_revision"]:
        raise revision_errors.RevisionWaits
    if facts["is_withdrawn"]:
        raise errors.WorkWithdrawn
    final = submission.final_version
    if final is not None and final.number >= ended.version.number:
        raise revision_errors.DeclaredFinal


def _lock(round_id: int) -> tuple[Submission, Round]:
    submission_id = Round.objects.values_list("submission_id", flat=True).get(pk=round_id)
    return lock_submission(submission_id), lock_round(round_id)


def _record(kind: str, of: Round, actor_id: int | None, *, now: datetime, **data: Any) -> None:
    record_event(
        kind, about=of.version, actor_id=actor_id, now=now, data={"round": of.number, **data}
    )
