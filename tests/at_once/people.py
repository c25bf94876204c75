"""Accounts, the log and the index."""

from accounts import services
from accounts.models import Pseudonym, User
from events.checkpoints import make_checkpoint
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from search.models import Follower
from search.services import follow_events
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW


def first_profile() -> Call:
    user = User.objects.create_user(f"new{User.objects.count()}@example.org")
    return lambda: services.ensure_profile(user, name="Noor Example")


def new_role() -> Call:
    user = UserFactory()
    return lambda: services.give_role(user, "editor")


def changed_rights() -> Call:
    user, by = UserFactory(reader=True), UserFactory()
    return lambda: services.change_rights(
        user.pk, roles=["editor"], is_staff=False, is_active=True, by=by, now=NOW
    )


def first_pseudonym() -> Call:
    user, name = UserFactory(), f"Heron {'abcdefgh'[Pseudonym.objects.count()]}"
    return lambda: services.set_pseudonym(user, name)


def changed_profile() -> Call:
    user, name = UserFactory(), f"Stork {'abcdefgh'[Pseudonym.objects.count()]}"

    def save() -> None:
        profile = User.objects.get(pk=user.pk).profile
        profile.name = f"Renamed {user.pk}"
        services.save_profile(profile, pseudonym=name)

    return save


def unsealed_events() -> Call:
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    return seal_new_events


def unsigned_log() -> Call:
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    return lambda: make_checkpoint(NOW)


def events_to_follow() -> Call:
    Follower.objects.get_or_create(pk=1)
    work = PreprintFactory()
    record_event("preprint.listed", about=NamedSubject("V1", work.pk), now=NOW)
    seal_new_events()
    return lambda: follow_events(now=NOW)


ACTS = [
    Act(services.ensure_profile, first_profile),
    Act(services.give_role, new_role),
    Act(services.change_rights, changed_rights),
    Act(services.set_pseudonym, first_pseudonym),
    Act(services.save_profile, changed_profile),
    Act(seal_new_events, unsealed_events),
    Act(make_checkpoint, unsigned_log),
    Act(follow_events, events_to_follow),
]
