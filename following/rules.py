"""How much one person may follow, and when they are told of what is new."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from following.errors import SearchTooLong, TooManyFollowed, TooManySearches
from following.limits import LONGEST_THING, MOST_FOLLOWED, MOST_SEARCHES
from following.things import Thing, ThingKind
from mails.digests import last_morning
from mails.models import MailChoice

# So early that what is found is in the mail of that morning.
BEFORE_THE_DIGEST = timedelta(hours=1)


def check_can_follow(thing: Thing, *, followed: int, searches: int) -> None:
    """followed, searches: how many things, and how many searches among them, already are.

    Raises TooManyFollowed, TooManySearches or SearchTooLong.
    """
    if followed >= MOST_FOLLOWED:
        raise TooManyFollowed
    if thing.kind != ThingKind.SEARCH:
        return
    if searches >= MOST_SEARCHES:
        raise TooManySearches
    if len(str(thing)) > LONGEST_THING:
        raise SearchTooLong


def is_time_to_look(way: str, *, looked_at: datetime, zone: ZoneInfo, now: datetime) -> bool:
    """Whether what is new is looked for now: for mails at once always, else once in a morning.

    looked_at: when that was last done.
    """
    if way == MailChoice.Way.AT_ONCE:
        return True
    return looked_at < last_morning(now + BEFORE_THE_DIGEST, zone) - BEFORE_THE_DIGEST
