"""Reviewers without an account: a person row that owns a review and can never sign in.

A guest's row has no address of anybody's: who is invited again at the same address gets another
row, and nobody who signs up with that address comes near it. It becomes an account only when its
reviewer asks for one and follows the link mailed to the address (`make_account_of`).
"""

import secrets
from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from accounts.errors import AddressInUse
from accounts.limits import MAX_NAME
from accounts.models import Profile, User
from accounts.services import ensure_profile, free_handle
from mails.people import NOWHERE

GUEST_DOMAIN = NOWHERE


@transaction.atomic
def make_guest(name: str) -> User:
    mark = secrets.token_hex(12)
    guest = User(email=f"guest-{mark}@{GUEST_DOMAIN}", is_guest=True, is_active=False)
    guest.set_unusable_password()
    guest.save()
    Profile.objects.create(user=guest, handle=f"guest-{mark}", name=name.strip()[:MAX_NAME])
    return guest


def verified_account_of(email: str) -> User | None:
    """The account whose owner has confirmed this address from its mailbox."""
    confirmed = User.objects.filter(
        emailaddress__email__lower=email.lower(), emailaddress__verified=True
    )
    return confirmed.first()


def people_behind(addresses: Collection[str]) -> dict[str, int]:
    """Who guests are, by the address each was invited at, so that one person counts once.

    The account that has confirmed the address, else a number below zero for each address.
    """
    wanted = sorted({address.lower() for address in addresses})
    found = {address: -place for place, address in enumerate(wanted, start=1)}
    confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True)
    return found | dict(confirmed.values_list("email", "user_id"))


def has_verified_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def verified_addresses(user: User) -> set[str]:
    """In lower case."""
    emails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {email.lower() for email in emails}


@transaction.atomic
def make_account_of(guest: User, *, email: str, name: str, password: str) -> User:
    """Turn a guest's row into an account. Call only for who came by a link mailed to `email`.

    Raises AddressInUse where an account has the address for good. A sign-up with the address that
    was never confirmed loses it: whoever typed it there has not shown that it is theirs.
    """
    if verified_account_of(email) is not None:
        raise AddressInUse
    _take_from_unconfirmed(email)
    guest.email, guest.is_guest, guest.is_active = email, False, True
    guest.set_password(password)
    guest.save(update_fields=["email", "is_guest", "is_active", "password"])
    profile = guest.profile
    profile.name, profile.handle = name.strip()[:MAX_NAME], free_handle(slugify(name))
    profile.save(update_fields=["name", "handle"])
    EmailAddress.objects.create(user=guest, email=email, verified=True, primary=True)
    return guest


@transaction.atomic
def confirm_from_mailbox(user: User, *, name: str) -> None:
    """Make an account its owner's who came by a link mailed to its address, with their own name.

    Whoever signed up with the address may have been somebody else: neither the name nor the handle
    made of it stays unless the owner gives that name, too.
    """
    EmailAddress.objects.filter(email__lower=user.email.lower(), verified=False).exclude(
        user=user
    ).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    profile = ensure_profile(user, name=name)
    profile.name, profile.handle = name.strip()[:MAX_NAME], free_handle(slugify(name))
    profile.save(update_fields=["name", "handle"])


def _take_from_unconfirmed(email: str) -> None:
    """Free an address that nobody confirmed. Raises AddressInUse for an account in use."""
    EmailAddress.objects.filter(email__lower=email.lower(), verified=False).delete()
    holder = User.objects.select_for_update().filter(email__lower=email.lower()).first()
    if holder is None:
        return
    if _is_in_use(holder):
        raise AddressInUse
    holder.email = f"released-{secrets.token_hex(12)}@{GUEST_DOMAIN}"
    holder.is_active = False
    holder.set_unusable_password()
    holder.save(update_fields=["email", "is_active", "password"])


def _is_in_use(holder: User) -> bool:
    """Whether more than an unfinished sign-up hangs on it, as on an account made by command."""
    return (
        holder.is_staff
        or holder.is_superuser
        or holder.last_login is not None
        or holder.roles.exists()
        or has_verified_address(holder)
    )
