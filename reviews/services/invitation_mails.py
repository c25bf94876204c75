"""Sending an invitation, again too: the link of the newest mail is the only open one."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from mails.promising import Recipient, promise_mail
from reviews import errors, invitation_errors, invitation_rules, limits, tokens
from reviews.left_work_rules import check_is_not_away
from reviews.models import Invitation, InvitationMail, ReplacedLink, Review, Round
from reviews.policies import current_policy
from reviews.services.asked_authors import check_has_not_answered_as_author
from reviews.services.editor_interests import check_acts_for
from reviews.services.other_addresses import record_invitation_event
from reviews.services.reviewing import involved_people, lock_round
from web.clicks import SAME_CLICK

CLOSED_MAIL = "invitation_closed"
OPEN_STATES = (Invitation.State.PENDING, Invitation.State.ACCEPTED)
DAY = timedelta(days=1)


@transaction.atomic
def send_invitation_again(
    invitation_id: int, *, editor: User, email: str, now: datetime, reopens: bool = True
) -> Invitation:
    """Mail a new link, to the same or a corrected address; the old link is closed at once.

    reopens: whether a withdrawn invitation is to be open again. Raises NotTheHandlingEditor,
    InvitationNotOpen, InvitationAnswered, InvitationWasWithdrawn, InvitedReviewIsIn, RoundClosed,
    AlreadyInvited, TooManyInvitationMails, WorkWithdrawn or ReviewerIsInvolved.
    """
    asked_for = lock_round(
        Invitation.objects.values_list("round_id", flat=True).get(pk=invitation_id)
    )
    invitation = lock_invitation(invitation_id)
    check_acts_for(asked_for.submission, editor)
    email = email.strip().lower()
    if invitation.state in OPEN_STATES and _was_mailed_just_now(invitation, email, now=now):
        return invitation
    review = Review.objects.filter(invitation=invitation).first()
    invitation_rules.check_can_send_again(
        round_state=asked_for.state,
        state=invitation.state,
        review_status=review.status if review else "",
        is_guests=review is not None and review.reviewer.is_guest,
        is_other_address=email != invitation.email,
        has_open_invitation=has_open_invitation(asked_for, email, but=invitation),
        mails_today=mails_today(email, editor=editor, now=now),
    )
    if review is None:
        _check_can_be_asked(asked_for, email)
    if invitation.state == Invitation.State.REVOKED and not reopens:
        raise invitation_errors.InvitationWasWithdrawn
    if email != invitation.email:
        _correct_address(invitation, email, editor=editor, now=now)
    if invitation.state == Invitation.State.REVOKED:
        _reopen(invitation, review, editor=editor, now=now)
    _replace_link(invitation, now=now)
    invitation.save()
    record_invitation_event(invitation, "invitation.sent_again", editor.pk, now)
    request_mail(invitation, editor=editor, now=now)
    return invitation


def _check_can_be_asked(asked_for: Round, email: str) -> None:
    check_is_not_away(is_away=asked_for.submission.is_away)
    check_has_not_answered_as_author(asked_for, {email})
    known = account_of(email)
    if known is not None and known.pk in involved_people(asked_for):
        raise errors.ReviewerIsInvolved


def _was_mailed_just_now(invitation: Invitation, email: str, *, now: datetime) -> bool:
    """Whether a second click asks for the mail that is on its way."""
    mails = InvitationMail.objects.filter(invitation=invitation, email=email)
    recent = mails.filter(requested_at__gt=now - SAME_CLICK, requested_at__lte=now)
    return email == invitation.email and recent.exists()


def _correct_address(invitation: Invitation, email: str, *, editor: User, now: datetime) -> None:
    """The log says that it was corrected and by whom; the addresses themselves stand in the rows
    of the mails, for what is logged is kept for ever.
    """
    invitation.email = email
    invitation.corrected_by, invitation.corrected_at = editor, now
    record_invitation_event(invitation, "invitation.address_corrected", editor.pk, now)


def _reopen(invitation: Invitation, review: Review | None, *, editor: User, now: datetime) -> None:
    if review is None:
        invitation.state, invitation.answered_at = Invitation.State.PENDING, None
    else:
        invitation.state, invitation.answered_at = Invitation.State.ACCEPTED, review.agreed_at
    record_invitation_event(invitation, "invitation.reopened", editor.pk, now)


def _replace_link(invitation: Invitation, *, now: datetime) -> None:
    """Give the invitation a new link, and a day to come where it waits for an answer. The old link
    leads to a page that says so."""
    if invitation.state == Invitation.State.PENDING:
        invitation.due_on = invitation.due_if_accepted(now.date())
    ReplacedLink.objects.create(
        invitation=invitation, token_hash=invitation.token_hash, replaced_at=now
    )
    for field, value in new_link().items():
        setattr(invitation, field, value)


def new_link() -> dict[str, str]:
    """The fields of a link nobody has yet."""
    nonce = tokens.new_nonce()
    return {"nonce": nonce, "token_hash": tokens.hash_token(tokens.invitation_token(nonce))}


def request_mail(invitation: Invitation, *, editor: User, now: datetime) -> None:
    """An answer is hoped for from now on."""
    invitation.answer_by = invitation_rules.answer_by(now, days=current_policy().answer_days)
    invitation.answer_asked_at = now
    invitation.save(update_fields=["answer_by", "answer_asked_at"])
    mail = InvitationMail.objects.create(
        invitation=invitation, email=invitation.email, requested_by=editor, requested_at=now
    )
    promise_mail(
        "invitation",
        "reviews.send_invitation_mail",
        to=Recipient("invitation", mail.pk),
        submission_id=invitation.round.submission_id,
        mail_id=mail.pk,
    )


def mails_today(email: str, *, editor: User, now: datetime) -> int:
    """How many invitation mails this editor has asked for to an address within a day.

    The editor's row is locked, so that two requests at once are counted one after the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=editor.pk)
    return InvitationMail.objects.filter(
        email=email, requested_by=editor, requested_at__gt=now - DAY
    ).count()


def has_open_invitation(asked_for: Round, email: str, *, but: Invitation | None = None) -> bool:
    invitations = asked_for.invitations.filter(email=email, state__in=OPEN_STATES)
    return (invitations.exclude(pk=but.pk) if but else invitations).exists()


def was_withdrawn_lately(asked_for: Round, email: str, *, now: datetime) -> bool:
    """By an editor: one that its addressee disowned bars nobody from being asked properly."""
    return (
        asked_for.invitations.filter(
            email=email,
            state=Invitation.State.REVOKED,
            answered_at__gt=now - limits.REINVITE_AFTER_DAYS * DAY,
        )
        .exclude(review__status=Review.Status.DISOWNED)
        .exists()
    )


def account_of(email: str) -> User | None:
    """Whose address it is, also where it is not confirmed: to refuse people, never to admit any."""
    addresses = EmailAddress.objects.filter(email__lower=email.lower(), verified=True)
    return User.objects.filter(
        Q(email__lower=email.lower()) | Q(pk__in=addresses.values("user_id"))
    ).first()


def lock_invitation(invitation_id: int) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("round__submission", "round__version")
        .get(pk=invitation_id)
    )


def close_pending_invitation(
    invitation_id: int, event: str, *, actor_id: int | None, now: datetime
) -> None:
    """Of a round that goes on without them, or ends; whoever was asked gets a mail."""
    invitation = lock_invitation(invitation_id)
    if invitation.state != Invitation.State.PENDING:
        return  # declined a moment ago
    invitation.state, invitation.answered_at = Invitation.State.CLOSED, now
    invitation.save(update_fields=["state", "answered_at"])
    record_invitation_event(invitation, event, actor_id, now)
    promise_closed_mail(invitation)


def promise_closed_mail(invitation: Invitation) -> None:
    promise_mail(
        CLOSED_MAIL,
        "reviews.send_closed_invitation",
        to=Recipient("invitation", invitation.mails.values_list("pk", flat=True).last()),
        submission_id=invitation.round.submission_id,
        invitation_id=invitation.pk,
    )
