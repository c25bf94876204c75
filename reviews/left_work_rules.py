"""What the review of a work that is withdrawn or retracted where it was posted waits for."""

from datetime import datetime

from preprints.rules import has_left
from reviews import moves
from reviews.errors import WorkWithdrawn
from reviews.left_work_errors import (
    LeftWorkNotPosted,
    NothingToEnd,
    ReviewIsPaused,
    ReviewNotWaitedFor,
    WorkNotLeft,
)


def check_is_not_away(*, is_away: bool) -> None:
    """For a step of a review: to accept the work, to invite, to take a review, to go on. is_away:
    `Submission.is_away`, or whether the work has left, where the days are moved just then."""
    if is_away:
        raise WorkWithdrawn


def check_is_waited_for(*, is_away: bool) -> None:
    """For who submits a review."""
    if is_away:
        raise ReviewNotWaitedFor


def check_can_pause(*, work_status: str, paused_at: datetime | None) -> None:
    """paused_at: since when it waits for the work already."""
    if paused_at is not None:
        raise ReviewIsPaused
    if not has_left(work_status):
        raise WorkNotLeft


def check_can_post(*, is_away: bool) -> None:
    """For what makes public what is not so yet, or sends it to its authors."""
    if is_away:
        raise LeftWorkNotPosted


def check_can_end(*, work_status: str, state: str, is_waiting: bool) -> None:
    """is_waiting: for the first decision, in a round that is not posted, or with a revision."""
    moves.END_SUBMISSION.check(state)
    if not is_waiting:
        raise NothingToEnd
    if not has_left(work_status):
        raise WorkNotLeft
