"""Whether the reviewers are asked about the draft of an assessment, and who waits for them."""

from datetime import date

from reviews import moves, round_errors
from reviews.clock_rules import add_working_days


def answer_by(proposed_on: date, *, working_days: int, reviewers: int) -> date | None:
    """Until when the reviewers answer; None where nobody is asked.

    working_days: of the policy. reviewers: how many reviews of the round are accepted.

    >>> answer_by(date(2026, 3, 5), working_days=3, reviewers=2)
    datetime.date(2026, 3, 10)
    """
    if not working_days or not reviewers:
        return None
    return add_working_days(proposed_on, working_days)


def is_waited_for(*, answer_by: date | None, today: date, asked: int, answered: int) -> bool:
    """Whether the second editor waits for answers to the draft."""
    return answer_by is not None and today <= answer_by and answered < asked


def check_can_approve_now(*, is_waited_for: bool, reason: str) -> None:
    """reason: why the second editor does not wait."""
    if is_waited_for and not reason.strip():
        raise round_errors.ReviewersStillAnswer


def check_can_answer(
    *,
    round_state: str,
    assessment_state: str,
    answer_by: date | None,
    review_status: str,
    agrees: bool,
    text: str,
) -> None:
    """Also after the days, as long as the assessment is not approved."""
    moves.ANSWER_DRAFT.check_round(round_state)
    moves.ANSWER_DRAFT.check(assessment_state)
    if answer_by is None or review_status != "accepted":
        raise round_errors.NotAskedAboutDraft
    if not agrees and not text.strip():
        raise round_errors.DissentWithoutReason
