"""Invite somebody, send it again, withdraw it: with values that a test need not name."""

from datetime import timedelta

from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import (
    invite_reviewer,
    revoke_invitation,
)
from tests.factories.times import DUE, NOW


def invite(opened, **changed):
    details = {
        "editor": opened.submission.editor,
        "email": "Grace@Example.org ",
        "name": "Grace",
        "message": "Your work on axioms fits.",
        "due_on": DUE,
        "now": NOW,
    }
    return invite_reviewer(opened.pk, **{**details, **changed})


def send_again(invitation, *, email="", now=NOW + timedelta(minutes=1)):
    return send_invitation_again(
        invitation.pk,
        editor=invitation.round.submission.editor,
        email=email or invitation.email,
        now=now,
    )


def revoke(invitation, *, now=NOW):
    return revoke_invitation(invitation.pk, editor=invitation.round.submission.editor, now=now)
