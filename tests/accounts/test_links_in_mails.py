"""Every link in a mail is the journal's own address, whatever host the request named."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
FORGED = "evil.example"
SITE = "https://verso.example"
ADDRESS = "grace@example.org"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.ALLOWED_HOSTS = ["*"]  # as where a proxy in front is trusted to check the host
    settings.SITE_URL = SITE


@pytest.fixture
def client():
    return Client(headers={"host": FORGED})


def somebody():
    user = UserFactory(email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True, verified=True)
    return user


def sign_up(client):
    fields = {"name": "Grace", "email": ADDRESS, "password1": PASSWORD}
    client.post("/accounts/signup/", fields)


def sign_up_again(client):
    somebody()
    sign_up(client)


def reset(client):
    somebody()
    client.post("/accounts/password/reset/", {"email": ADDRESS})


def reset_of_an_unknown_address(client):
    client.post("/accounts/password/reset/", {"email": ADDRESS})


def add_an_address(client):
    client.force_login(somebody())
    client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})


def add_an_address_of_another(client):
    UserFactory(email="second@example.org")
    add_an_address(client)


def change_the_password(client):
    client.force_login(somebody())
    fields = {
        "oldpassword": PASSWORD,
        "password1": "a new long phrase",
        "password2": "a new long phrase",
    }
    client.post("/accounts/password/change/", fields)


def sign_in_unconfirmed(client):
    UserFactory(email=ADDRESS)
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})


ACTS = [
    sign_up,
    sign_up_again,
    reset,
    reset_of_an_unknown_address,
    add_an_address,
    add_an_address_of_another,
    change_the_password,
    sign_in_unconfirmed,
]


@pytest.mark.parametrize("act", ACTS)
def test_no_mail_names_the_host_of_the_request(client, act, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    act(client)
    work()
    assert mail.outbox, "a mail was sent"
    for sent in mail.outbox:
        message = sent.message().as_string()
        assert FORGED not in message
        links = re.findall(r"https?://\S+", sent.body)
        assert links
        assert all(link.startswith(SITE) for link in links)
