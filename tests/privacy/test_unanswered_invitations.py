"""An invitation without an answer ends when the account is erased, and the person reads so."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from events.outbox import work
from privacy import erasing
from privacy.erasing import erase_account
from reviews.locked_works import lock_works_of
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


def test_one_that_is_answered_meanwhile_is_not_said_to_be_left(monkeypatch):
    person, record = UserFactory(verified=True), erasing.record_event
    left, answered = (InvitationFactory(email=person.email) for _ in range(2))

    def answer_meanwhile(kind, **fields):
        Invitation.objects.filter(pk=answered.pk).update(state="declined", answered_at=NOW)
        return record(kind, **fields)

    monkeypatch.setattr(erasing, "record_event", answer_meanwhile)
    erase_account(person.pk, now=NOW)
    events = Event.objects.filter(kind="invitation.left")
    assert [event.data["invitation"] for event in events] == [left.pk]
    assert Invitation.objects.get(pk=answered.pk).state == "declined"


def test_the_works_of_unanswered_invitations_are_locked_before_the_person():
    person = UserFactory(verified=True)
    waiting = InvitationFactory(email=person.email)
    InvitationFactory(email="bystander@example.org")
    InvitationFactory(email=person.email, state="revoked", answered_at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lock_works_of([person.pk])
    locked = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert len(locked) == 8
    assert f'"id" IN ({waiting.round.version.preprint_id})' in locked[0]
    assert f'"round_id" IN ({waiting.round_id})' in locked[4]
