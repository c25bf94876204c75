"""What can be done to a person's account."""

from django.db import transaction
from django.utils.text import slugify

from accounts.errors import PseudonymInUse, PseudonymTaken
from accounts.models import Profile, Pseudonym, Role, User

RESERVED = {"anonymous", "anonymous reviewer"}  # readers must not take it for a kind of byline


@transaction.atomic
def ensure_profile(user: User, *, name: str, orcid: str = "") -> Profile:
    """Give a person a profile with a handle of its own, unless they have one."""
    known = Profile.objects.filter(user=user).first()
    if known is not None:
        return known
    name = name.strip() or "Reader"
    base = slugify(name)[:50] or "reader"
    handle, number = base, 1
    while Profile.objects.filter(handle=handle).exists():
        number += 1
        handle = f"{base}-{number}"
    return Profile.objects.create(user=user, handle=handle, name=name[:200], orcid=orcid)


def give_role(user: User, role: str) -> None:
    Role.objects.get_or_create(user=user, name=role)


def pseudonym_of(user: User) -> str:
    return Pseudonym.objects.filter(user=user).values_list("name", flat=True).first() or ""


def check_pseudonym(user: User, name: str) -> None:
    """Raises PseudonymTaken, or PseudonymInUse when reviews already stand under another name."""
    current = pseudonym_of(user)
    if name == current:
        return
    if current and user.reviews.filter(byline_kind="pseudonym").exists():
        raise PseudonymInUse
    taken = Pseudonym.objects.filter(name__iexact=name).exclude(user=user).exists()
    is_a_name = Profile.objects.filter(name__iexact=name).exists()
    if name and (taken or is_a_name or name.casefold() in RESERVED):
        raise PseudonymTaken


@transaction.atomic
def set_pseudonym(user: User, name: str) -> None:
    """Choose, change or (with "") give up a pseudonym. Raises an AccountError."""
    check_pseudonym(user, name)
    if name:
        Pseudonym.objects.update_or_create(user=user, defaults={"name": name})
    else:
        Pseudonym.objects.filter(user=user).delete()


@transaction.atomic
def save_profile(profile: Profile, *, pseudonym: str) -> Profile:
    """Save a changed profile and the pseudonym with it, both or neither. Raises an AccountError."""
    set_pseudonym(profile.user, pseudonym)
    profile.save()
    return profile
