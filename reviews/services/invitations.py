"""Asking people to review, and their answers."""

from datetime import date, datetime

from django.db import transaction

from accounts.guests import (
    has_verified_address,
    make_guest,
    verified_account_of,
    verified_addresses,
)
from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from reviews import errors, invitation_errors, invitation_rules, moves, tokens
from reviews.interest_errors import PossibleInterest
from reviews.interests import Interests
from reviews.left_work_rules import check_is_not_away
from reviews.models import Invitation, KnownInterest, Review, Round
from reviews.selectors.interests import found_interests
from reviews.services.asked_authors import check_has_not_answered_as_author
from reviews.services.editor_interests import check_acts_for
from reviews.services.invitation_mails import (
    account_of,
    close_pending_invitation,
    has_open_invitation,
    lock_invitation,
    mails_today,
    new_link,
    promise_closed_mail,
    request_mail,
    was_withdrawn_lately,
)
from reviews.services.opposed import why_opposed
from reviews.services.other_addresses import note_other_address, record_invitation_event
from reviews.services.reviewing import (
    begin_review,
    involved_people,
    lock_round,
    lock_work_and_round,
)

# The kind of event that an answer is recorded as.
ANSWERS = {
    Invitation.State.ACCEPTED: "invitation.accepted",
    Invitation.State.DECLINED: "invitation.declined",
}


@transaction.atomic
def invite_reviewer(
    round_id: int,
    *,
    editor: User,
    email: str,
    name: str,
    message: str,
    due_on: date,
    now: datetime,
    saved_revision: int | None = None,
    in_spite: str = "",
) -> Invitation:
    """Send somebody a link.

    saved_revision: of the draft that holds this form; None does not ask for newer text.
    in_spite: why they are asked although something may tie them to the authors.
    Raises NotTheHandlingEditor, RoundClosed, AlreadyInvited, InvitedRecently,
    TooManyInvitationMails, InvitedIsReviewing, ReviewerIsInvolved, WorkWithdrawn,
    PossibleInterest or DraftOutOfDate.
    """
    asked_for, email = lock_round(round_id), email.strip().lower()
    check_acts_for(asked_for.submission, editor)
    _check_can_be_invited(asked_for, email, editor, now)
    found = _check_interests(asked_for, email, name, in_spite, now=now)
    finish_draft(editor, invite_draft_key(asked_for), saved_revision=saved_revision)
    invitation = Invitation.objects.create(
        round=asked_for,
        email=email,
        name=name,
        message=message,
        **new_link(),
        invited_by=editor,
        invited_at=now,
        due_on=due_on,
    )
    _keep_interests(invitation, found, in_spite)
    record_invitation_event(invitation, "invitation.sent", editor.pk, now)
    note_other_address(invitation, name=name, now=now)
    request_mail(invitation, editor=editor, now=now)
    return invitation


def _check_interests(
    asked_for: Round, email: str, name: str, in_spite: str, *, now: datetime
) -> str:
    """What may tie the person to the authors. Only of an account that has confirmed the address: of
    any other nobody knows whose it is. And whether the authors oppose them, and why."""
    known = verified_account_of(email)
    found = found_interests(asked_for.version, known, now=now) if known else []
    found += why_opposed(asked_for.submission, email=email, name=name)
    if found and not in_spite.strip():
        raise PossibleInterest(found)
    return "\n".join(found)


def _keep_interests(invitation: Invitation, found: str, reason: str) -> None:
    if found:
        KnownInterest.objects.create(invitation=invitation, found=found, reason=reason)


def _check_can_be_invited(asked_for: Round, email: str, editor: User, now: datetime) -> None:
    invitation_rules.check_round_takes_invitation(
        round_state=asked_for.state,
        round_kind=asked_for.kind,
        has_open_invitation=has_open_invitation(asked_for, email),
        was_withdrawn_lately=was_withdrawn_lately(asked_for, email, now=now),
        mails_today=mails_today(email, editor=editor, now=now),
    )
    check_is_not_away(is_away=asked_for.submission.is_away)
    _check_account_can_review(asked_for, email)


def _check_account_can_review(asked_for: Round, email: str) -> None:
    known = account_of(email)
    own = verified_addresses(known) if known is not None else set()
    check_has_not_answered_as_author(asked_for, {email, *own})
    if known is None:
        return
    if known.pk in involved_people(asked_for):
        raise errors.ReviewerIsInvolved
    if asked_for.reviews.filter(reviewer=known).exists():
        raise invitation_errors.InvitedIsReviewing


def invite_draft_key(asked_for: Round) -> str:
    return f"invite:{asked_for.pk}"


def find_invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link belongs to, whatever its state."""
    return Invitation.objects.filter(token_hash=tokens.hash_token(token)).first()


def find_replaced(token: str) -> Invitation | None:
    """The invitation of which this was a link before a newer mail took its place."""
    return Invitation.objects.filter(replaced_links__token_hash=tokens.hash_token(token)).first()


@transaction.atomic
def accept_invitation(
    invitation_id: int,
    *,
    user: User | None,
    name: str,
    now: datetime,
    interests: Interests | None = None,
) -> Review:
    """Accept: the review is begun for `user`'s account, or for a guest called `name`. Its day moves
    where that of the invitation has passed or is near.

    A guest's row is made for this review alone, whether or not an account has the address. Raises
    InvitationNotOpen or a ReviewError of `begin_review`.
    """
    round_id = Invitation.objects.values_list("round_id", flat=True).get(pk=invitation_id)
    lock_work_and_round(round_id)
    invitation = lock_invitation(invitation_id)
    moves.ACCEPT_INVITATION.check(invitation.state)
    if user is None:
        _check_address_is_not_involved(invitation)
        reviewer = make_guest(name or invitation.name)
    else:
        reviewer = user
    invitation.due_on = invitation.due_if_accepted(now.date())
    review = begin_review(
        invitation.round_id,
        reviewer=reviewer,
        due_on=invitation.due_on,
        invitation=invitation,
        email_verified=user is None or has_verified_address(user),
        interests=interests,
        now=now,
    )
    _answer(invitation, Invitation.State.ACCEPTED, reviewer, now)
    note_other_address(invitation, name=reviewer.profile.name, now=now)
    return review


@transaction.atomic
def decline_invitation(
    invitation_id: int, *, user: User | None, reason: str, now: datetime
) -> Invitation:
    """Decline, with a reason or a suggestion of somebody else. Raises InvitationNotOpen."""
    invitation = lock_invitation(invitation_id)
    moves.DECLINE_INVITATION.check(invitation.state)
    invitation.reason = reason
    _answer(invitation, Invitation.State.DECLINED, user, now)
    return invitation


@transaction.atomic
def revoke_invitation(invitation_id: int, *, editor: User, now: datetime) -> Invitation:
    """Close a link, answered or not. Whoever had begun to write gets their text by mail,
    and whoever waits for the answer to a day that they proposed gets a mail.

    Raises InvitationNotOpen, SubmittedReviewStays or NotTheHandlingEditor.
    """
    lock_round(Invitation.objects.values_list("round_id", flat=True).get(pk=invitation_id))
    invitation = lock_invitation(invitation_id)
    check_acts_for(invitation.round.submission, editor)
    reviews = Review.objects.select_for_update(of=("self",))
    review = reviews.filter(invitation=invitation).first()
    invitation_rules.check_can_revoke(
        state=invitation.state, review_status=review.status if review else ""
    )
    invitation.state, invitation.answered_at = Invitation.State.REVOKED, now
    invitation.save(update_fields=["state", "answered_at"])
    record_invitation_event(invitation, "invitation.revoked", editor.pk, now)
    if review is not None:
        promise("reviews.notify_reviewer_of_withdrawal", invitation_id=invitation.pk)
    elif invitation.proposed_due_on is not None:
        promise_closed_mail(invitation)
    return invitation


def _check_address_is_not_involved(invitation: Invitation) -> None:
    """An author or editor of the work does not become its reviewer by leaving the account out."""
    known = verified_account_of(invitation.email)
    if known is None:
        return
    if known.pk in involved_people(invitation.round):
        raise errors.ReviewerIsInvolved
    if invitation.round.reviews.filter(reviewer=known).exists():
        raise errors.AlreadyReviewing


def _answer(
    invitation: Invitation, state: Invitation.State, user: User | None, now: datetime
) -> None:
    invitation.state, invitation.answered_at, invitation.user = state, now, user
    invitation.save(update_fields=["state", "answered_at", "user", "reason", "due_on"])
    record_invitation_event(invitation, ANSWERS[state], user.pk if user else None, now)
    promise("reviews.notify_editor_of_answer", invitation_id=invitation.pk, answer=state)


def close_invitations_of_round(closed: Round, *, editor: User, now: datetime) -> None:
    """Close the unanswered invitations of a round that was closed; the caller has locked it."""
    unanswered = Invitation.objects.filter(round=closed, state=Invitation.State.PENDING)
    for invitation_id in list(unanswered.order_by("pk").values_list("pk", flat=True)):
        close_pending_invitation(invitation_id, "invitation.closed", actor_id=editor.pk, now=now)
