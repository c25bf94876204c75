"""When a work is assessed anew, of which an assessment is owed: on plain values."""

from reviews import errors, revision_errors, round_errors


def check_can_assess_anew(
    *, is_owed: bool, has_open_round: bool, has_waiting_revision: bool, is_withdrawn: bool
) -> None:
    """A work whose assessment was taken back, and for which nothing is under way any more. is_owed:
    no assessment of it stands, or an appeal was upheld and nothing was assessed since."""
    if has_open_round:
        raise revision_errors.ReviewGoesOn
    if has_waiting_revision:
        raise revision_errors.RevisionWaits
    if not is_owed:
        raise round_errors.NoAssessmentOwed
    if is_withdrawn:
        raise errors.WorkWithdrawn
