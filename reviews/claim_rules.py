"""When a token on a forum's profile is checked, and what was found: decisions on plain values."""

from collections.abc import Collection
from datetime import datetime, timedelta

from reviews import claim_errors, limits


def check_can_claim(*, person_id: int, author_ids: Collection[int], is_forum_post: bool) -> None:
    """author_ids: the confirmed authors of the work."""
    if person_id in author_ids:
        raise claim_errors.IsConfirmed
    if not is_forum_post:
        raise claim_errors.NoForumPost


def check_can_check(*, expires_at: datetime | None, checks_today: int, now: datetime) -> None:
    """expires_at: None where the person has no token. checks_today: of all their tokens."""
    if expires_at is None:
        raise claim_errors.NoToken
    if expires_at <= now:
        raise claim_errors.TokenExpired
    if not has_checks_left(checks_today):
        raise claim_errors.TooManyChecks


def has_checks_left(checks_today: int) -> bool:
    return checks_today < limits.TOKEN_CHECKS_A_DAY


def is_being_checked(
    *, asked_at: datetime | None, answered_at: datetime | None, now: datetime
) -> bool:
    """answered_at: of the last answer. A check that never ended does not count for ever."""
    if asked_at is None or (answered_at is not None and answered_at >= asked_at):
        return False
    return now < asked_at + timedelta(minutes=limits.TOKEN_CHECK_MINUTES)
