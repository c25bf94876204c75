"""Whether a submitted review is returned with a question, or refused: decisions on plain values."""

from reviews import moves, reply_errors


def check_can_return(*, status: str, round_state: str) -> None:
    moves.RETURN_REVIEW.check(status)
    moves.RETURN_REVIEW.check_round(round_state)


def check_can_refuse(*, status: str, was_refused: bool) -> None:
    """was_refused: before, so that an appeal against that was upheld."""
    moves.REFUSE_REVIEW.check(status)
    if was_refused:
        raise reply_errors.RefusedBefore
