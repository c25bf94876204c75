"""The pages of sign-in come from django-allauth and speak the journal's words (locale/en)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils.html import strip_tags

from events import outbox
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
FOREIGN = re.compile(
    r"\bemails?\b|\bSign (In|Up|Out)\b|\bRemember Me\b|\bRe-send\b|\bVerif|\bLogin\b|\blogged\b",
    re.I,
)
ENTRANCE = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/not-a-key/",
    "/accounts/inactive/",
]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


def words_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(strip_tags(main).split())


def foreign_words(words: str) -> list[str]:
    """Words of the package in their own spelling; "Sign in" as we write it is none of them."""
    found = [match.group() for match in FOREIGN.finditer(words)]
    return [word for word in found if word not in ("Sign in", "sign in", "Sign out", "sign out")]


@pytest.mark.parametrize("url", ENTRANCE)
def test_the_pages_before_signing_in_say_it_as_the_journal_does(client, url):
    words = words_of(client.get(url).content.decode())
    assert words
    assert foreign_words(words) == []


@pytest.mark.parametrize("url", OWN)
def test_the_pages_of_an_account_say_it_as_the_journal_does(client, url):
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    words = words_of(client.get(url, follow=True).content.decode())
    assert words
    assert foreign_words(words) == []


def test_the_named_words_stand_on_their_pages(client):
    login = client.get("/accounts/login/").content.decode()
    assert "Stay signed in" in login
    assert "Create an account" in login
    assert "Create an account" in client.get("/accounts/signup/").content.decode()
    assert "Check your mail" in client.get("/accounts/confirm-email/").content.decode()


def test_an_unconfirmed_address_offers_to_send_the_mail_again(client):
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=False)
    client.force_login(person)
    assert "Send it again" in client.get("/accounts/email/", follow=True).content.decode()


def test_a_refused_address_is_shown_in_the_same_spelling(client):
    page = client.post("/accounts/login/", {"login": "nobody", "password": "x"}).content.decode()
    assert "Please enter a valid e-mail address." in page


def test_the_mail_for_a_new_password_speaks_plainly(client):
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post("/accounts/password/reset/", {"email": person.email})
    outbox.work()
    (sent,) = mail.outbox
    assert "Set a new password" in sent.subject
    assert "asked for a new password" in sent.body
    assert foreign_words(sent.body.split("http")[0]) == []
