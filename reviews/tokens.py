"""The secret part of an invitation's link."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

SALT = "reviews.invitation"


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def invitation_token(nonce: str) -> str:
    """The link's token: an HMAC of the nonce with the journal's secret key, 64 hex digits."""
    return salted_hmac(SALT, nonce, algorithm="sha256").hexdigest()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
