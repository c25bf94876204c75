"""The address in a mail that turns its kind off, for whoever has the mail (RFC 8058)."""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from mails.kind import MailKind
from mails.kinds import MAIL_KINDS
from web.sealing import seal, unseal


def off_url(user_id: int, kind: str) -> str:
    """Sealed: who sees the address does not learn which account it belongs to."""
    return settings.SITE_URL + reverse("mails:turn_off", args=[seal(f"{user_id} {kind}")])


def read_token(token: str) -> tuple[int, MailKind] | None:
    """Whose mails of which kind it turns off: of the account that theirs was joined into since.
    None for what was not made here, or is no more."""
    try:
        user_id, _, kind = unseal(token).partition(" ")
    except (InvalidToken, ValueError):
        return None
    found = MAIL_KINDS.get(kind)
    if found is None or not found.is_optional:
        return None
    joined = get_user_model().objects.filter(pk=user_id).exclude(joined_into=None)
    return joined.values_list("joined_into", flat=True).first() or int(user_id), found
