"""Accounts, the log and the index."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts import joining, second_factor, services
from accounts.errors import CannotJoin
from accounts.models import Pseudonym, User
from events.checkpoints import make_checkpoint
from events.forgetting import forget_actor
from events.outbox import waiting_for, work
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from following import services as following
from following.models import Follow
from following.news.mails import notify_followers
from following.things import Thing, ThingKind, preprint_thing
from mails import services as mail_services
from mails.digests import make_due_digests
from mails.models import MailChoice
from mails.sending import DIGEST
from privacy.erasing import erase_account
from reviews.mail_promises import promise_mails
from search.models import Follower
from search.services import follow_events
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
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


def erased_account() -> Call:
    review = ReviewFactory(published=True, reviewer=UserFactory(verified=True))
    return lambda: erase_account(review.reviewer_id, now=NOW)


def forgotten_actor() -> Call:
    user = UserFactory()
    record_event("preprint.listed", about=NamedSubject("V1"), actor_id=user.pk, now=NOW)
    seal_new_events()
    return lambda: forget_actor(user.pk)


def two_accounts() -> Call:
    kept, given_up = UserFactory(verified=True), UserFactory(verified=True)
    return lambda: joining.join_accounts(kept.pk, given_up.pk, now=NOW)


def lost_device() -> Call:
    user = UserFactory()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return lambda: second_factor.remove_second_factor(user.pk, now=NOW)


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


def mail_choice() -> Call:
    user = UserFactory()
    return lambda: mail_services.choose_mails(user.pk, {"work_selected": "off"})


def turned_off() -> Call:
    user = UserFactory()
    return lambda: mail_services.turn_off(user.pk, "work_selected")


def daily_mail() -> Call:
    """Promised yesterday to somebody who gets it once a day."""
    user, row = UserFactory(), SubmissionFactory(accepted=True)
    MailChoice.objects.create(user=user, kind="submission_decided", way="daily")
    promise_mails("submission_decided", [user.pk], submission=row.pk)
    work()
    yesterday = timezone.now() - timedelta(days=1)
    waiting_for(DIGEST).update(created_at=yesterday)
    return lambda: make_due_digests(now=timezone.now())


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


def thing_to_follow() -> Call:
    user, work = UserFactory(), PreprintFactory()
    return lambda: following.follow(user.pk, preprint_thing(work.pk), now=NOW)


def followed_search() -> Follow:
    """Followed from before all events."""
    user = UserFactory()
    search = Thing(ThingKind.SEARCH, "q=axioms")
    return following.follow(user.pk, search, now=NOW - timedelta(days=9))


def no_more_followed() -> Call:
    followed = followed_search()
    return lambda: following.unfollow(followed)


def named_search() -> Call:
    followed = followed_search()
    return lambda: following.name_search(followed, "Herons")


def news() -> Call:
    """Of the only followed search: a work that was listed since."""
    Follow.objects.all().delete()
    followed_search()
    events_to_follow()()
    return lambda: notify_followers(now=NOW)


ACTS = [
    Act(services.ensure_profile, first_profile),
    Act(services.give_role, new_role),
    Act(services.change_rights, changed_rights),
    Act(erase_account, erased_account),
    Act(forget_actor, forgotten_actor),
    Act(joining.join_accounts, two_accounts, refusals=(CannotJoin,)),
    Act(second_factor.remove_second_factor, lost_device),
    Act(services.set_pseudonym, first_pseudonym),
    Act(services.save_profile, changed_profile),
    Act(mail_services.choose_mails, mail_choice),
    Act(mail_services.turn_off, turned_off),
    Act(make_due_digests, daily_mail),
    Act(following.follow, thing_to_follow),
    Act(following.unfollow, no_more_followed),
    Act(following.name_search, named_search, only_changes_fields=True),
    Act(notify_followers, news),
    Act(seal_new_events, unsealed_events),
    Act(make_checkpoint, unsigned_log),
    Act(follow_events, events_to_follow),
]
