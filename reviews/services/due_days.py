"""The day on which a review is due: another one proposed, set, or asked for by its reviewer."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from events.models import Event
from events.outbox import promise
from events.services import record_event
from mails.promising import Recipient, promise_mail
from reviews import errors, invitation_errors, invitation_rules, limits, moves, rules
from reviews.clock_rules import latest_extension
from reviews.left_work_rules import check_is_not_away
from reviews.models import Invitation, Review, Round
from reviews.policies import current_policy
from reviews.services.editor_interests import check_acts_for
from reviews.services.invitation_mails import lock_invitation
from reviews.services.other_addresses import record_invitation_event
from reviews.services.reviewing import lock_round, lock_round_of


@transaction.atomic
def propose_due_day(invitation_id: int, *, due_on: date, now: datetime) -> Invitation:
    """Who is invited could review by another day; the editor sets it, or yet another one.

    Raises InvitationNotOpen, RoundClosed, WorkWithdrawn, SameDay or TooManyProposedDays.
    """
    invitation = _lock_pending(moves.PROPOSE_DUE_DAY, invitation_id)
    if due_on in (invitation.due_on, invitation.proposed_due_on):
        raise errors.SameDay
    if _proposed_today(invitation, now=now) >= limits.DAYS_PROPOSED_A_DAY:
        raise invitation_errors.TooManyProposedDays
    invitation.proposed_due_on, invitation.proposed_at = due_on, now
    invitation.save(update_fields=["proposed_due_on", "proposed_at"])
    record_invitation_event(invitation, "invitation.day_proposed", None, now)
    promise("reviews.notify_editor_of_proposed_day", invitation_id=invitation.pk)
    return invitation


def _proposed_today(invitation: Invitation, *, now: datetime) -> int:
    proposed = Event.objects.filter(kind="invitation.day_proposed", at__gt=now - timedelta(days=1))
    of_work = proposed.filter(preprint_id=invitation.round.version.preprint_id)
    return of_work.filter(data__invitation=invitation.pk).count()


@transaction.atomic
def set_invited_day(invitation_id: int, *, editor: User, due_on: date, now: datetime) -> Invitation:
    """Set the day by which who is invited would review, also in answer to a proposal.

    Raises NotTheHandlingEditor, InvitationNotOpen, RoundClosed, WorkWithdrawn or SameDay.
    """
    invitation = _lock_pending(moves.SET_INVITED_DAY, invitation_id)
    check_acts_for(invitation.round.submission, editor)
    if due_on == invitation.due_on and invitation.proposed_due_on is None:
        raise errors.SameDay
    invitation.due_on = due_on
    invitation.proposed_due_on = invitation.proposed_at = None
    invitation.answer_by = invitation_rules.answer_by(now, days=current_policy().answer_days)
    invitation.answer_asked_at = now
    invitation.save(
        update_fields=["due_on", "proposed_due_on", "proposed_at", "answer_by", "answer_asked_at"]
    )
    record_invitation_event(invitation, "invitation.day_set", editor.pk, now)
    promise_mail(
        "invited_day_set",
        "reviews.send_invited_day",
        to=Recipient("invitation", invitation.mails.values_list("pk", flat=True).last()),
        submission_id=invitation.round.submission_id,
        invitation_id=invitation.pk,
        day=due_on.isoformat(),
    )
    return invitation


@transaction.atomic
def extend_review(review_id: int, *, reviewer: User, due_on: date, now: datetime) -> Review:
    """Take more time, once, as much as the policy has.

    Raises NotYourForm, ReviewAlreadySubmitted, RoundClosed, InvitationWithdrawn, ExtendedBefore,
    WorkWithdrawn, TooLongExtension or SameDay.
    """
    review = _lock_review(moves.EXTEND_REVIEW, review_id)
    rules.check_writes(person_id=reviewer.pk, reviewer_id=review.reviewer_id)
    if review.extended_at is not None:
        raise errors.ExtendedBefore
    latest = latest_day_of(review, today=now.date())
    if due_on > latest:
        raise errors.TooLongExtension(latest)
    if due_on <= review.due_on:
        raise errors.SameDay
    review.extended_at = now
    _move(review, due_on, actor_id=reviewer.pk, now=now)
    promise("reviews.notify_editor_of_extension", review_id=review.pk)
    return review


def latest_day_of(review: Review, *, today: date) -> date:
    """To which its reviewer may move the day by themselves."""
    return latest_extension(review.due_on, today, days=current_policy().extension_days)


@transaction.atomic
def set_review_day(review_id: int, *, editor: User, due_on: date, now: datetime) -> Review:
    """Give a reviewer another day. Raises NotTheHandlingEditor, ReviewAlreadySubmitted,
    RoundClosed, InvitationWithdrawn, WorkWithdrawn or SameDay."""
    review = _lock_review(moves.SET_REVIEW_DAY, review_id)
    check_acts_for(review.own_round.submission, editor)
    if due_on == review.due_on:
        raise errors.SameDay
    _move(review, due_on, actor_id=editor.pk, now=now)
    promise_mail(
        "review_day_set",
        "reviews.send_review_day",
        to=Recipient("review", review.pk),
        submission_id=review.own_round.submission_id,
        review_id=review.pk,
        day=due_on.isoformat(),
    )
    return review


def _move(review: Review, due_on: date, *, actor_id: int, now: datetime) -> None:
    before, review.due_on, review.due_set_at = review.due_on, due_on, now
    review.save(update_fields=["due_on", "due_set_at", "extended_at"])
    record_event(
        "review.day_set",
        about=review.version,
        actor_id=actor_id,
        now=now,
        data={"review": review.pk, "old": before.isoformat(), "new": due_on.isoformat()},
    )


def _lock_pending(move: moves.Move, invitation_id: int) -> Invitation:
    lock_round(Invitation.objects.values_list("round_id", flat=True).get(pk=invitation_id))
    invitation = lock_invitation(invitation_id)
    move.check(invitation.state)
    _check_round(move, invitation.round)
    return invitation


def _lock_review(move: moves.Move, review_id: int) -> Review:
    lock_round_of(review_id)
    reviews = Review.objects.select_for_update(of=("self",))
    review = reviews.select_related(
        "round__submission", "round__version__preprint", "version", "invitation"
    ).get(pk=review_id)
    move.check(review.status)
    if review.invitation is not None and review.invitation.state == Invitation.State.REVOKED:
        raise invitation_errors.InvitationWithdrawn
    _check_round(move, review.own_round)
    return review


def _check_round(move: moves.Move, asked_for: Round) -> None:
    move.check_round(asked_for.state)
    check_is_not_away(is_away=asked_for.submission.is_away)
