"""Who may be invited, and which invitations can be sent again or withdrawn; as in `rules.py`."""

from datetime import date, datetime, timedelta

from reviews import errors, invitation_errors, limits, moves
from reviews.rules import check_round_has_reviewers


def check_round_takes_invitation(
    *,
    round_state: str,
    round_kind: str,
    has_open_invitation: bool,
    was_withdrawn_lately: bool,
    mails_today: int,
) -> None:
    """was_withdrawn_lately: an invitation of this round to the address, within
    `limits.REINVITE_AFTER_DAYS`.
    mails_today: invitation mails to the address that this editor asked for.
    """
    moves.INVITE.check_round(round_state)
    check_round_has_reviewers(round_kind)
    if has_open_invitation:
        raise invitation_errors.AlreadyInvited
    if was_withdrawn_lately:
        raise invitation_errors.InvitedRecently
    check_mails_today(mails_today)


def answer_by(asked_at: datetime, *, days: int) -> date:
    """Until when an answer to an invitation is hoped for."""
    return (asked_at + timedelta(days=days)).date()


def days_if_accepted_late(due_on: date, *, asked_on: date) -> int:
    """How many days to write whoever accepts has at least, or as many as the invitation gave."""
    return max(1, min(limits.ACCEPTED_REVIEW_DAYS, (due_on - asked_on).days))


def due_if_accepted(due_on: date, *, asked_on: date, today: date) -> date:
    """The day of the review of who accepts today: nobody is late by accepting.

    >>> asked = {"due_on": date(2026, 3, 23), "asked_on": date(2026, 3, 2)}
    >>> due_if_accepted(today=date(2026, 3, 9), **asked)
    datetime.date(2026, 3, 23)
    >>> due_if_accepted(today=date(2026, 3, 23), **asked)
    datetime.date(2026, 4, 6)
    """
    least = days_if_accepted_late(due_on, asked_on=asked_on)
    return max(due_on, today + timedelta(days=least))


def check_mails_today(mails_today: int) -> None:
    if mails_today >= limits.INVITATION_MAILS_A_DAY:
        raise invitation_errors.TooManyInvitationMails


def check_can_send_again(
    *,
    round_state: str,
    state: str,
    review_status: str,
    is_guests: bool,
    is_other_address: bool,
    has_open_invitation: bool,
    mails_today: int,
) -> None:
    """review_status: "" where nobody has accepted. is_guests: whether its reviewer has no account.
    has_open_invitation: another one, there."""
    why_not = why_not_sent_again(
        round_state=round_state, state=state, review_status=review_status, is_guests=is_guests
    )
    if why_not is not None:
        raise why_not
    if review_status and is_other_address:
        raise invitation_errors.InvitationAnswered
    if has_open_invitation:
        raise invitation_errors.AlreadyInvited
    check_mails_today(mails_today)


def why_not_sent_again(
    *, round_state: str, state: str, review_status: str, is_guests: bool
) -> type[errors.ReviewError] | None:
    """Who has submitted the review is not invited once more; but a guest's link leads to it, and
    can be replaced at any time, for the old one may be known.
    """
    move = moves.REOPEN if state in moves.REOPEN.before else moves.SEND_AGAIN
    if (refusal := move.refusal(state)) is not None:
        return refusal
    if review_status == "disowned":
        return invitation_errors.InvitationNotOpen
    is_submitted = review_status in (*moves.HELD, "published", "refused", "withdrawn")
    if is_submitted and not is_guests:
        return invitation_errors.InvitedReviewIsIn
    if round_state == "open" or is_submitted:
        return None
    return errors.RoundLapsed if round_state == "lapsed" else errors.RoundClosed


def check_can_revoke(*, state: str, review_status: str) -> None:
    moves.REVOKE.check(state)
    if review_status not in ("", "draft"):
        raise invitation_errors.SubmittedReviewStays
