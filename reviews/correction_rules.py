"""Which corrections authors may ask for, who answers them, and how long the posting waits."""

from datetime import datetime

from reviews import correction_errors, errors, limits, round_errors
from reviews.moves import Move


def check_with_authors(round_state: str) -> None:
    if round_state != "with-authors":
        raise round_errors.NotWithAuthors


def check_can_ask(
    *,
    round_state: str,
    respond_until: datetime | None,
    now: datetime,
    is_author: bool,
    asked: int,
    wrong: str,
    right: str,
) -> None:
    """asked: how many corrections the round has."""
    check_with_authors(round_state)
    if not is_author:
        raise errors.NotAnAuthor
    if respond_until is None or now >= respond_until:
        raise correction_errors.CorrectionTimeIsOver
    if asked >= limits.CORRECTIONS_A_ROUND:
        raise correction_errors.TooManyCorrections
    if not wrong.strip() or not right.strip():
        raise correction_errors.CorrectionIsEmpty
    _check_length(wrong, right)


def check_point(point: int | None, *, points: int) -> None:
    """points: how many numbered ones the text has; the assessment has none."""
    if point is not None and not 1 <= point <= points:
        raise correction_errors.NoSuchPoint


def check_can_decide(move: Move, *, state: str, round_state: str, note: str) -> None:
    """move: ACCEPT_CORRECTION or REFUSE_CORRECTION."""
    check_with_authors(round_state)
    move.check(state)
    if not note.strip():
        raise correction_errors.NoteMissing
    _check_length(note)


def _check_length(*texts: str) -> None:
    """All of a round's corrections stand on one page, whatever becomes of them."""
    if max(map(len, texts)) > limits.CORRECTION_CHARACTERS:
        raise correction_errors.CorrectionTooLong


def is_waited_for(*, undecided: int, post_by: datetime | None, now: datetime) -> bool:
    """Whether the posting waits for the editors: until they have answered, or their days are over.

    post_by: the end of their days; None in rounds that were sent before there were any.
    """
    return undecided > 0 and post_by is not None and now < post_by
