"""Who decides on a submission: two editors, or one where the journal's policy lets one suffice."""

from collections.abc import Collection

from reviews import author_errors, errors, moves, rules

PROPOSE, DECIDE, DECIDE_OTHERWISE = "propose", "decide", "decide otherwise"


def next_step(*, editor_id: int, proposer_id: int | None, one_suffices: bool) -> str:
    """What an editor who accepts or declines does thereby. proposer_id: of the waiting proposal.

    >>> next_step(editor_id=1, proposer_id=2, one_suffices=False)
    'decide otherwise'
    """
    if proposer_id not in (None, editor_id):
        return DECIDE_OTHERWISE
    return DECIDE if one_suffices else PROPOSE


def check_one_suffices(*, one_suffices: bool) -> None:
    """one_suffices: by the journal's policy."""
    if not one_suffices:
        raise author_errors.NeedsTwoEditors


def check_can_propose(
    *,
    state: str,
    editor_id: int,
    is_editor: bool,
    author_ids: Collection[int],
    proposer_id: int | None,
) -> None:
    """state: of the submission. proposer_id: who made the waiting proposal, if there is one."""
    rules.check_is_editor(is_editor=is_editor)
    moves.PROPOSE_DECISION.check("" if proposer_id is None else "waiting")
    if state != "submitted":
        raise errors.NotAwaitingTriage
    rules.check_is_no_author(person_id=editor_id, author_ids=author_ids)
    if proposer_id not in (None, editor_id):
        raise author_errors.ProposalWaits


def check_can_second(
    move: moves.Move,
    *,
    state: str,
    submission_state: str,
    editor_id: int,
    is_editor: bool,
    author_ids: Collection[int],
    proposer_id: int,
) -> None:
    """move: AGREE or DECIDE_OTHERWISE. state: of the proposal."""
    rules.check_is_editor(is_editor=is_editor)
    move.check(state)
    if submission_state != "submitted":  # it has lapsed
        raise errors.NotAwaitingTriage
    rules.check_is_no_author(person_id=editor_id, author_ids=author_ids)
    if editor_id == proposer_id:
        raise author_errors.ProposedByYourself


def check_is_what_was_proposed(*, seen: str | None, current: str) -> None:
    """Nobody agrees to what they have not read; None does not compare."""
    if seen is not None and seen != current:
        raise author_errors.ProposalChanged
