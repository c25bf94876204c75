"""Nobody learns from a form whether an address is known here: same answer, same work.

Work is compared by counting (hashes, queries), not by a clock.
"""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile, User
from events.models import Outbox
from events.outbox import work
from tests.factories.accounts import PASSWORD, UserFactory
from web.models import UsedLimit

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
    ("email", "words"),
    [
        (KNOWN, "/accounts/password/reset/key/"),
        (UNKNOWN, "/accounts/signup/"),
        (UNKNOWN, f"for the e-mail address {UNKNOWN}."),
    ],
)
def test_a_reset_mail_leads_on(known, email, words):
    ask_for_reset(Client(), email)
    work()
    (sent,) = mail.outbox
    assert sent.to == [email]
    assert words in " ".join(sent.body.split())


def test_the_link_of_a_reset_works(client, known):
    ask_for_reset(client, KNOWN)
    work()
    link = re.search(r"http\S+/key/\S+", mail.outbox[0].body).group()
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    form = page.redirect_chain[-1][0]
    new = {"password1": "a third long phrase", "password2": "a third long phrase"}
    client.post(form, {**new, "name": "Grace Example"})  # asked where nobody had confirmed it
    known.refresh_from_db()
    assert known.check_password("a third long phrase")


def test_signing_in_after_signing_up_does_not_disclose_whether_the_address_was_known():
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


def sign_in_after(email, hashed, *, times=1):
    """Sign up with an address, wait for longer than any limit, then sign in with that password."""
    sign_up(Client(), email)
    work()
    cache.clear()
    seen = []
    for _ in range(times):
        client, before = Client(), Outbox.objects.count()
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            fields = {"login": email, "password": "another long phrase"}
            answer = client.post("/accounts/login/", fields)
        cached = [q for q in queries if "shared_cache" in q["sql"]]
        rows = Outbox.objects.count() - before
        work_done = {"hashes": len(hashed), "cache": len(cached), "queries": len(queries)}
        seen.append(shape(client, answer, email) | work_done | {"rows": rows})
    return seen


@pytest.mark.parametrize("times", [1, 7])
def test_signing_in_minutes_after_signing_up_discloses_nothing_either(hashed, times):
    """Whole answers, headers, and work; also when it is tried until the limit is met."""
    user = UserFactory(email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    sign_in_after("warm@example.org", hashed, times=times)  # what is loaded once does not count
    cache.clear()
    known = sign_in_after(KNOWN, hashed, times=times)
    cache.clear()
    new = sign_in_after(UNKNOWN, hashed, times=times)
    for one, other in zip(known, new, strict=True):
        assert {name: (one[name], other[name]) for name in one if one[name] != other[name]} == {}


def test_a_sign_in_that_waits_for_its_confirmation_sends_the_link_again():
    sign_up(Client(), UNKNOWN)
    work()
    mail.outbox.clear()
    cache.clear()
    for _ in range(3):
        fields = {"login": UNKNOWN, "password": "another long phrase"}
        Client().post("/accounts/login/", fields)
    work()
    (sent,) = mail.outbox
    assert sent.to == [UNKNOWN]
    assert "/accounts/confirm-email/" in sent.body
    assert not Outbox.objects.filter(task="accounts.send_confirmation_again").exclude(arguments={})


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_many_resets_send_one_mail_to_an_address(email):
    user = UserFactory(email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    bystander = UserFactory(email="bystander@example.org")
    EmailAddress.objects.create(user=bystander, email=bystander.email, primary=True, verified=True)
    pages = {
        shape(client, ask_for_reset(client, email), email)["page"]
        for client in map(Client, [0] * 4)
    }
    ask_for_reset(Client(), bystander.email)
    work()
    assert sorted(to for sent in mail.outbox for to in sent.to) == sorted([bystander.email, email])
    assert len(pages) == 1, "who asks sees no difference"


def test_an_address_gets_few_resets_a_day():
    for _ in range(10):
        UsedLimit.objects.filter(key__contains=" 60 ").delete()  # a minute later
        cache.clear()
        ask_for_reset(Client(), UNKNOWN)
        work()
    assert len(mail.outbox) == 6


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


def test_only_whose_address_is_confirmed_gets_the_reset():
    owner, pretender = UserFactory(email=KNOWN), UserFactory(email="other@example.org")
    EmailAddress.objects.create(user=owner, email=KNOWN, primary=True, verified=True)
    EmailAddress.objects.create(user=pretender, email=KNOWN, primary=False, verified=False)
    ask_for_reset(Client(), KNOWN)
    work()
    (sent,) = mail.outbox
    link = re.search(r"/key/(\w+)-", sent.body)
    assert link.group(1) == user_pk_to_url_str(owner)


def test_failed_sign_ins_are_counted_whoever_has_the_first_id():
    cache.clear()
    first = User.objects.filter(pk=1).first() or UserFactory(pk=1)
    EmailAddress.objects.create(user=first, email=first.email, primary=True, verified=True)
    fields = {"login": UNKNOWN, "password": "a guess"}
    answers = [Client().post("/accounts/login/", fields) for _ in range(6)]
    assert "Too many failed" not in answers[4].content.decode()
    assert "Too many failed" in answers[5].content.decode()
