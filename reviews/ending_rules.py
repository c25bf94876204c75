"""When a submission may be withdrawn, and when the reasons of a declined one be published."""

from collections.abc import Collection

from reviews import author_errors, errors, moves


def check_can_withdraw(
    *, state: str, person_id: int, owner_ids: Collection[int], has_ended_round: bool
) -> None:
    """owner_ids: its confirmed authors, or who submitted it while there are none. has_ended_round:
    an assessment is public, or on its way there: from then on the work is a reviewed one."""
    if person_id not in owner_ids:
        raise author_errors.NotTheirSubmission
    moves.WITHDRAW.check(state)
    if has_ended_round:
        raise author_errors.NotWithdrawable


def check_can_publish_reasons(*, state: str, is_author: bool, is_published: bool) -> None:
    """is_author: a confirmed one, for “Declined” then stands on the page of the work."""
    if not is_author:
        raise errors.AuthorsOnly
    moves.PUBLISH_REASONS.check(state)
    if is_published:
        raise author_errors.ReasonsArePublic


def check_not_withdrawn(round_state: str) -> None:
    """What had come in when the submission was withdrawn is not published."""
    if round_state == "withdrawn":
        raise author_errors.SubmissionWithdrawn
