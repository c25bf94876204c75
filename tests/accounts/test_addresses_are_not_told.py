"""Nobody learns from a form whether an address is known here: same answer, same work.

Work is compared by counting (hashes, queries), not by a clock.
"""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile, User
from events.models import Outbox
from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "grace@example.org", "grete@example.org"


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed: what takes a third of a second."""
    count = []
    original = hashers.MD5PasswordHasher.encode

    def encode(self, *args, **kwargs):
        count.append(1)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    return count


@pytest.fixture(params=["confirmed", "unconfirmed"])
def known(request):
    user = UserFactory(email=KNOWN)
    EmailAddress.objects.create(
        user=user, email=KNOWN, primary=True, verified=request.param == "confirmed"
    )
    return user


def sign_up(client, email):
    fields = {"name": "Some Body", "email": email, "password1": "another long phrase"}
    return client.post("/accounts/signup/", fields)


def ask_for_reset(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def shape(client, answer, email):
    """All of an answer that a stranger can compare."""
    page = client.get(answer.url) if answer.status_code == 302 else answer
    secrets = r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"'
    words = re.sub(secrets, "", page.content.decode())
    return {
        "status": answer.status_code,
        "leads to": getattr(answer, "url", ""),
        "headers": sorted(answer.headers),
        "cookies": sorted(client.cookies),
        "page": words.replace(email, "ADDRESS"),
        "page headers": sorted(page.headers),
    }


@pytest.mark.parametrize("act", [sign_up, ask_for_reset])
def test_the_answer_is_the_same(known, act):
    shapes = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        shapes.append(shape(client, act(client, email), email))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("act", [sign_up, ask_for_reset])
def test_the_work_is_the_same(known, hashed, act):
    sign_up(Client(), "warm@example.org")  # what is loaded once does not count
    ask_for_reset(Client(), "warm@example.org")
    done = []
    for email in (KNOWN, UNKNOWN):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            act(Client(), email)
        done.append((len(hashed), len(queries)))
    (hashes, asked), (other_hashes, other_asked) = done
    assert hashes == other_hashes
    assert abs(asked - other_asked) <= 4, "each takes less than what the network varies by"


def test_signing_up_hashes_the_password_in_both_cases(known, hashed):
    for email in (KNOWN, UNKNOWN):
        hashed.clear()
        sign_up(Client(), email)
        assert len(hashed) == 1


def test_the_same_work_leaves_nothing_behind(known):
    before = User.objects.count(), Profile.objects.count(), EmailAddress.objects.count()
    sign_up(Client(), KNOWN)
    assert before == (User.objects.count(), Profile.objects.count(), EmailAddress.objects.count())
    known.refresh_from_db()
    assert known.check_password(PASSWORD), "the stranger's password is nowhere"
    work()
    (sent,) = mail.outbox
    assert sent.to == [KNOWN]
    assert "already" in sent.body


def test_an_asked_reset_is_looked_up_by_the_worker_alone(known):
    with CaptureQueriesContext(connection) as queries:
        ask_for_reset(Client(), KNOWN)
    assert not any("accounts_user" in q["sql"] for q in queries)
    row = Outbox.objects.get()
    assert row.arguments == {"email": KNOWN}, "no secret waits in a row"


@pytest.mark.parametrize(
    ("email", "words"), [(KNOWN, "/accounts/password/reset/key/"), (UNKNOWN, "/accounts/signup/")]
)
def test_a_reset_mail_leads_on(known, email, words):
    ask_for_reset(Client(), email)
    work()
    (sent,) = mail.outbox
    assert sent.to == [email]
    assert words in sent.body


def test_the_link_of_a_reset_works(client, known):
    ask_for_reset(client, KNOWN)
    work()
    link = re.search(r"http\S+/key/\S+", mail.outbox[0].body).group()
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "a third long phrase", "password2": "a third long phrase"})
    known.refresh_from_db()
    assert known.check_password("a third long phrase")


def test_signing_in_after_signing_up_does_not_tell_whether_the_address_was_known():
    """A stranger signs up with an address, then signs in with the password they chose."""
    user = UserFactory(email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    shapes = []
    for email in (KNOWN, UNKNOWN):
        sign_up(Client(), email)
        client = Client()
        fields = {"login": email, "password": "another long phrase"}
        shapes.append(shape(client, client.post("/accounts/login/", fields), email))
    assert shapes[0] == shapes[1]
    assert "is not confirmed yet" in shapes[0]["page"]


def test_who_has_confirmed_signs_in(client):
    user = UserFactory(email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    client.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_of_another_is_added_like_any_other(known):
    other = UserFactory()
    EmailAddress.objects.create(user=other, email=other.email, primary=True, verified=True)
    shapes = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
        answer = client.post("/accounts/email/", {"action_add": "", "email": email})
        shapes.append(shape(client, answer, email))
        EmailAddress.objects.filter(user=other, email=email).delete()
    assert shapes[0] == shapes[1]
