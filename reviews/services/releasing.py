"""When a round's reviewers read each other: once all reviews are in, or by an editor's word."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import errors, left_work_rules, moves, rules
from reviews.models import Invitation, Review, Round, is_away
from reviews.policies import current_policy
from reviews.services.editor_interests import check_acts_for
from reviews.services.invitations import close_invitations_of_round
from reviews.services.reviewing import lock_round

log = logging.getLogger(__name__)


@transaction.atomic
def release_round(round_id: int, *, editor: User, reason: str, now: datetime) -> Round:
    """Go on without those who have not submitted; they still can, until the authors have it all.

    Who has not answered an invitation is not waited for: it is closed. reason: for the editors.
    Raises NotTheHandlingEditor, RoundClosed, RoundOfEditorsAlone, NothingToRelease,
    ReleaseWithoutReason or WorkWithdrawn.
    """
    released = lock_round(round_id)
    check_acts_for(released.submission, editor)
    rules.check_can_release(
        state=released.state,
        round_kind=released.kind,
        accepted=released.reviews.accepted().count(),
        reason=reason,
    )
    left_work_rules.check_is_not_away(is_away=released.submission.is_away)
    released.release_reason = reason
    close_invitations_of_round(released, editor=editor, now=now)
    _release(released, actor_id=editor.pk, now=now)
    return released


@transaction.atomic
def release_complete_round(round_id: int, *, now: datetime) -> Round:
    """By the schedule, where the last one who was waited for declined or was let go.

    Raises RoundClosed or NotAllIn.
    """
    released = lock_round(round_id)
    moves.RELEASE_COMPLETE.check(released.state)
    if not release_if_complete(released, actor_id=None, now=now):
        raise errors.NotAllIn
    return released


def release_if_complete(released: Round, *, actor_id: int | None, now: datetime) -> bool:
    """Release a round that waits for nobody, and whose work is where it was posted; the caller has
    locked it."""
    if released.submission.is_away:
        return False
    if released.state != Round.State.OPEN or not _is_complete(released):
        return False
    _release(released, actor_id=actor_id, now=now)
    return True


def release_complete_rounds(*, now: datetime) -> int:
    """Each in a transaction of its own: one that fails stops no other. Returns how many."""
    open_rounds = (
        Round.objects.taking_reviews()
        .filter(reviews__status=Review.Status.ACCEPTED)
        .exclude(is_away("submission"))
    )
    released = 0
    for opened in open_rounds.distinct().order_by("pk"):
        if not _is_complete(opened):
            continue
        try:
            release_complete_round(opened.pk, now=now)
        except errors.ReviewError:
            continue  # somebody was faster
        except Exception:
            log.exception("round %d was not released", opened.pk)
        else:
            released += 1
    return released


def _is_complete(released: Round) -> bool:
    submitted = released.reviews.filter(status=Review.Status.SUBMITTED)
    return rules.is_complete(
        wanted=current_policy().reviews_before_assessment,
        accepted=released.reviews.accepted().count(),
        unfinished=released.reviews.being_written().count() + submitted.count(),
        asked=released.invitations.filter(state=Invitation.State.PENDING).count(),
    )


def _release(released: Round, *, actor_id: int | None, now: datetime) -> None:
    released.state, released.released_at = Round.State.RELEASED, now
    released.save(update_fields=["state", "released_at", "release_reason"])
    record_event(
        "round.released",
        about=released.version,
        actor_id=actor_id,
        now=now,
        data={"round": released.number, "reviews": released.reviews.accepted().count()},
    )
    promise("reviews.notify_of_release", round_id=released.pk)
