"""The admin opens to staff who have used a second factor in this session, and to nobody else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client

from demo import content
from demo.loader import load_person
from tests.administration.second_factor import (
    add_second_factor,
    code_now,
    sign_in,
    sign_in_with_second_factor,
)
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGES = ["/admin/", "/admin/accounts/user/", "/admin/events/event/", "/admin/password_change/"]


def person(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def administrator():
    return person(administrator=True, is_staff=True, is_superuser=True)


def where(answer):
    """Where an answer leads, without what it is asked to come back to."""
    return answer.url.split("?")[0]


def enter(client, page):
    """The answer that comes after those that lead to the admin's own door."""
    answer = client.get(page)
    while answer.status_code == 302 and answer.url.startswith("/admin/login/"):
        answer = client.get(answer.url)
    return answer


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in_is_led_to_the_sign_in(client, page):
    answer = enter(client, page)
    assert (answer.status_code, where(answer)) == (302, "/accounts/login/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("roles", [{}, {"editor": True}, {"managing_editor": True}])
def test_people_who_are_not_of_the_staff_are_refused_also_with_a_second_factor(client, page, roles):
    sign_in_with_second_factor(client, person(**roles))
    assert enter(client, page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_password_alone_does_not_open_it(client, page):
    """Led to set a second factor up at the first visit."""
    sign_in(client, administrator())
    answer = enter(client, page)
    assert (answer.status_code, where(answer)) == (302, "/accounts/2fa/")
    assert "The admin needs a second factor" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_with_the_second_factor_it_opens(client, page):
    sign_in_with_second_factor(client, administrator())
    assert client.get(page).status_code == 200


def test_it_bears_the_name_of_the_journal(client, settings):
    sign_in_with_second_factor(client, administrator())
    page = client.get("/admin/").content.decode()
    assert settings.JOURNAL_NAME in page
    assert "Django" not in page


def test_who_sets_one_up_uses_it_and_is_in(client, clock):
    user = administrator()
    sign_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    answer = enter(client, "/admin/accounts/user/")
    assert where(answer) == "/accounts/2fa/reauthenticate/"
    assert client.get("/admin/accounts/user/").status_code == 302, "set up, not used yet"
    clock.now += 60  # a code is good once
    answer = client.post(answer.url, {"code": code_now(secret)})
    assert answer.url == "/admin/accounts/user/"
    assert client.get(answer.url).status_code == 200


def test_after_setting_one_up_the_page_leads_back(client):
    user = administrator()
    sign_in(client, user)
    enter(client, "/admin/events/event/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    code = code_now(client.session["mfa.totp.secret"])
    page = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    assert '<a href="/admin/events/event/">' in page.content.decode()
    assert "Unused codes" in page.content.decode()


def test_the_way_to_the_admin_offers_what_opens_it(client):
    user = administrator()
    sign_in(client, user)
    add_second_factor(user)
    page = client.get(enter(client, "/admin/").url).content.decode()
    assert "one of your recovery codes" in page
    assert "Use your password" not in page
    elsewhere = client.get("/accounts/2fa/reauthenticate/?next=/me/").content.decode()
    assert "Use your password" in elsewhere


def test_the_admin_says_sign_out(client):
    sign_in_with_second_factor(client, administrator())
    page = client.get("/admin/").content.decode()
    assert "Sign out" in page
    assert "Log out" not in page


def test_a_session_from_before_the_second_factor_does_not_open_it(client):
    user = administrator()
    sign_in(client, user)
    add_second_factor(user)
    assert where(enter(client, "/admin/")) == "/accounts/2fa/reauthenticate/"


def test_a_second_factor_that_is_given_up_closes_it_again(client):
    user = administrator()
    sign_in_with_second_factor(client, user)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert where(enter(client, "/admin/")) == "/accounts/2fa/"


def test_the_second_factor_of_one_session_does_not_open_another(client):
    user = administrator()
    sign_in_with_second_factor(client, user)
    stranger = Client()
    stranger.force_login(user)
    assert where(enter(stranger, "/admin/")) == "/accounts/2fa/reauthenticate/"


def test_whoever_is_led_there_comes_back_to_pages_of_ours_only(client):
    sign_in_with_second_factor(client, administrator())
    for asked in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = client.get("/admin/login/", {"next": asked})
        assert answer.url == "/admin/"
    assert (
        client.get("/admin/login/", {"next": "/admin/events/event/"}).url == "/admin/events/event/"
    )


def test_the_demo_administrator_has_no_way_around_it(client):
    """It is signed in with the printed password, and is led to set a second factor up."""
    people = content.read("people")["person"]
    fields = next(one for one in people if one["handle"] == "administrator")
    user = load_person(fields, make_password(PASSWORD))
    sign_in(client, user)
    assert where(enter(client, "/admin/")) == "/accounts/2fa/"
