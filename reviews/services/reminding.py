"""Reminding people of what is waited for from them: by the schedule, or by an editor."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.time_zones import UTC, zone
from events.services import record_event
from mails.promising import Recipient, promise_mail
from reviews import errors, invitation_errors, moves
from reviews.clock_rules import DAY, add_working_days, local_day, reminder_due
from reviews.left_work_rules import check_is_not_away
from reviews.models import Invitation, Policy, Reminder, Review, Round
from reviews.policies import current_policy
from reviews.services.editor_days import editor_days_due, remind_editor
from reviews.services.editor_interests import check_acts_for
from reviews.services.invitation_mails import account_of, lock_invitation
from reviews.services.other_addresses import record_invitation_event
from reviews.services.reviewing import lock_round, lock_round_of

logger = logging.getLogger(__name__)
Remind = Callable[..., Reminder]


def remind_everybody(*, now: datetime) -> int:
    """Make the reminders that are due; returns how many. Each is a transaction of its own: one that
    fails holds up no other. Safe to run twice, and by two processes at once."""
    policy = current_policy()
    latest = add_working_days(now.date() + DAY, policy.remind_before_days)  # a day ahead of UTC
    made = 0
    for remind, ids in (
        (remind_reviewer, _reviews_due(latest)),
        (remind_invited, _answers_due(latest)),
        (remind_editor, editor_days_due(latest, now=now)),
    ):
        for row_id in ids:
            made += _try(remind, row_id, policy=policy, now=now)
    return made


def _try(remind: Remind, row_id: int, *, policy: Policy, now: datetime) -> bool:
    try:
        remind(row_id, policy=policy, now=now)
    except errors.ReviewError:
        return False
    except Exception:
        logger.exception("%s failed for %s", remind.__name__, row_id)
        return False
    return True


def _reviews_due(latest: date) -> Iterable[int]:
    """After the last reminder of a day nothing is left to do."""
    writing = Review.objects.being_written().filter(
        round__state__in=moves.REMIND_REVIEWER.in_round, due_on__lte=latest
    )
    return list(writing.without_last_reminder().order_by("pk").values_list("pk", flat=True))


def _answers_due(latest: date) -> Iterable[int]:
    """Another day that somebody proposes is an answer, too: the editor's turn."""
    pending = Invitation.objects.filter(
        state=Invitation.State.PENDING,
        round__state=Round.State.OPEN,
        answer_by__lte=latest,
        proposed_due_on__isnull=True,
    )
    return list(pending.without_last_reminder().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remind_reviewer(review_id: int, *, policy: Policy, now: datetime) -> Reminder:
    """Remind a reviewer of the day on which the review is due, or was. Raises NoReminderDue,
    RoundClosed, ReviewAlreadySubmitted or InvitationWithdrawn."""
    review = _lock_review(review_id)
    _check_is_waited_for(moves.REMIND_REVIEWER, review)
    place = zone(UTC if review.reviewer.is_guest else review.reviewer.profile.time_zone)
    since = local_day(review.due_set_at or review.agreed_at, place)
    kind = _due_kind(review.due_on, since=since, place=place, policy=policy, now=now)
    return _remind_reviewer(review, kind, day=review.due_on, actor_id=None, now=now)


@transaction.atomic
def ask_for_review(review_id: int, *, editor: User, now: datetime) -> Reminder:
    """The same by the handling editor, once a day at most. Raises NotTheHandlingEditor besides."""
    review = _lock_review(review_id)
    check_acts_for(review.own_round.submission, editor)
    _check_is_waited_for(moves.ASK_FOR_REVIEW, review)
    today = local_day(now, zone(UTC))
    return _remind_reviewer(review, "by-hand", day=today, actor_id=editor.pk, now=now)


@transaction.atomic
def remind_invited(invitation_id: int, *, policy: Policy, now: datetime) -> Reminder:
    """Remind who has not answered. Raises NoReminderDue, RoundClosed or InvitationNotOpen."""
    lock_round(Invitation.objects.values_list("round_id", flat=True).get(pk=invitation_id))
    invitation = lock_invitation(invitation_id)
    moves.REMIND_INVITED.check(invitation.state)
    moves.REMIND_INVITED.check_round(invitation.round.state)
    _check_is_not_withdrawn(invitation.round)
    if invitation.answer_by is None or invitation.proposed_due_on is not None:
        raise errors.NoReminderDue
    place = _place_of(invitation.email)
    since = local_day(invitation.answer_asked_at or invitation.invited_at, place)
    kind = _due_kind(invitation.answer_by, since=since, place=place, policy=policy, now=now)
    reminder, is_new = Reminder.objects.get_or_create(
        invitation=invitation, kind=kind, day=invitation.answer_by, defaults={"made_at": now}
    )
    if not is_new:
        raise errors.NoReminderDue
    record_invitation_event(invitation, "invitation.reminded", None, now)
    mail_id = invitation.mails.values_list("pk", flat=True).last()
    promise_mail(
        "invitation_reminder",
        "reviews.send_reminder",
        to=Recipient("invitation", mail_id),
        submission_id=invitation.round.submission_id,
        reminder_id=reminder.pk,
    )
    return reminder


def _remind_reviewer(
    review: Review, kind: str, *, day: date, actor_id: int | None, now: datetime
) -> Reminder:
    reminder, is_new = Reminder.objects.get_or_create(
        review=review, kind=kind, day=day, defaults={"made_at": now}
    )
    if not is_new:
        raise errors.NoReminderDue if actor_id is None else errors.RemindedToday
    record_event(
        "review.reminded",
        about=review.version,
        actor_id=actor_id,
        now=now,
        data={"review": review.pk, "reminder": kind},
    )
    promise_mail(
        "review_reminder",
        "reviews.send_reminder",
        to=Recipient("review", review.pk),
        submission_id=review.own_round.submission_id,
        reminder_id=reminder.pk,
    )
    return reminder


def _due_kind(due_on: date, *, since: date, place: ZoneInfo, policy: Policy, now: datetime) -> str:
    kind = reminder_due(
        due_on,
        today=local_day(now, place),
        since=since,
        working_days_before=policy.remind_before_days,
        working_days_after=policy.remind_after_days,
    )
    if not kind:
        raise errors.NoReminderDue
    return kind


def _place_of(email: str) -> ZoneInfo:
    """The time zone of the account at an address."""
    account = account_of(email)
    return zone(UTC if account is None else account.profile.time_zone)


def _check_is_waited_for(move: moves.Move, review: Review) -> None:
    move.check(review.status)
    move.check_round(review.own_round.state)
    if review.invitation is not None and review.invitation.state == Invitation.State.REVOKED:
        raise invitation_errors.InvitationWithdrawn
    _check_is_not_withdrawn(review.own_round)


def _check_is_not_withdrawn(asked_for: Round) -> None:
    check_is_not_away(is_away=asked_for.submission.is_away)


def _lock_review(review_id: int) -> Review:
    lock_round_of(review_id)
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related(
            "round__submission", "round__version__preprint", "reviewer__profile", "invitation"
        )
        .get(pk=review_id)
    )
