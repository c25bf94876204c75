"""What protects every page: its security headers, and the flags of each cookie it sets."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db
# These say what the answer is and how long it is kept; tests/reading/test_caching.py has the rest.
ABOUT_THE_ANSWER = {
    *("Content-Type", "Content-Length", "ETag", "Expires", "Cache-Control", "Vary", "Location"),
    "Allow",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PROTECTION = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": {"DENY"},
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"strict-origin-when-cross-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
}
SESSION = {"path": "/", "httponly": True, "samesite": "Lax"}
TOKEN = {"path": "/", "samesite": "Lax"}  # the autosave reads it
BROWSER = {"path": "/", "httponly": True, "samesite": "Strict"}
TIMES = ("expires", "max-age")


def protection(answer) -> dict[str, set[str]]:
    named = {name: value for name, value in answer.items() if name not in ABOUT_THE_ANSWER}
    return {name: {part.strip() for part in value.split(";")} for name, value in named.items()}


def flags(cookies: SimpleCookie) -> dict[str, dict[str, object]]:
    """Of each cookie what it has, but for its value and how long it is kept."""
    return {
        name: {flag: value for flag, value in cookie.items() if value and flag not in TIMES}
        for name, cookie in cookies.items()
    }


def sign_in(client: Client):
    person = UserFactory(verified=True, name="Noor Example")
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return answer


def home(client: Client):
    return client.get(reverse("reading:home"))


def sign_in_page(client: Client):
    return client.get("/accounts/login/")


def own_page(client: Client):
    sign_in(client)
    return client.get(reverse("reading:me"))


def secret_link(client: Client):
    return client.get(link_of(InvitationFactory()))


def guests_page(client: Client):
    return client.get(secret_link(client)["Location"])


def nothing(client: Client):
    return client.get("/nothing/")


def api(client: Client):
    return client.get("/api/v1/preprints/")


@pytest.mark.parametrize(
    ("opened", "status", "other", "cookies"),
    [
        (home, 200, {}, {}),
        (sign_in_page, 200, {}, {"csrftoken": TOKEN}),
        (sign_in, 302, {}, {"csrftoken": TOKEN, "sessionid": SESSION}),
        (own_page, 200, {}, {"csrftoken": TOKEN, "sessionid": SESSION}),
        (secret_link, 302, {"Referrer-Policy": {"no-referrer"}}, {"sessionid": SESSION}),
        (guests_page, 200, {"Referrer-Policy": {"same-origin"}}, {"csrftoken": TOKEN}),
        (nothing, 404, {}, {}),
        (api, 200, {"Access-Control-Allow-Origin": {"*"}}, {}),
    ],
)
def test_each_answer_has_all_security_headers_and_its_cookies_all_flags(
    client, opened: Callable, status, other, cookies
):
    answer = opened(client)
    assert answer.status_code == status
    assert protection(answer) == PROTECTION | other
    assert flags(answer.cookies) == cookies


@pytest.mark.parametrize("is_https", [False, True])
def test_only_the_browser_that_sent_a_form_has_its_cookie_and_no_script_reads_it(
    settings, is_https
):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_https
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    headers = {"Origin": "http://testserver", "X-CSRFToken": client.cookies["csrftoken"].value}
    page = reverse("reviews:write_review", args=[ReviewFactory().pk])
    answer = client.post(page, {"summary": "An hour's text.", "save": "1"}, headers=headers)
    assert "Your last changes were not saved yet" in answer.content.decode()
    secure = {"secure": True} if is_https else {}
    assert flags(answer.cookies) == {"csrftoken": TOKEN | secure, "resend": BROWSER | secure}


def test_a_message_makes_no_cookie_of_its_own(client):
    sign_in(client)
    typed = {"name": "Noor Example", "affiliation": "Oslo", "bio": "", "orcid": ""}
    answer = client.post(reverse("accounts:profile"), typed)
    assert answer.status_code == 302
    assert flags(answer.cookies) == {"sessionid": SESSION}
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    page = client.get(answer["Location"])
    assert "Your profile is saved." in page.content.decode()
    assert set(client.cookies) == {"csrftoken", "sessionid"}
