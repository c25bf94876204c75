"""Text that stands in a row but that the row must not give away, such as a mail with a secret link.

Sealed with a key made from `SECRET_KEY`: the database alone, its backups and the pages that show it
tell nothing.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "web.sealing"


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken for what was not sealed here."""
    return _fernet().decrypt(sealed.encode("ascii")).decode()


def _fernet() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
