"""Invitations: sent, sent again, answered, revoked."""

from allauth.account.models import EmailAddress

from accounts.models import User
from reviews import invitation_errors
from reviews.services import invitation_mails, invitations
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, RoundFactory
from tests.factories.times import DUE, NOW


def invite() -> Call:
    opened = RoundFactory()
    return lambda: invitations.invite_reviewer(
        opened.pk,
        editor=opened.submission.editor,
        email="noor@example.org",
        name="Noor",
        message="",
        due_on=DUE,
        now=NOW,
    )


def verified_user() -> User:
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def accept_as_a_guest() -> Call:
    invitation = InvitationFactory()
    return lambda: invitations.accept_invitation(invitation.pk, user=None, name="Noor", now=NOW)


def accept_invitation() -> Call:
    invitation, user = InvitationFactory(), verified_user()
    return lambda: invitations.accept_invitation(invitation.pk, user=user, name="", now=NOW)


def decline_invitation() -> Call:
    invitation = InvitationFactory()
    return lambda: invitations.decline_invitation(
        invitation.pk, user=None, reason="No time.", now=NOW
    )


def revoke() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitations.revoke_invitation(invitation.pk, editor=editor, now=NOW)


def send_again() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email=invitation.email, now=NOW
    )


def send_to_corrected_address() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email="right@example.org", now=NOW
    )


ANSWERED = (invitation_errors.InvitationNotOpen,)
ACTS = [
    Act(invitations.invite_reviewer, invite, (invitation_errors.AlreadyInvited,)),
    Act(invitations.accept_invitation, accept_invitation, ANSWERED),
    Act(invitations.accept_invitation, accept_as_a_guest, ANSWERED, name="as a guest"),
    Act(invitations.decline_invitation, decline_invitation, ANSWERED),
    Act(invitations.revoke_invitation, revoke, ANSWERED),
    Act(invitation_mails.send_invitation_again, send_again),
    Act(invitation_mails.send_invitation_again, send_to_corrected_address, name="corrected"),
]
