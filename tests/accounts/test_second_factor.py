"""A second factor of one's own: set up, used, used up, lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from events.models import Event
from tests.administration.second_factor import (
    add_second_factor,
    code_now,
    sign_in,
    stop_clock,
)
from tests.factories.accounts import PASSWORD, UserFactory
from tests.reviews.outcomes import new_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OTHER_SECRET = "GEZDGNBVGY3TQOJQ"
FACTOR = "/accounts/2fa/authenticate/"
REFUSED = "This code is not right, or was used before"


@pytest.fixture
def clock(monkeypatch):
    return stop_clock(monkeypatch)


@pytest.fixture
def person():
    return UserFactory(email="ada@example.org", verified=True)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def set_up(client, user):
    """Through the pages; the secret of the app, and the recovery codes."""
    sign_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page, "for who cannot scan the picture"
    refused = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert REFUSED in refused.content.decode()
    assert not Authenticator.objects.exists()
    page = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    return secret, re.findall(r"\b\d{8}\b", page.content.decode())


def enter(user, code):
    """Password and code in a fresh browser; the last page."""
    browser = Client()
    assert sign_in(browser, user).url.startswith(FACTOR)
    assert not is_signed_in(browser)
    return browser, browser.post(FACTOR, {"code": code})


def test_set_up_it_is_asked_for_at_each_sign_in_and_a_code_is_good_once(client, person, clock):
    secret, codes = set_up(client, person)
    assert len(set(codes)) == 10
    clock.now += 60
    code = code_now(secret)
    browser, answer = enter(person, code)
    assert (answer.status_code, is_signed_in(browser)) == (302, True)
    browser, answer = enter(person, code)
    assert REFUSED in answer.content.decode()
    assert not is_signed_in(browser)
    clock.now += 30
    assert is_signed_in(enter(person, code_now(secret))[0])


def test_a_wrong_code_anothers_code_and_an_old_one_sign_nobody_in(person, clock):
    add_second_factor(person)
    add_second_factor(UserFactory(verified=True), OTHER_SECRET)
    old = code_now()
    clock.now += 120
    for wrong in ("000000", code_now(OTHER_SECRET), old, ""):
        browser, answer = enter(person, wrong)
        assert answer.status_code == 200, wrong
        assert not is_signed_in(browser), wrong
        assert browser.get("/me/").status_code == 302
    assert is_signed_in(enter(person, code_now())[0])


def test_a_recovery_code_stands_in_for_a_lost_device_once(client, person):
    _secret, codes = set_up(client, person)
    browser = Client()
    page = browser.get(sign_in(browser, person).url).content.decode()
    assert "enter one of your recovery codes" in page
    browser, _answer = enter(person, codes[0])
    assert is_signed_in(browser)
    assert not is_signed_in(enter(person, codes[0])[0])
    # Who is in by a code takes the lost device off, and signs in by password from then on.
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person).exists()
    fresh = Client()
    sign_in(fresh, person)
    assert is_signed_in(fresh)


def test_new_recovery_codes_put_the_old_ones_out_of_use(client, person):
    _secret, old = set_up(client, person)
    page = client.post("/accounts/2fa/recovery-codes/generate/", follow=True)
    new = re.findall(r"\b\d{8}\b", page.content.decode())
    assert len(set(new)) == 10
    assert not set(old) & set(new)
    assert not is_signed_in(enter(person, old[3])[0])
    assert is_signed_in(enter(person, new[3])[0])


def test_the_database_shows_neither_secret_nor_seed(client, person):
    secret, codes = set_up(client, person)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "gAAAA" in kept
    assert all(word not in kept for word in (secret, *codes))


def test_with_a_key_that_is_lost_no_code_is_right_and_no_page_breaks(person, settings):
    add_second_factor(person)
    settings.SECRET_KEY = "another key, and the old one is lost for good"
    settings.SECRET_KEY_FALLBACKS = []
    browser, answer = enter(person, code_now())
    assert (answer.status_code, is_signed_in(browser)) == (200, False)


def test_guessing_codes_is_stopped(person):
    add_second_factor(person)
    browser = Client()
    sign_in(browser, person)
    pages = [browser.post(FACTOR, {"code": "000000"}).content.decode() for _guess in range(7)]
    assert REFUSED in pages[0]
    assert REFUSED not in pages[-1]
    browser.post(FACTOR, {"code": code_now()})
    assert not is_signed_in(browser), "the right one does not count any more, either"


def test_without_device_and_codes_whoever_runs_the_server_takes_it_off(person, mailoutbox, capsys):
    add_second_factor(person)
    bystander = add_second_factor(UserFactory(verified=True), OTHER_SECRET)
    call_command("remove_second_factor", "Ada@example.org")
    assert list(Authenticator.objects.all()) == [bystander]
    event = Event.objects.get()
    assert (event.kind, event.subject, event.is_public) == (
        "account.second_factor_removed",
        f"person {person.pk}",
        False,
    )
    assert new_mails(mailoutbox) == [("ada@example.org", "What you may do here has changed")]
    browser = Client()
    sign_in(browser, User.objects.get(pk=person.pk))
    assert is_signed_in(browser)
    call_command("remove_second_factor", "ada@example.org")
    assert Event.objects.count() == 1
    assert "has no second factor" in capsys.readouterr().out
