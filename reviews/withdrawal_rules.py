"""Who may withdraw what is published: decisions on plain values."""

from collections.abc import Collection

from reviews import rules
from reviews import withdrawal_errors as errors
from reviews.errors import NotTheSecondEditor
from reviews.models.withdrawable import WithdrawnBy


def withdrawn_as(
    *,
    person_id: int,
    writer_id: int,
    own: WithdrawnBy,
    is_managing_editor: bool,
    involved_ids: Collection[int],
) -> WithdrawnBy:
    """As what this person withdraws a review or response. own: what its writer does it as.

    involved_ids: authors, editors and reviewers of the work. A managing editor who is one of them
    does not decide alone on what others wrote. Raises NotYoursToWithdraw.
    """
    if person_id == writer_id:
        return own
    if is_managing_editor and person_id not in involved_ids:
        return WithdrawnBy.JOURNAL
    raise errors.NotYoursToWithdraw


def assessment_withdrawn_as(
    *,
    person_id: int,
    second_editor_id: int | None,
    is_asked: bool,
    is_managing_editor: bool,
    involved_ids: Collection[int],
) -> WithdrawnBy:
    """The two editors of the work together; or, for cause, a managing editor who is not involved:
    neither of them, no author and no reviewer. Raises NobodyAsked, NotYoursToWithdraw.
    """
    if person_id == second_editor_id:
        if not is_asked:
            raise errors.NobodyAsked
        return WithdrawnBy.EDITORS
    if is_managing_editor and person_id not in involved_ids:
        return WithdrawnBy.JOURNAL
    raise errors.NotYoursToWithdraw


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.WithdrawalReasonMissing


def check_can_ask(*, person_id: int, editor_id: int | None, is_asked: bool) -> None:
    rules.check_handles(person_id=person_id, editor_id=editor_id)
    if is_asked:
        raise errors.AskedAlready


def check_can_keep(*, person_id: int, second_editor_id: int | None, is_asked: bool) -> None:
    if person_id != second_editor_id:
        raise NotTheSecondEditor
    if not is_asked:
        raise errors.NobodyAsked
