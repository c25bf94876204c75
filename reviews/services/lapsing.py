"""Works that nobody reviews or decides on: warned of, lapsed, reopened."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from preprints.services import set_status
from reviews import errors, lapse_rules, moves, rules
from reviews.lapse_rules import Wait
from reviews.left_work_rules import check_is_not_away
from reviews.models import Invitation, Policy, Review, ReviewReply, Round, Submission
from reviews.past_policies import PastPolicy
from reviews.policies import current_policy
from reviews.services.editor_interests import check_may_act
from reviews.services.editors import check_within_limits
from reviews.services.invitation_mails import close_pending_invitation
from reviews.services.reviewing import lock_round
from reviews.services.submissions import authors_of, lock_submission

logger = logging.getLogger(__name__)


def lapse_neglected(*, now: datetime) -> int:
    """Warn of what lapses soon, and let lapse what was warned of; returns how many acts that were.

    Each is a transaction of its own: one that fails holds up no other. Safe to run twice, and by
    two processes at once.
    """
    policy = current_policy()
    done = 0
    for submission_id in _neglected(policy, now):
        for act in (lapse_submission, warn_of_lapse):
            done += try_to_lapse(act, submission_id, policy=policy, now=now)
    return done


def try_to_lapse(act: Callable[..., Any], row_id: int, *, policy: Policy, now: datetime) -> bool:
    """Whether it was done; row_id: of what the act lets lapse."""
    try:
        act(row_id, policy=policy, now=now)
    except errors.ReviewError:
        return False
    except Exception:
        logger.exception("%s failed for %s", act.__name__, row_id)
        return False
    return True


def _neglected(policy: Policy, now: datetime) -> list[int]:
    """Those that have waited long enough for a warning, if nobody has answered."""
    past = PastPolicy.of(policy, lapse_rules.LAPSE_DAYS)
    warning = max(past.all("lapse_warning_days"))
    days = min(min(past.all(name)) for name in lapse_rules.DAYS_OF.values()) - warning
    long_ago = now - timedelta(days=max(days, 0))
    waiting = Q(state=Submission.State.SUBMITTED, submitted_at__lte=long_ago)
    has_review = Review.objects.come_in().filter(round=OuterRef("pk"))
    unreviewed = Round.objects.taking_reviews().filter(
        ~Exists(has_review),
        submission=OuterRef("pk"),
        opened_at__lte=long_ago,
        assessment__isnull=True,
    )
    reviewed = Q(Exists(unreviewed), state=Submission.State.ACCEPTED)
    found = Submission.objects.filter(waiting | reviewed)
    return list(found.order_by("pk").values_list("pk", flat=True))


def wait_of(submission: Submission, *, policy: Policy) -> Wait | None:
    """What the work waits for; None where it does not lapse: a review is in, or it is assessed.

    A later round lapses alone (`services.round_lapses`): what was reviewed before stays. policy:
    as it is now; what has begun keeps the days of then.
    """
    wait = _wait_of(submission, policy)
    if wait is None:
        return None
    return replace(wait, days=_given(policy, lapse_rules.DAYS_OF[wait.reason], wait))


def _given(policy: Policy, name: str, wait: Wait) -> int:
    """The number as it was when the wait began."""
    return PastPolicy.of(policy, [name]).number(name, wait.since)


def _wait_of(submission: Submission, policy: Policy) -> Wait | None:
    """By the policy as it is now."""
    anew = submission.reopened_at, submission.resumed_at
    reopened = [at for at in anew if at is not None]
    if submission.is_away:
        return None
    if submission.state == Submission.State.SUBMITTED:
        since = max([submission.submitted_at, *reopened])
        return Wait(lapse_rules.NO_DECISION, since, policy.lapse_without_answer_days)
    opened = submission.rounds.order_by("-number").first()
    if submission.state != Submission.State.ACCEPTED or opened is None:
        return None
    if opened.state != Round.State.OPEN or opened.kind != Round.Kind.FULL or _is_in(opened):
        return None
    reopened += [opened.reopened_at] if opened.reopened_at else []
    wait = lapse_rules.wait_for_reviews(
        began=[opened.opened_at, *reopened, *_left_at(opened)],
        promised=list(opened.reviews.being_written().values_list("agreed_at", "due_on")),
        days_without_reviewer=policy.lapse_without_reviewer_days,
        days_without_review=policy.lapse_without_answer_days,
    )
    return replace(wait, is_of_later_round=opened.number > 1)


def _left_at(opened: Round) -> list[datetime]:
    """When the round lost somebody who had agreed: withdrawn, not theirs, refused, or erased."""
    left = opened.invitations.filter(
        state__in=[Invitation.State.REVOKED, Invitation.State.DISOWNED], review__isnull=False
    )
    refused = ReviewReply.objects.filter(review__round=opened, kind=ReviewReply.Kind.REFUSED)
    left_at = [at for at in left.values_list("answered_at", flat=True) if at is not None]
    erased = opened.reviews.filter(left_at__isnull=False).values_list("left_at", flat=True)
    left_at += [at for at in erased if at is not None]
    return [*left_at, *refused.values_list("written_at", flat=True)]


def _is_in(opened: Round) -> bool:
    """Whether the editors have something to go on with."""
    return hasattr(opened, "assessment") or opened.reviews.come_in().exists()


@transaction.atomic
def warn_of_lapse(submission_id: int, *, policy: Policy, now: datetime) -> Submission:
    """Say once that the work lapses, and when. Raises NotLapsing."""
    submission = lock_submission(submission_id)
    moves.WARN_OF_LAPSE.check(submission.state)
    wait = wait_of(submission, policy=policy)
    submission.lapses_at = lapse_rules.check_can_warn(
        wait,
        warned_at=submission.lapse_warned_at,
        warning_days=_given(policy, "lapse_warning_days", wait) if wait else 0,
        now=now,
    )
    submission.lapse_warned_at = now
    submission.save(update_fields=["lapses_at", "lapse_warned_at"])
    _record("submission.lapse_warned", submission, None, now)
    promise("reviews.warn_of_lapse", submission_id=submission.pk)
    return submission


@transaction.atomic
def lapse_submission(submission_id: int, *, policy: Policy, now: datetime) -> Submission:
    """Let the work lapse that nobody has answered since the warning; its round ends with it.

    Raises NotLapsing.
    """
    submission = lock_submission(submission_id)
    moves.LAPSE.check(submission.state)
    opened = submission.rounds.filter(state=Round.State.OPEN).first()
    if opened is not None:
        opened = lock_round(opened.pk)  # so that no review comes in meanwhile
    wait = wait_of(submission, policy=policy)
    lapse_rules.check_can_lapse(
        wait,
        warned_at=submission.lapse_warned_at,
        lapses_at=submission.lapses_at,
        now=now,
    )
    tried = what_was_tried(round__submission=submission) | {"reason": wait.reason if wait else ""}
    submission.state, submission.lapsed_at = Submission.State.LAPSED, now
    submission.lapse_reason = tried["reason"]
    submission.save(update_fields=["state", "lapsed_at", "lapse_reason"])
    if opened is not None:
        end_round(opened, now)
        tried["round"] = opened.number
    set_status(submission.preprint, Preprint.Status.LAPSED, now=now)
    _record("submission.lapsed", submission, None, now, tried)
    promise("reviews.notify_of_lapse", submission_id=submission.pk)
    return submission


def end_round(opened: Round, now: datetime) -> None:
    """Call it with the submission and the round locked."""
    opened.state, opened.closed_at = Round.State.LAPSED, now
    opened.save(update_fields=["state", "closed_at"])
    pending = opened.invitations.filter(state=Invitation.State.PENDING).order_by("pk")
    for invitation_id in list(pending.values_list("pk", flat=True)):
        close_pending_invitation(invitation_id, "invitation.lapsed", actor_id=None, now=now)


def what_was_tried(**of: Any) -> dict[str, Any]:
    """Counts that everybody may read: of people who were asked, nobody can be told by them."""
    asked = Invitation.objects.filter(**of)
    agreed = Review.objects.filter(**of)
    return {
        "invited": asked.count(),
        "declined": asked.filter(state=Invitation.State.DECLINED).count(),
        "agreed": agreed.count(),
    }


@transaction.atomic
def reopen_submission(submission_id: int, *, editor: User, now: datetime) -> Submission:
    """Go on where it lapsed: the round takes reviews again, or the decision is awaited.

    Raises NotAnEditor, EditorIsAuthor, OutsideTheirSubjects, InterestsNotDeclared, NotLapsed,
    AlreadySubmitted or WorkWithdrawn.
    """
    submission = lock_submission(submission_id)
    rules.check_can_triage(moves.REOPEN_TRIAGE, state=submission.state, is_editor=editor.is_editor)
    rules.check_is_no_author(person_id=editor.pk, author_ids=authors_of(submission))
    check_within_limits(submission, editor)
    check_may_act(submission, editor)
    check_is_not_away(is_away=submission.preprint.has_left)
    if submission.preprint.submissions.open().exists():
        raise errors.AlreadySubmitted
    ended = submission.rounds.filter(state=Round.State.LAPSED).first()
    submission.state = Submission.State.ACCEPTED if ended else Submission.State.SUBMITTED
    submission.reopened_at, submission.lapses_at, submission.paused_at = now, None, None
    if ended is None:
        submission.triage_due_at = now + timedelta(days=current_policy().triage_days)
    fields = ["state", "reopened_at", "lapses_at", "paused_at", "triage_due_at"]
    submission.save(update_fields=fields)
    if ended is not None:
        ended = lock_round(ended.pk)
        ended.state, ended.closed_at, ended.reopened_at = Round.State.OPEN, None, now
        ended.save(update_fields=["state", "closed_at", "reopened_at"])
    under_review = Preprint.Status.UNDER_REVIEW if ended else Preprint.Status.SUBMITTED
    set_status(submission.preprint, under_review, now=now)
    data = {"round": ended.number} if ended else {}
    _record("submission.reopened", submission, editor.pk, now, data)
    promise("reviews.notify_of_reopening", submission_id=submission.pk)
    return submission


def _record(
    kind: str,
    submission: Submission,
    actor_id: int | None,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    record_event(
        kind,
        about=submission.preprint,
        actor_id=actor_id,
        now=now,
        data={"submission": submission.pk, **(data or {})},
    )
