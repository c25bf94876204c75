"""The secret of a reset link stands in no row of the database, and is gone once it was used."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "a third long phrase"


@pytest.fixture
def user():
    user = UserFactory(email="grace@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def mailed_link(user):
    Client().post("/accounts/password/reset/", {"email": user.email})
    work()
    link = re.search(r"http\S+/key/\S+", mail.outbox[-1].body).group()
    return link.removeprefix("http://127.0.0.1:8000")


def secret_of(link):
    return link.rstrip("/").split("/")[-1].partition("-")[2]


def rows():
    return " ".join(str(session.get_decoded()) for session in Session.objects.all())


def choose(client, page, password=NEW):
    return client.post(page, {"password1": password, "password2": password})


def test_no_session_holds_the_secret(client, user):
    link = mailed_link(user)
    page = client.get(link).url
    assert "_password_reset_key" in rows(), "the browser is remembered"
    assert secret_of(link) not in rows()
    assert client.get(page).status_code == 200
    assert secret_of(link) not in rows()
    choose(client, page, "short")  # refused: the page asks again
    assert secret_of(link) not in rows()
    choose(client, page)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "_password_reset_key" not in rows()


def test_a_used_link_opens_nothing(client, user):
    link = mailed_link(user)
    page = client.get(link).url
    choose(client, page)
    for browser, address in ((client, page), (client, link), (Client(), link)):
        browser.get(address)
        choose(browser, address, "a fourth long phrase")
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_another_browser_needs_the_link_itself(user):
    link = mailed_link(user)
    page = Client().get(link).url
    stranger = Client()
    choose(stranger, page)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_session_with_the_open_secret_of_before_asks_for_the_link_again(client, user):
    link = mailed_link(user)
    page = client.get(link).url
    session = client.session
    session["_password_reset_key"] = secret_of(link)
    session.save()
    assert client.get(page).status_code == 200
    assert secret_of(link) not in rows()


def test_who_is_signed_in_to_another_account_chooses_there_too(client, user):
    other = UserFactory(verified=True)
    client.force_login(other)
    link = mailed_link(user)
    page = client.get(link).url
    client.get(page)
    assert secret_of(link) not in rows()
    choose(client, page)
    user.refresh_from_db()
    other.refresh_from_db()
    assert user.check_password(NEW)
    assert other.check_password(PASSWORD)
