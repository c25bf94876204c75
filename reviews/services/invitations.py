"""Asking people to review, and their answers."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import ensure_profile
from events.outbox import promise
from events.services import record as record_event
from reviews import errors, rules, tokens
from reviews.models import Invitation, Review, Round
from reviews.services.reviewing import begin_review, involved_people, lock_round


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
) -> Invitation:
    """Send somebody a link. Raises NotTheHandlingEditor, RoundClosed, AlreadyInvited or
    ReviewerIsInvolved.
    """
    asked_for = lock_round(round_id)
    submission = asked_for.submission
    rules.check_handles(person_id=editor.pk, editor_id=submission.editor_id)
    email = email.strip().lower()
    rules.check_can_invite(
        round_state=asked_for.state,
        has_open_invitation=asked_for.invitations.filter(
            email=email, state__in=[Invitation.State.PENDING, Invitation.State.ACCEPTED]
        ).exists(),
    )
    known = account_of(email)
    if known is not None and known.pk in involved_people(asked_for):
        raise errors.ReviewerIsInvolved
    nonce = tokens.new_nonce()
    invitation = Invitation.objects.create(
        round=asked_for,
        email=email,
        name=name,
        message=message,
        nonce=nonce,
        token_hash=tokens.hash_token(tokens.invitation_token(nonce)),
        invited_by=editor,
        invited_at=now,
        due_on=due_on,
    )
    _record(invitation, "invitation.sent", editor.pk, now)
    promise("reviews.send_invitation", invitation_id=invitation.pk)
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """The invitation a link belongs to, whatever its state."""
    return (
        Invitation.objects.select_related(
            "round__submission__editor__profile", "round__version__preprint", "user"
        )
        .filter(token_hash=tokens.hash_token(token))
        .first()
    )


@dataclass(frozen=True, slots=True)
class Acceptance:
    review: Review
    user: User
    is_new_account: bool


@transaction.atomic
def accept_invitation(
    invitation_id: int, *, user: User | None, name: str, now: datetime
) -> Acceptance:
    """Accept: the review is begun for `user`, or for an account made for the invited address.

    The address counts as confirmed, for the link was sent there. Raises InvitationNotOpen, a
    ReviewError of `begin_review`, or AccountExists when the address has an account and nobody is
    signed in.
    """
    invitation = _lock(invitation_id)
    is_new_account = user is None
    if user is None:
        user = _make_account(invitation.email, name or invitation.name)
    review = begin_review(
        invitation.round_id,
        reviewer=user,
        due_on=invitation.due_on,
        invitation=invitation,
        email_verified=True,
        now=now,
    )
    invitation.made_account = is_new_account
    _answer(invitation, Invitation.State.ACCEPTED, user, now)
    promise("reviews.tell_editor_of_answer", invitation_id=invitation.pk)
    return Acceptance(review, user, is_new_account)


@transaction.atomic
def decline_invitation(
    invitation_id: int, *, user: User | None, reason: str, now: datetime
) -> Invitation:
    """Decline, with a reason or a suggestion of somebody else. Raises InvitationNotOpen."""
    invitation = _lock(invitation_id)
    invitation.reason = reason
    _answer(invitation, Invitation.State.DECLINED, user, now)
    promise("reviews.tell_editor_of_answer", invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def revoke_invitation(invitation_id: int, *, editor: User, now: datetime) -> Invitation:
    """Close a link, answered or not; a review that was begun stays its reviewer's.

    Raises InvitationNotOpen or NotTheHandlingEditor.
    """
    invitation = _lock(invitation_id, Invitation.State.PENDING, Invitation.State.ACCEPTED)
    rules.check_handles(person_id=editor.pk, editor_id=invitation.round.submission.editor_id)
    _answer(invitation, Invitation.State.REVOKED, invitation.user, now)
    return invitation


def may_sign_in_by_link(invitation: Invitation) -> bool:
    """Whether the link alone opens the account: only one that it made and nobody has built on.

    A password, another way to sign in, a second factor or a role each end it, and so does the
    end of the round.
    """
    user = invitation.user
    if user is None or not invitation.made_account or invitation.round.state != Round.State.OPEN:
        return False
    is_built_on = (
        user.has_usable_password()
        or user.roles.exists()
        or Authenticator.objects.filter(user=user).exists()
        or SocialAccount.objects.filter(user=user).exists()
    )
    return not is_built_on


def _lock(invitation_id: int, *states: str) -> Invitation:
    """Raises InvitationNotOpen unless it is in one of the states (waiting, where none is named)."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("round__submission", "round__version")
        .get(pk=invitation_id)
    )
    if invitation.state not in (states or (Invitation.State.PENDING,)):
        raise errors.InvitationNotOpen
    return invitation


def _answer(invitation: Invitation, state: str, user: User | None, now: datetime) -> None:
    invitation.state, invitation.answered_at, invitation.user = state, now, user
    invitation.save(update_fields=["state", "answered_at", "user", "reason", "made_account"])
    _record(invitation, f"invitation.{state}", user.pk if user else None, now)


def account_of(email: str) -> User | None:
    """Whose address it is, also where it is not the one they sign in with."""
    addresses = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(
        Q(email__iexact=email) | Q(pk__in=addresses.values("user_id"))
    ).first()


def _make_account(email: str, name: str) -> User:
    if account_of(email) is not None:
        raise errors.AccountExists
    user = User.objects.create_user(email)
    ensure_profile(user, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _record(invitation: Invitation, kind: str, actor_id: int | None, now: datetime) -> None:
    record_event(
        kind,
        subject=invitation.round.version.identifier,
        preprint_id=invitation.round.version.preprint_id,
        actor_id=actor_id,
        is_public=False,
        now=now,
        data={"invitation": invitation.pk},
    )
