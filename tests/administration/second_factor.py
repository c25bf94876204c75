"""A second factor as a person uses it: a secret in an app, and the code of this moment."""

import re
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from tests.factories.accounts import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


def stop_clock(monkeypatch):
    """Time stands still for the app, so that no code ends between its making and its use."""
    moment = SimpleNamespace(now=1_800_000_000)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment.now))
    return moment


def add_second_factor(user, secret=SECRET):
    return auth.TOTP.activate(user, secret).instance


def code_now(secret=SECRET):
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def sign_in(client, user):
    """With the password; returns the answer, which may ask for more."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def sign_in_with_second_factor(client, user):
    """For a person who has one, or gets one here."""
    if not Authenticator.objects.filter(user=user).exists():
        add_second_factor(user)
    assert sign_in(client, user).url.startswith("/accounts/2fa/authenticate/")
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())
