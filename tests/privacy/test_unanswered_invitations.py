"""An invitation without an answer ends when the account is erased, and the person reads so."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from events.models import Event
from events.outbox import work
from privacy.erasing import erase_account
from reviews.models import Invitation
from reviews.services.invitations import invite_reviewer
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, RoundFactory
from tests.factories.times import DUE, NOW

pytestmark = pytest.mark.django_db


def invite(email):
    """As an editor does, so that the mail has its row."""
    opened = RoundFactory()
    return invite_reviewer(
        opened.pk,
        editor=opened.submission.editor,
        email=email,
        name="Ines Invited",
        message="",
        due_on=DUE,
        now=NOW,
    )


def test_it_ends_without_an_address_and_nobody_is_reminded(client, mailoutbox):
    person = UserFactory(verified=True)
    waiting, bystander = invite(person.email), invite("bystander@example.org")
    unproven = invite("somebody.else@example.org")
    EmailAddress.objects.create(user=person, email=unproven.email, verified=False)
    InvitationFactory(email=person.email, state="declined", answered_at=NOW)
    client.force_login(person)
    shown = " ".join(client.get(reverse("privacy:erase")).text.split())
    assert "1 invitation to review that you have not answered: it ends" in shown
    assert "1 invitation to review, sent to an address that you have not confirmed" in shown
    client.force_login(UserFactory())
    assert "that you have not answered" not in client.get(reverse("privacy:erase")).text
    erase_account(person.pk, now=NOW)
    work()
    (mail,) = [one for one in mailoutbox if "account was erased" in one.subject]
    assert "that were not answered have ended" in " ".join(mail.body.split())
    mailoutbox.clear()
    remind_everybody(now=NOW + timedelta(days=60))
    work()
    assert {mail.to[0] for mail in mailoutbox} >= {bystander.email, unproven.email}
    assert person.email not in {mail.to[0] for mail in mailoutbox}
    ended = Invitation.objects.get(pk=waiting.pk)
    assert (ended.state, ended.name, ended.answered_at) == ("closed", "", NOW)
    addresses = [ended.email, *ended.mails.values_list("email", flat=True)]
    assert all(address.endswith("@guest.invalid") for address in addresses)
    for kept in (bystander, unproven):
        kept.refresh_from_db()
        assert (kept.state, kept.name) == ("pending", "Ines Invited")
    event = Event.objects.get(kind="invitation.left")
    assert (event.is_public, event.actor_id, event.data) == (
        False,
        None,
        {"invitation": waiting.pk},
    )
