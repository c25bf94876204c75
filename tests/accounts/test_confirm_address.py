"""An address is its owner's: a stranger who signs up with it gains nothing by the owner's click."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory
from tests.reviews.links import links_in

pytestmark = pytest.mark.django_db
VICTIM = "victim@example.org"


def sign_up(client, email=VICTIM):
    """Sign up; returns the link of the mail that asks for the address's confirmation."""
    client.post("/accounts/signup/", {"name": "Some Person", "email": email, "password1": PASSWORD})
    work()
    (link,) = [link for link in links_in(mail.outbox[-1]) if "/confirm-email/" in link]
    return link


def is_confirmed(email=VICTIM):
    return EmailAddress.objects.get(email=email).verified


def test_who_signed_up_confirms_in_the_same_browser_with_one_click(client):
    link = sign_up(client)
    assert "password" not in client.get(link).content.decode()
    client.post(link)
    assert is_confirmed()


def test_a_stranger_gains_nothing_by_the_click_of_the_addresss_owner(client):
    link = sign_up(client)
    owner = Client()
    assert "Somebody signed up with" in owner.get(link).content.decode()
    for typed in ({}, {"password": ""}, {"password": "what the owner would choose"}):
        assert owner.post(link, typed).status_code == 422
    assert not is_confirmed()
    client.post("/accounts/login/", {"login": VICTIM, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_to_another_account_is_asked_too_and_stays_signed_in(client):
    link = sign_up(Client())
    other = UserFactory(verified=True)
    client.force_login(other)
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 422
    assert not is_confirmed()
    assert client.session["_auth_user_id"] == str(other.pk)


def test_who_signed_up_elsewhere_confirms_with_the_password(client):
    link = sign_up(client)
    assert Client().post(link, {"password": PASSWORD}).status_code == 302
    assert is_confirmed()


def test_a_second_address_is_confirmed_only_from_the_account_that_added_it(client):
    stranger = UserFactory(email="stranger@example.org", verified=True)
    client.force_login(stranger)
    client.post("/accounts/email/", {"action_add": "", "email": VICTIM})
    work()
    (link,) = [link for link in links_in(mail.outbox[-1]) if "/confirm-email/" in link]
    assert Client().post(link).status_code == 422
    assert not is_confirmed()


def test_an_account_without_a_password_is_confirmed_in_its_own_browser_only(client):
    link = sign_up(client)
    user = User.objects.get()
    user.set_unusable_password()
    user.save()
    assert "by way of another site" in Client().get(link).content.decode()
    assert Client().post(link, {"password": "!"}).status_code == 422
    assert not is_confirmed()
