"""An invitation without an answer stays when an account is erased, and the person reads so."""

import pytest
from django.urls import reverse

from events.outbox import work
from privacy.erasing import erase_account
from reviews.models import Invitation
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def test_the_page_and_the_last_mail_say_what_stays_of_them(client, mailoutbox):
    person = UserFactory(verified=True)
    waiting = InvitationFactory(email=person.email, name="Ines Invited")
    InvitationFactory(email=person.email, state="declined", answered_at=NOW)
    InvitationFactory(email="bystander@example.org")
    client.force_login(person)
    shown = client.get(reverse("privacy:erase")).text
    assert "1 invitation to review that you have not answered" in shown
    client.force_login(UserFactory())
    assert "that you have not answered" not in client.get(reverse("privacy:erase")).text
    erase_account(person.pk, now=NOW)
    work()
    (mail,) = [one for one in mailoutbox if "account was erased" in one.subject]
    assert "forgotten" not in mail.body
    assert "An invitation to review that was not answered stays" in " ".join(mail.body.split())
    kept = Invitation.objects.get(pk=waiting.pk)
    assert (kept.email, kept.name) == (waiting.email, "Ines Invited")
