"""When the assessment of a work in an issue is looked at again, and who decides: as `rules.py`."""

from collections.abc import Collection

from reviews import errors, moves, reopening_errors, revision_errors


def check_can_reopen(
    *,
    is_editor: bool,
    person_id: int,
    author_ids: Collection[int],
    is_selected: bool,
    is_waiting: bool,
    has_open_round: bool,
    reason: str,
) -> None:
    """author_ids: of its authors, also of who only says to be one."""
    if not is_editor:
        raise errors.NotAnEditor
    if person_id in author_ids:
        raise errors.EditorIsAuthor
    if not is_selected:
        raise reopening_errors.NotSelected
    if is_waiting:
        raise reopening_errors.AlreadyReopened
    if has_open_round:
        raise revision_errors.ReviewGoesOn
    if not reason.strip():
        raise reopening_errors.ReopenedWithoutReason


def check_can_decide(
    *,
    is_waiting: bool,
    has_seen_all: bool,
    decision: str,
    is_withdrawn: bool,
    has_open_round: bool,
    has_waiting_revision: bool,
    is_assessed: bool,
    reason: str,
) -> None:
    """A work that was withdrawn is not reviewed again, and one that is reviewed, or whose revision
    is to be decided on, gets no second round beside. has_seen_all: every cause that waits.
    is_assessed: whether it has a published assessment, its only one may be withdrawn."""
    moves.DECIDE_REOPENING.check("waiting" if is_waiting else "decided")
    if not has_seen_all:
        raise reopening_errors.ReopenedMeanwhile
    if decision == "stands":
        if not is_assessed:
            raise reopening_errors.NothingStands
    elif decision == "ended":
        if not is_withdrawn:
            raise reopening_errors.WorkIsThere
    else:
        if is_withdrawn:
            raise errors.WorkWithdrawn
        if has_open_round:
            raise reopening_errors.ReviewedAlready
        if has_waiting_revision:
            raise reopening_errors.DecideRevisionFirst
    if not reason.strip():
        raise reopening_errors.ReopenedWithoutReason


def is_below_bar(rank: int, bar_rank: int | None) -> bool:
    """A vocabulary without the bar's word says nothing.

    >>> is_below_bar(1, 2), is_below_bar(2, 2), is_below_bar(1, None)
    (True, False, False)
    """
    return bar_rank is not None and rank < bar_rank
