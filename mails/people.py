"""What the mails ask of the apps above about people: these register how they are found."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

# Reserved by RFC 2606: the addresses of guests, and of accounts that were erased. Nothing is sent.
NOWHERE = "guest.invalid"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a mail goes. address: "" where the account is closed. name: for the greeting, "" for
    none. user: whose choices count, if any. time_zone: where the day of a digest begins. off_url:
    where the mails to somebody without an account are stopped, if they can be.
    """

    address: str
    name: str = ""
    user: AbstractBaseUser | None = None
    time_zone: str = "UTC"
    off_url: str = ""


# By the kind of a recipient (`Mail.recipient_kind`): who it is now.
ADDRESSEES: dict[str, Callable[[int], Addressee]] = {}
