"""A new password by the link in a mail: the link shows whose the address is."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Profile, User
from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

OWNER, NEW = "owner@example.org", "a third long phrase"


@pytest.fixture
def stranger(client):
    """Somebody who signed up with an address that is not theirs; their browser."""
    sign_up = {"name": "Stranger Name", "email": OWNER, "password1": PASSWORD}
    client.post("/accounts/signup/", sign_up)
    return client


@pytest.fixture
def bystander():
    return UserFactory(verified=True, email="bystander@example.org")


def open_link(browser):
    browser.post("/accounts/password/reset/", {"email": OWNER})
    work()
    link = re.search(r"http\S+/key/\S+", mail.outbox[-1].body).group()
    return browser.get(link.partition("8000")[2]).url


def choose(browser, page, **fields):
    return browser.post(page, {"password1": NEW, "password2": NEW, **fields}, follow=True)


def sign_in(browser, password):
    browser.post("/accounts/login/", {"login": OWNER, "password": password})
    return "_auth_user_id" in browser.session


def test_who_sets_a_password_by_the_mailed_link_can_sign_in_with_it(stranger, bystander):
    browser = Client()
    page = open_link(browser)
    answer = choose(browser, page, name="Olu Owner")
    assert "You can sign in with it now" in answer.content.decode()
    assert EmailAddress.objects.get(email=OWNER).verified
    assert sign_in(browser, NEW)
    assert EmailAddress.objects.filter(user=bystander).count() == 1


def test_nothing_of_the_stranger_stays_unseen(stranger):
    browser = Client()
    page = open_link(browser)
    words = browser.get(page).content.decode()
    assert 'value="Stranger Name"' in words
    assert "This is the name your address was signed up with. Correct it here." in words
    choose(browser, page)  # without a name
    choose(browser, page)  # without a name
    assert not EmailAddress.objects.get(email=OWNER).verified
    before = Profile.objects.get(user__email=OWNER).handle
    choose(browser, page, name="Olu Owner")
    profile = Profile.objects.get(user__email=OWNER)
    assert profile.name == "Olu Owner"
    assert profile.handle != before
    assert "stranger" not in profile.handle
    assert not sign_in(stranger, PASSWORD)
    stranger.get("/me/")
    assert "_auth_user_id" not in stranger.session


def test_a_name_that_another_person_bears_is_refused(stranger):
    UserFactory(verified=True, name="Known Person", editor=True)
    browser = Client()
    page = open_link(browser)
    answer = choose(browser, page, name="Anonymous reviewer")
    assert not EmailAddress.objects.get(email=OWNER).verified
    assert answer.status_code == 200
    assert 'name="name"' in answer.content.decode()


def test_who_had_confirmed_the_address_is_asked_for_no_name():
    user = UserFactory(verified=True, email=OWNER, name="Olu Owner")
    handle = user.profile.handle
    browser = Client()
    page = open_link(browser)
    assert 'name="name"' not in browser.get(page).content.decode()
    choose(browser, page)
    assert sign_in(browser, NEW)
    assert Profile.objects.get(user=user).handle == handle


def test_the_refusal_and_the_page_after_signing_up_promise_no_mail_that_does_not_come(stranger):
    refused = Client().post("/accounts/login/", {"login": OWNER, "password": PASSWORD})
    words = refused.content.decode()
    assert "we have sent you" not in words
    assert "set a new password: that confirms" in words
    after = stranger.get("/accounts/confirm-email/").content.decode()
    assert "We sent you an e-mail." not in after
    assert "an earlier e-mail may be the one" in after
    assert User.objects.filter(email=OWNER).count() == 1
