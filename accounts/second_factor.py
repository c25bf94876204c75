"""The second factor: how its secrets are stored, and taking it off an account whose device is lost.

The package's tables hold the key of an authenticator app and the seed of the recovery codes.
"""

from datetime import datetime

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.services import NamedSubject, record_event
from mails.promising import Recipient, promise_mail
from web.sealing import seal, unseal

SEALED = "gAAAA"  # what all text begins with that `web.sealing` has sealed


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right, or was used before. Please take the one your app shows now, "
            "or a recovery code that you have not used yet."
        ),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.JOURNAL_NAME)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """One sealed with a key that this journal has lost is a secret that nobody knows."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text  # stored before secrets were sealed
        try:
            return unseal(encrypted_text)
        except InvalidToken:
            return generate_totp_secret()


@transaction.atomic
def remove_second_factor(user_id: int, *, now: datetime) -> bool:
    """For who has lost the device and the recovery codes; by whoever runs the server.

    Returns whether there was one. The person is notified, and the log keeps it.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    record_event("account.second_factor_removed", about=NamedSubject(f"person {user.pk}"), now=now)
    promise_mail(
        "rights_changed",
        "accounts.notify_of_rights",
        to=Recipient("user", user.pk),
        user_id=user.pk,
        by_id=None,
        given=[],
        taken=[_now("the second factor and all passkeys")],
    )
    return True
