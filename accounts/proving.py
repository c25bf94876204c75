"""Proof that another account is the same person's: its password, or a link mailed to it."""

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

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
    # Looked at in each case: the time of the answer tells nobody whether there is an account.
    is_right = account.check_password(password)
    if not (is_right and may_try and account.is_active):
        raise NotThePassword
    return account


def mail_link(kept: User, *, email: str) -> None:
    """To whoever has the address; nothing is mailed where nobody has. It tells nobody which."""
    promise_mail(
        "join_link", "accounts.send_join_link", to=NOBODY_KNOWN, kept_id=kept.pk, email=email
    )


def state_of(account: User) -> str:
    """Changes with the addresses and the password of the account: a proof is good for one state."""
    addresses = EmailAddress.objects.filter(user=account, verified=True).order_by("email")
    confirmed = " ".join(addresses.values_list("email", flat=True))
    parts = f"{account.pk} {account.email} {confirmed} {account.password}"
    return salted_hmac(SALT, parts, algorithm="sha256").hexdigest()


def token_for(kept: User, given_up: User) -> str:
    return signing.dumps([kept.pk, given_up.pk, state_of(given_up)], salt=SALT)


def proved_by_token(token: str, *, kept: User) -> User | None:
    """The account whose mailbox the link came to; None for a link that is old, or another's."""
    try:
        kept_id, given_up_id, state = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError):  # or of two parts, as they once were
        return None
    if kept_id != kept.pk:
        return None
    return account_in_state(given_up_id, state)


def account_in_state(account_id: int, state: str) -> User | None:
    """The account, unless it was closed or its addresses or password have changed since."""
    account = User.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not constant_time_compare(state_of(account), state):
        return None
    return account
