"""What people do with what they follow."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max

from events.models import Seal
from following.limits import LONGEST_NAME
from following.models import Follow
from following.rules import check_can_follow
from following.things import Thing, ThingKind, read_thing, stored_words, view_of


@transaction.atomic
def follow(user_id: int, thing: Thing, *, name: str = "", now: datetime) -> Follow:
    """Follow a thing from now on; one that is followed already stays as it is. thing: as it is by
    now.

    Raises TooManyFollowed, TooManySearches or SearchTooLong.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
    own = Follow.objects.filter(user=user_id)
    if (known := own.filter(thing__in=stored_words(thing)).first()) is not None:
        return known
    searches = own.filter(thing__startswith=f"{ThingKind.SEARCH}:").count()
    check_can_follow(thing, followed=own.count(), searches=searches)
    position = Seal.objects.aggregate(last=Max("position"))["last"] or 0
    return Follow.objects.create(
        user_id=user_id,
        thing=str(thing),
        name=name[:LONGEST_NAME] if thing.kind == ThingKind.SEARCH else "",
        since_at=now,
        started_position=position,
        notified_until=position,
        looked_at=now,
    )


def unfollow(follow: Follow) -> None:
    """From now on nothing is mailed of it, nor what waits to be mailed. What its owner followed
    beside it, and is the same thing by now, goes with it."""
    thing = read_thing(follow.thing)
    words = stored_words(view_of(thing).now) if thing else []
    Follow.objects.filter(user=follow.user_id, thing__in=[follow.thing, *words]).delete()


def name_search(follow: Follow, name: str) -> None:
    """name: what its owner calls it; "" for its own words."""
    Follow.objects.filter(pk=follow.pk).update(name=name)


def forget_person(user_id: int) -> None:
    """Nobody follows somebody whose account was erased, under whichever number."""
    words = stored_words(Thing(ThingKind.PERSON, str(user_id)))
    Follow.objects.filter(thing__in=words).delete()
