"""What can be done to a person's account."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import names
from accounts.errors import LastManagingEditor, NameNotAvailable, PseudonymInUse
from accounts.fields import has_allowed_letters
from accounts.limits import MAX_NAME
from accounts.models import Profile, Pseudonym, RightsChange, Role, User
from accounts.public_acts import accepted_signatures
from events.locks import Lock, hold
from events.models import Event
from events.outbox import promise
from events.services import NamedSubject, record_event
from mails.promising import Recipient, promise_mail

# What else to ask about the skeletons of a pseudonym: apps above register their own names here.
OTHER_NAMES: list[Callable[[Collection[str]], bool]] = []
RIGHTS_CHANGED = "account.rights_changed"
EDITORS = (Role.Name.EDITOR, Role.Name.MANAGING_EDITOR)


@transaction.atomic
def ensure_profile(user: User, *, name: str, orcid: str = "") -> Profile:
    """Give a person a profile with a handle of its own, unless they have one."""
    lock_names()  # two people of one name want the same handle, and one person asks twice
    known = Profile.objects.filter(user=user).first()
    if known is not None:
        return known
    name = names.clean_name(name) or _("Reader")
    handle = free_handle(slugify(name))
    return Profile.objects.create(user=user, handle=handle, name=name[:MAX_NAME], orcid=orcid)


def free_handle(wanted: str) -> str:
    """`wanted` with a number that nobody can guess behind it.

    Always, not only where somebody has the plain one: signing up under a name would tell otherwise
    whether a person of that name has an account, and may be a hidden reviewer.
    """
    base = wanted[:50] or "reader"
    while True:
        handle = f"{base}-{secrets.randbelow(9000) + 1000}"
        if not Profile.objects.filter(handle=handle).exists():
            return handle


def give_role(user: User, role: str) -> None:
    Role.objects.get_or_create(user=user, name=role)


@transaction.atomic
def change_rights(
    user_id: int,
    *,
    roles: Collection[str],
    is_staff: bool,
    is_active: bool,
    by: User | None,
    now: datetime,
    reason: str = "",
    more_given: Collection[str] = (),
    more_taken: Collection[str] = (),
) -> User:
    """Give and take roles, entry to the admin and sign-in. Nobody is given or loses any silently:
    each change is logged, and the person gets a mail.

    by: None for whoever runs the server, by a command. more_given, more_taken: in words, what
    changes with it that apps above keep. Raises LastManagingEditor.
    """
    user = lock_for_roles(user_id)
    before, was_editor = _rights_of(user), is_editor_now(user_id)
    if not (is_active and Role.Name.MANAGING_EDITOR in roles):
        check_is_not_the_last(user)
    for role in set(roles) - user.role_names:
        give_role(user, role)
    user.roles.exclude(name__in=roles).delete()
    user.is_staff, user.is_active = is_staff, is_active
    user.save(update_fields=["is_staff", "is_active"])
    after = _rights_of(User.objects.get(pk=user_id))
    given, taken = sorted({*after - before, *more_given}), sorted({*before - after, *more_taken})
    if given or taken:
        change = RightsChange.objects.create(
            user=user, changed_by=by, changed_at=now, given=given, taken=taken, reason=reason
        )
        _announce_rights(change)
    if was_editor and not is_editor_now(user_id):
        promise("reviews.notify_of_left_editor", user_id=user_id)
    return user


def is_editor_now(user_id: int) -> bool:
    """Whether somebody edits here and can sign in."""
    return Role.objects.filter(user=user_id, name__in=EDITORS, user__is_active=True).exists()


def has_two_editors() -> bool:
    """Without two a journal accepts, assesses and publishes nothing."""
    editors = Role.objects.filter(name__in=EDITORS)
    people = editors.filter(user__is_active=True).values_list("user_id", flat=True)
    return len(people.distinct()[:2]) == 2


def lock_for_roles(user_id: int) -> User:
    """Two managing editors who take the role from each other at once do so one after the other."""
    hold(Lock.ROLES)
    return User.objects.select_for_update().get(pk=user_id)


def check_is_not_the_last(user: User) -> None:
    """Raises LastManagingEditor where a journal would be left without one."""
    managing = set(_managing_editors().values_list("pk", flat=True))
    if managing == {user.pk}:
        raise LastManagingEditor


def _managing_editors() -> QuerySet[User]:
    roles = Role.objects.filter(name=Role.Name.MANAGING_EDITOR)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def _announce_rights(change: RightsChange) -> None:
    changed: dict[str, Any] = {"given": change.given, "taken": change.taken}
    record_event(
        RIGHTS_CHANGED,
        about=_person(change.user_id),
        actor_id=change.changed_by_id,
        now=change.changed_at,
        data=changed,
    )
    promise_mail(
        "rights_changed",
        "accounts.notify_of_rights",
        to=Recipient("user", change.user_id),
        user_id=change.user_id,
        by_id=change.changed_by_id,
        change_id=change.pk,
        **changed,
    )


def has_lost_rights(user_ids: Collection[int], *, since: datetime) -> bool:
    """Whether any of these people has lost a role, or their sign-in, after that moment."""
    people = [_person(pk).identifier for pk in user_ids]
    changes = Event.objects.filter(kind=RIGHTS_CHANGED, subject__in=people, at__gt=since)
    return changes.exclude(data__taken=[]).exists()


def _person(user_id: int) -> NamedSubject:
    return NamedSubject(f"person {user_id}")


def _rights_of(user: User) -> set[str]:
    rights = {str(Role.Name(name).label) for name in user.role_names}
    if user.is_staff:
        rights.add(_("entry to the admin"))
    if user.is_active:
        rights.add(_("sign-in"))
    return rights


def pseudonym_of(user: User) -> str:
    return Pseudonym.objects.filter(user=user).values_list("name", flat=True).first() or ""


def check_name_is_free(user: User | None, name: str) -> None:
    """Raises NameNotAvailable for a name that readers would take for somebody else's.

    user: who wants to bear it, None for somebody who has no account yet. Two people may share a
    name as long as neither is known by it here; afterwards an editor must have checked it
    (`Profile.shared_name`). Every question is asked each time, so that the time tells nothing.
    """
    skeletons = names.skeletons(name)
    own = Profile.objects.filter(user=user).first() if user is not None else None
    own_id = own.user_id if own else 0
    is_reserved = _is_reserved(name)
    # One's own pseudonym too: bearing it as a name would tell whose it is. Of others only one that
    # a review bears: choosing a pseudonym must not keep the person of that name from signing.
    is_pseudonym = Pseudonym.objects.filter(skeleton__in=skeletons, user=own_id).exists()
    is_known = Profile.objects.known_by_name().filter(skeleton__in=skeletons).exclude(user=own_id)
    borne = _signed_by(skeletons) | _written_by(skeletons)
    is_other = [is_known.exists(), borne.exclude(pk=own_id).exists()]
    is_shared = own is not None and names.skeleton(own.shared_name) == names.skeleton(name)
    if is_reserved or is_pseudonym or (any(is_other) and not is_shared):
        raise NameNotAvailable


def bearers_of(name: str, *, but: User) -> list[int]:
    """The accounts known here by this name: of signed reviews, works, issues and editors."""
    skeletons = names.skeletons(name)
    known = Q(pk__in=Profile.objects.known_by_name().filter(skeleton__in=skeletons).values("user"))
    signed = Q(pk__in=_signed_by(skeletons).values("pk"))
    accounts = User.objects.filter(known | signed, is_active=True, is_guest=False)
    return sorted(accounts.exclude(pk=but.pk).values_list("pk", flat=True))


def is_near_somebody_known(user: User, name: str) -> bool:
    """Whether this person's name is much like that of somebody else known here, who is asked for
    one by one: only a signature that was invited needs it.
    """
    skeleton = names.skeleton(name)
    own = Profile.objects.known_by_more().filter(user=user, skeleton=skeleton)
    is_shared = names.skeleton(user.profile.shared_name) == skeleton
    if is_shared or own.exists() or _signed_by([skeleton]).filter(pk=user.pk).exists():
        return False
    known = Profile.objects.known_by_name().exclude(user=user).values_list("name", flat=True)
    signed = accepted_signatures().exclude(reviewer=user)
    borne = signed.values_list("byline_name", flat=True)
    return any(names.is_near(other, name) for other in {*known, *borne})


def _signed_by(skeletons: Collection[str]) -> QuerySet[User]:
    """Whose published review is signed with a name of these skeletons, guests among them."""
    signed = accepted_signatures().filter(byline_skeleton__in=skeletons)
    return User.objects.filter(pk__in=signed.values("reviewer"))


def _written_by(skeletons: Collection[str]) -> QuerySet[User]:
    """Who submitted a review under a pseudonym of these skeletons."""
    return User.objects.filter(
        reviews__status__in=["submitted", "accepted", "published"],
        reviews__byline_kind="pseudonym",
        reviews__byline_skeleton__in=skeletons,
    )


def available_name(name: str) -> str:
    """The name another site gives for a new person, or "" where nobody may choose it here."""
    name = names.clean_name(name[:MAX_NAME])
    if not has_allowed_letters(name):
        return ""
    try:
        check_name_is_free(None, name)
    except NameNotAvailable:
        return ""
    return name


def check_can_sign(user: User, name: str) -> None:
    """Raises NameNotAvailable when somebody else has become known by this person's name since.

    Who signed with it already, or is known by it otherwise, goes on signing.
    """
    own = Profile.objects.known_by_more().filter(user=user, skeleton=names.skeleton(name))
    has_signed = _signed_by([names.skeleton(name)]).filter(pk=user.pk)
    if not own.exists() and not has_signed.exists():
        check_name_is_free(user, name)


def check_pseudonym_is_free(user: User, name: str) -> None:
    """Raises NameNotAvailable, or PseudonymInUse when reviews stand under another name already."""
    current = pseudonym_of(user)
    if name == current:
        return
    if current and user.reviews.filter(byline_kind="pseudonym").exists():
        raise PseudonymInUse
    skeletons = names.skeletons(name)
    # People may be called so; nobody needs such a pseudonym.
    is_reserved = _is_reserved(name) or names.has_words(name, settings.JOURNAL_NAME)
    is_pseudonym = Pseudonym.objects.filter(skeleton__in=skeletons).exclude(user=user).exists()
    is_author = any([bears(skeletons) for bears in OTHER_NAMES])  # noqa: C419 - each is asked
    known = Profile.objects.known_by_name() | Profile.objects.filter(user=user)
    is_known = [known.filter(skeleton__in=skeletons).exists(), _signed_by(skeletons).exists()]
    if name and (is_reserved or is_pseudonym or is_author or any(is_known) or not skeletons):
        raise NameNotAvailable


def check_can_use_pseudonym(user: User) -> None:
    """Raises NameNotAvailable when somebody has become known by it since it was chosen.

    Reviews that bear it already keep it for its owner.
    """
    skeletons = names.skeletons(pseudonym_of(user))
    is_known = Profile.objects.known_by_name().filter(skeleton__in=skeletons).exists()
    is_borne = is_known or _signed_by(skeletons).exists()
    if is_borne and not _written_by(skeletons).filter(pk=user.pk).exists():
        raise NameNotAvailable


def _is_reserved(name: str) -> bool:
    """Names of the journal itself. Its roles ("Editors of …") are reserved for everybody."""
    return names.is_reserved(name, also=(settings.JOURNAL_NAME, _("Anonymous reviewer")))


def lock_names() -> None:
    """Until the transaction ends nobody else chooses a name: two could choose one otherwise."""
    hold(Lock.NAMES)


@transaction.atomic
def set_pseudonym(user: User, name: str) -> None:
    """Choose, change or (with "") give up a pseudonym. Raises an AccountError."""
    lock_names()
    current = pseudonym_of(user)
    name = name if name == current else names.clean_name(name)
    if name == current:
        return
    check_pseudonym_is_free(user, name)
    if name:
        Pseudonym.objects.update_or_create(user=user, defaults={"name": name})
    else:
        Pseudonym.objects.filter(user=user).delete()


@transaction.atomic
def save_profile(
    profile: Profile, *, pseudonym: str, subjects: Collection[Any] | None = None
) -> Profile:
    """Save a changed profile and the pseudonym with it, both or neither. Raises an AccountError.

    subjects: rows of preprints; None leaves them. Another affiliation is another organisation.
    """
    set_pseudonym(profile.user, pseudonym)  # from here on names are locked
    before = Profile.objects.only("name", "affiliation").get(pk=profile.pk)
    if profile.name != before.name:
        profile.name = names.clean_name(profile.name)
        check_name_is_free(profile.user, profile.name)
    if profile.affiliation != before.affiliation:
        profile.ror = ""
        if profile.affiliation:
            promise(
                "ingest.look_up_organisation", user_id=profile.user_id, typed=profile.affiliation
            )
    profile.save()
    if subjects is not None:
        profile.subjects.set(subjects)
    return profile


def set_organisation(user_id: int, *, ror: str, name: str, typed: str) -> Profile:
    """Put an organisation of ROR's in the place of what was typed, unless that is another by now.

    name: as ROR shows it. ror: its ID, bare.
    """
    Profile.objects.filter(user=user_id, affiliation=typed).update(affiliation=name, ror=ror)
    return Profile.objects.get(user=user_id)


def show_orcid(user: User, orcid: str) -> None:
    """In place of one that was typed: ORCID itself has said that this is theirs."""
    ensure_profile(user, name="")
    Profile.objects.filter(user=user).update(orcid=orcid)
