"""Who may appeal, and who decides it: on plain values."""

from collections.abc import Collection
from datetime import datetime, timedelta

from reviews import appeal_errors as errors
from reviews import rules


def check_can_appeal(
    *, person_id: int, concerned_ids: Collection[int], is_decided: bool, has_appeal: bool, text: str
) -> None:
    """concerned_ids: whom the decision concerns. is_decided: whether it stands now."""
    if person_id not in concerned_ids:
        raise errors.NotYourDecision
    if has_appeal:
        raise errors.AppealedAlready
    if not is_decided:
        raise errors.NothingToAppeal
    if not text.strip():
        raise errors.AppealWithoutText


def check_is_not_involved(*, is_editor: bool, is_involved: bool) -> None:
    """is_involved: handles, wrote, submitted or reviewed the work."""
    rules.check_is_editor(is_editor=is_editor)
    if is_involved:
        raise errors.EditorIsInvolved


def check_took_it(*, person_id: int, editor_id: int | None) -> None:
    if person_id != editor_id:
        raise errors.AppealNotTaken


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.AppealReasonMissing


def check_can_take_over(*, is_stuck: bool, reason: str) -> None:
    """is_stuck: its day has passed, or whoever took it may not decide it any more."""
    if not is_stuck:
        raise errors.AppealHasItsEditor
    if not reason.strip():
        raise errors.WhyTakeOver


def moved_day(due_at: datetime, *, was_moved: bool, late_days: int, now: datetime) -> datetime:
    """By when whoever takes an appeal now decides it: the day it had, or, once in its life, one
    that can be kept.

    >>> from datetime import UTC
    >>> due, now = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
    >>> [moved_day(due, was_moved=one, late_days=14, now=now).day for one in (False, True)]
    [23, 2]
    """
    if due_at > now or was_moved:
        return due_at
    return now + timedelta(days=late_days)
