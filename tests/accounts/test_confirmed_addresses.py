"""Whose account an address belongs to: who confirmed it from its mailbox."""

import pytest
from allauth.account.models import EmailAddress

from accounts.guests import people_behind, verified_account_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_leads_to_the_account_that_confirmed_it_and_to_no_other():
    UserFactory(verified=True)
    owner = UserFactory(verified=True)
    unconfirmed = UserFactory()
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, primary=True)
    assert verified_account_of(owner.email.upper()) == owner
    assert verified_account_of(unconfirmed.email) is None
    assert verified_account_of("nobody@example.org") is None
    assert people_behind([owner.email]) == {owner.email: owner.pk}
