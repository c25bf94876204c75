"""Proof that another account is the same person's: its password, or a link mailed to it."""

from allauth.core import ratelimit
from django.core import signing
from django.http import HttpRequest

from accounts.errors import NotThePassword
from accounts.guests import verified_account_of
from accounts.models import User
from mails.promising import NOBODY_KNOWN, promise_mail

SALT = "accounts.proving"
LINK_SECONDS = 86_400


def prove_by_password(request: HttpRequest, *, email: str, password: str) -> User:
    """The account, whose owner knows its password. Guessing is limited as at the sign-in.

    Raises NotThePassword, whatever is wrong.
    """
    account = verified_account_of(email)
    may_try = ratelimit.consume(request, action="login_failed", key=email.lower())
    if account is None:
        User().set_password(password)  # takes as long as looking at a password does
        raise NotThePassword
    if not may_try or not account.is_active or not account.check_password(password):
        raise NotThePassword
    return account


def mail_link(kept: User, *, email: str) -> None:
    """To whoever has the address; nothing is mailed where nobody has. It tells nobody which."""
    promise_mail(
        "join_link", "accounts.send_join_link", to=NOBODY_KNOWN, kept_id=kept.pk, email=email
    )


def token_for(kept: User, given_up: User) -> str:
    return signing.dumps([kept.pk, given_up.pk], salt=SALT)


def proved_by_token(token: str, *, kept: User) -> User | None:
    """The account whose mailbox the link came to; None for a link that is old, or another's."""
    try:
        kept_id, given_up_id = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    if kept_id != kept.pk:
        return None
    return User.objects.filter(pk=given_up_id, is_active=True).first()
