"""Who hands a work over to another editor, and to whom: on plain values."""

from collections.abc import Collection

from reviews import handover_errors as errors
from reviews import limits


def check_can_hand_over(
    *,
    person_id: int,
    is_editor: bool,
    is_free_managing_editor: bool,
    holder_id: int | None,
    other_id: int | None,
    holder_is_editor: bool,
) -> None:
    """holder_id: whose place it is. other_id: the other editor of the work.
    is_free_managing_editor: one who has no part in the work."""
    is_own = person_id == holder_id
    is_left_to_other = person_id == other_id and not holder_is_editor
    if not (is_editor and (is_own or is_left_to_other or is_free_managing_editor)):
        raise errors.NotYoursToHandOver


def check_can_take_over(
    *, person_id: int, is_editor: bool, involved_ids: Collection[int], is_within_limits: bool
) -> None:
    """involved_ids: who has a part in the work. One error for all: who reviews it, or is asked to,
    is for its two editors alone."""
    if not is_editor or person_id in involved_ids or not is_within_limits:
        raise errors.CannotTakeOver


def check_refusals(refused_today: int) -> None:
    """Trying one name after the other would tell who reviews the work."""
    if refused_today >= limits.HAND_OVER_REFUSALS_A_DAY:
        raise errors.TooManyRefusals


def check_says_why(*, has_no_part: bool, reason: str) -> None:
    """has_no_part: of a managing editor, whom a refusal would tell who reviews the work."""
    if has_no_part and not reason.strip():
        raise errors.WhyHandOver
