"""Forms of the accounts that are sent four times at once, over the whole request."""

import logging
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Profile, User
from events.outbox import work
from tests.at_once.sending import AT_ONCE, send_at_once
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "new-person@example.org"


def answer_of(client, path, fields):
    """All of the answer that a stranger can compare."""
    client.raise_request_exception = False
    answer = client.post(path, fields)
    page = client.get(answer.url) if answer.status_code == 302 else answer
    words = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", page.content.decode())
    return answer.status_code, getattr(answer, "url", ""), sorted(answer.headers), words


def test_sign_up(caplog):
    bystander = UserFactory()
    fields = {"name": "Some Body", "email": NEW, "password1": "another long phrase"}
    with caplog.at_level(logging.INFO):
        outcome = send_at_once(lambda: answer_of(Client(), "/accounts/signup/", fields))
    assert not outcome.raised
    assert [status for status, *_rest in outcome.returned] == [302] * AT_ONCE
    assert len({str(answer) for answer in outcome.returned}) == 1
    assert User.objects.exclude(pk=bystander.pk).count() == 1
    assert Profile.objects.exclude(user=bystander).count() == 1
    assert EmailAddress.objects.filter(email=NEW).count() == 1
    assert NEW not in caplog.text
    work()
    assert {to for sent in mail.outbox for to in sent.to} == {NEW}


def test_add_an_address(caplog):
    user = UserFactory(verified=True)

    def add():
        client = Client()
        client.force_login(user)
        return answer_of(client, "/accounts/email/", {"action_add": "", "email": NEW})

    with caplog.at_level(logging.INFO):
        outcome = send_at_once(add)
    assert not outcome.raised
    assert {status for status, *_rest in outcome.returned} <= {200, 302}
    assert EmailAddress.objects.filter(email=NEW).count() == 1
    assert NEW not in caplog.text


def test_sign_in():
    user = UserFactory(verified=True)
    fields = {"login": user.email, "password": PASSWORD}
    outcome = send_at_once(lambda: answer_of(Client(), "/accounts/login/", fields)[:2])
    assert not outcome.raised
    assert {status for status, _url in outcome.returned} <= {200, 302}
