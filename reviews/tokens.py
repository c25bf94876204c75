"""The secret part of an invitation's link."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

SALT = "reviews.invitation"


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def invitation_token(nonce: str) -> str:
    """The token of the link: an HMAC of the nonce, 64 hex digits; needs the journal's secret key."""
    return salted_hmac(SALT, nonce, algorithm="sha256").hexdigest()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
