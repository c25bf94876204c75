"""The secret part of the links that Verso mails to people without an account."""

import hashlib
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

INVITATION = "reviews.invitation"
CONFIRM_REVIEW = "reviews.confirm_review"
KEEP_ACCOUNT = "reviews.keep_account"
CONSENT = "reviews.consent"
STOP_CONSENT_MAILS = "reviews.stop_consent_mails"
FORUM_CLAIM = "reviews.forum_claim"


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def link_token(purpose: str, nonce: str) -> str:
    """The link's token: an HMAC of the nonce with the journal's secret key, 64 hex digits.

    purpose: one of the names above; a token of one purpose is good for no other.
    """
    return salted_hmac(purpose, nonce, algorithm="sha256").hexdigest()


def link_tokens(purpose: str, nonce: str) -> list[str]:
    """The link's token by each key that is still in the settings, the newest first."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(purpose, nonce, secret=key, algorithm="sha256").hexdigest() for key in keys]


def link_token_of(purpose: str, nonce: str, *, token_hash: str) -> str:
    """The token of a link that was made before, perhaps with a key that has been changed since.

    token_hash: as the link's row holds it. Raises LookupError where no key of the settings fits.
    """
    for token in link_tokens(purpose, nonce):
        if hash_token(token) == token_hash:
            return token
    raise LookupError("the secret key that this link was made with is not in the settings")


def invitation_token(nonce: str) -> str:
    return link_token(INVITATION, nonce)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
