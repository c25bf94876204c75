"""When a work that nobody reviews or decides on lapses: decisions on plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from reviews import errors

NO_DECISION, NO_REVIEWER, NO_REVIEW = "no-decision", "no-reviewer", "no-review"
# The numbers of the policy by which a work lapses: for each reason, and of the warning.
DAYS_OF = {
    NO_DECISION: "lapse_without_answer_days",
    NO_REVIEWER: "lapse_without_reviewer_days",
    NO_REVIEW: "lapse_without_answer_days",
}
LAPSE_DAYS = ("lapse_warning_days", "lapse_without_reviewer_days", "lapse_without_answer_days")


@dataclass(frozen=True, slots=True)
class Wait:
    """What an open submission waits for.

    reason: one of the three above. since: when the wait began. days: after which it lapses.
    is_of_later_round: whether the round lapses alone: what was reviewed before stays.
    """

    reason: str
    since: datetime
    days: int
    is_of_later_round: bool = False

    @property
    def over_at(self) -> datetime:
        return self.since + timedelta(days=self.days)


def check_warning_fits(
    *, lapse_warning_days: int, lapse_without_reviewer_days: int, lapse_without_answer_days: int
) -> None:
    """Nobody is warned of a lapse before the wait for it has begun. Raises WarningTooLong."""
    if lapse_warning_days >= min(lapse_without_reviewer_days, lapse_without_answer_days):
        raise errors.WarningTooLong


def wait_for_reviews(
    *,
    began: Sequence[datetime],
    promised: Sequence[tuple[datetime, date]],
    days_without_reviewer: int,
    days_without_review: int,
) -> Wait:
    """Of a round of which no review is in.

    began: when the round was opened, and since when it was without somebody who had agreed.
    promised: of each who writes now, when they agreed and by which day the review is due: nobody
    lapses who has still time.

    >>> opened = datetime(2026, 3, 2, tzinfo=UTC)
    >>> wait_for_reviews(
    ...     began=[opened], promised=[], days_without_reviewer=90, days_without_review=180
    ... ).over_at
    datetime.datetime(2026, 5, 31, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if not promised:
        return Wait(NO_REVIEWER, max(began), days_without_reviewer)
    ends = [max(agreed, datetime.combine(due, time(), UTC)) for agreed, due in promised]
    return Wait(NO_REVIEW, max([*began, *ends]), days_without_review)


def is_warning_of(wait: Wait, warned_at: datetime | None) -> bool:
    """Whether the warning is of this wait: one before it began is out of date."""
    return warned_at is not None and warned_at >= wait.since


def check_can_warn(
    wait: Wait | None, *, warned_at: datetime | None, warning_days: int, now: datetime
) -> datetime:
    """Returns when it lapses: never sooner than so long after the warning. Raises NotLapsing."""
    notice = timedelta(days=warning_days)
    if wait is None or now < wait.over_at - notice or is_warning_of(wait, warned_at):
        raise errors.NotLapsing
    return max(wait.over_at, now + notice)


def check_can_lapse(
    wait: Wait | None,
    *,
    warned_at: datetime | None,
    lapses_at: datetime | None,
    now: datetime,
    as_later_round: bool = False,
) -> None:
    """as_later_round: whether a later round is to lapse, or the work. Raises NotLapsing where
    nobody was warned of this wait, or there is still time."""
    if wait is not None and wait.is_of_later_round != as_later_round:
        raise errors.NotLapsing
    if wait is None or not is_warning_of(wait, warned_at) or lapses_at is None or now < lapses_at:
        raise errors.NotLapsing
