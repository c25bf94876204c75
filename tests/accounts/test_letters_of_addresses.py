"""Addresses whose letters pass for others: "ı" is no "i", though a database's upper case is one."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.fields import AddressField
from accounts.guests import make_account_of, make_guest, verified_account_of
from accounts.models import User
from reviews.forms import InviteForm
from reviews.invitation_forms import SendAgainForm
from reviews.services.invitation_mails import account_of
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OWN = "reader@demo.invalid"
CONFUSABLE = "reader@demo.invalıd"


@pytest.fixture
def owner():
    UserFactory(email="bystander@demo.invalid", verified=True)
    return UserFactory(email=OWN, verified=True)


@pytest.mark.parametrize("find", [verified_account_of, account_of])
def test_an_address_with_another_letter_finds_nobody(owner, find):
    assert find(CONFUSABLE) is None
    assert find(OWN.upper()) == owner


def test_of_two_such_addresses_each_is_its_own_accounts(owner):
    other = UserFactory(email=CONFUSABLE, verified=True)
    assert User.objects.get_by_natural_key(OWN) == owner
    assert User.objects.get_by_natural_key(CONFUSABLE) == other
    assert verified_account_of(OWN) == owner


def test_a_guest_who_keeps_an_account_takes_nobody_elses_unconfirmed_address():
    unconfirmed = UserFactory(email=CONFUSABLE)
    EmailAddress.objects.create(user=unconfirmed, email=CONFUSABLE, primary=True)
    make_account_of(make_guest("Grace"), email=OWN, name="Grace", password=PASSWORD)
    unconfirmed.refresh_from_db()
    assert (unconfirmed.email, unconfirmed.is_active) == (CONFUSABLE, True)
    assert EmailAddress.objects.filter(email=CONFUSABLE).exists()


FOREIGN = ["İ@y.example", "ann\u017f@y.example", "\u212aate@y.example", "jürgen@y.example"]
FINE = ["kate@y.example", "K.ate+x@bücher.example"]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize(
    "make", [InviteForm, lambda posted: SendAgainForm(posted, is_withdrawn=False)]
)
def test_an_address_that_no_mail_reaches_is_refused_with_what_to_do(make, address):
    form = make({"email": address})
    assert "before the @" in str(form.errors["email"])


@pytest.mark.parametrize("address", FINE)
def test_other_addresses_are_taken(address):
    assert AddressField().clean(address) == address


# Of the others the small letters are a to z, or Django refuses them by itself.
@pytest.mark.parametrize("address", FOREIGN[:2])
def test_nobody_signs_up_with_such_an_address(client, address):
    page = client.post(
        reverse("account_signup"), {"name": "Kate Osei", "email": address, "password1": PASSWORD}
    )
    assert "before the @" in page.content.decode()
    assert not User.objects.exists()
