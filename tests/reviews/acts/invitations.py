"""Invitations: sent, sent again, answered, revoked; days of those invited."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from reviews.policies import current_policy
from reviews.services import due_days, invitation_mails, invitations, reminding
from tests.factories.times import DUE
from tests.reviews.acts.registered import act, not_before
from tests.reviews.process import Process


@act("round")
def invite_reviewer(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    # Two with an account, one of them named like an author; two without one, of one name.
    address, name = (
        (process.addresses[0], "Noor Reader"),
        (process.addresses[1], "Ada Example"),
        ("guest@example.org", "Grace Guest"),
        ("guest@example.net", "Grace Guest"),
    )[draw % 4]
    invitations.invite_reviewer(
        opened.pk,
        editor=actor,
        email=address,
        name=name,
        message=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("invitation")
def send_invitation_again(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    is_corrected = draw % 3 == 0
    invitation_mails.send_invitation_again(
        invitation.pk,
        editor=actor,
        email=f"new{process.number}@example.org" if is_corrected else invitation.email,
        now=process.now,
    )


@act("invitation")
def remind_invited(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    not_before(process, invitation.answer_by)
    reminding.remind_invited(invitation.pk, policy=current_policy(), now=process.now)


@act("invitation")
def propose_due_day(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    day = DUE + timedelta(days=draw + 1)
    due_days.propose_due_day(invitation.pk, due_on=day, now=process.now)


@act("invitation")
def set_invited_day(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    day = DUE + timedelta(days=draw + 1)
    due_days.set_invited_day(invitation.pk, editor=actor, due_on=day, now=process.now)


@act("invitation")
def accept_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.accept_invitation(invitation.pk, user=actor, name=invitation.name, now=process.now)


@act("invitation")
def decline_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.decline_invitation(
        invitation.pk, user=actor, reason=process.text(), now=process.now
    )


@act("invitation")
def revoke_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.revoke_invitation(invitation.pk, editor=actor, now=process.now)
