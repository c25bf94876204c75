"""The schedule that looks what is new in what people follow, and the mail that tells them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.addressees import addressee_of
from events.locks import Lock, hold_if_free
from events.outbox import NotNeeded, handler
from following.models import Follow
from following.news.collecting import FollowNews, FollowSince, find_news
from following.news.showing import ShownNews, shown_news
from following.rules import is_time_to_look
from mails.choices import usual_way
from mails.kinds import MAIL_KINDS
from mails.models import MailChoice
from mails.promising import Recipient, promise_mail
from mails.sending import check_turn, send_promised_mail
from search.models import Follower

KIND = "followed_news"
PEOPLE_AT_ONCE = 50
MOST_THINGS = 50  # in one mail; of more, the page of what somebody follows tells


@dataclass(frozen=True, slots=True)
class _Reader:
    """way: how they get the mail. looked_at: when was last looked for them."""

    user_id: int
    way: str
    zone: ZoneInfo
    looked_at: datetime

    def is_due(self, now: datetime) -> bool:
        return is_time_to_look(self.way, looked_at=self.looked_at, zone=self.zone, now=now)


def notify_followers(*, now: datetime) -> int:
    """Promise a mail to each person for whom it is time and something is new; how many.

    Running it twice, or in two processes at once, tells nobody twice: what was told up to moves
    with the promise, and one process looks at a time. The search knows all that is looked at.
    """
    until = known_until()
    notified = 0
    for user_ids in _batches(until, now):
        notified += _notify(user_ids, until=until, now=now)
    return notified


def known_until() -> int:
    """The last link of the chain that searches know."""
    follower = Follower.objects.filter(pk=1).first()
    return follower.position if follower else 0


def _batches(until: int, now: datetime) -> Iterator[Sequence[int]]:
    behind = Follow.objects.filter(notified_until__lt=until).order_by("user")
    user_ids = list(behind.values_list("user", flat=True).distinct())
    due = [one.user_id for one in _readers(user_ids, until) if one.is_due(now)]
    for start in range(0, len(due), PEOPLE_AT_ONCE):
        yield due[start : start + PEOPLE_AT_ONCE]


def _readers(user_ids: Sequence[int], until: int) -> list[_Reader]:
    """Two queries. Without those who were told by somebody else meanwhile."""
    usual = usual_way(MAIL_KINDS[KIND])
    chosen = MailChoice.objects.filter(kind=KIND, user__in=user_ids)
    ways = dict(chosen.values_list("user", "way"))
    behind = Follow.objects.filter(
        user__in=user_ids, notified_until__lt=until, user__is_active=True
    )
    rows = behind.order_by("user").values_list("user", "user__profile__time_zone")
    return [
        _Reader(user_id, ways.get(user_id, usual), ZoneInfo(zone or "UTC"), looked_at)
        for user_id, zone, looked_at in rows.annotate(least=Min("looked_at"))
    ]


@transaction.atomic
def _notify(user_ids: Sequence[int], *, until: int, now: datetime) -> int:
    """Of a batch of people. Who wants no mail is told nothing, later neither."""
    if not hold_if_free(Lock.NEWS):
        return 0
    due = [one for one in _readers(user_ids, until) if one.is_due(now)]
    wanting = [one.user_id for one in due if one.way != MailChoice.Way.OFF]
    behind_rows = Follow.objects.filter(
        user__in=[one.user_id for one in due], notified_until__lt=until
    )
    behind = list(behind_rows.select_for_update().order_by("pk"))
    asked = [FollowSince(row, row.notified_until) for row in behind if row.user_id in wanting]
    # All that they follow: what one thing names now another one has to, should that be unfollowed.
    since: dict[int, list[tuple[int, int]]] = defaultdict(list)
    with_news = {news.follow.user_id for news in find_news(asked, until=until)}
    for row in asked:
        since[row.follow.user_id].append((row.follow.pk, row.since))
    for user_id in sorted(with_news):
        to, follows = Recipient("user", user_id), since[user_id]
        promise_mail(
            KIND, "following.send_news", to=to, user_id=user_id, follows=follows, until=until
        )
    Follow.objects.filter(pk__in=[row.pk for row in behind]).update(
        notified_until=until, looked_at=now
    )
    return len(with_news)


@handler("following.send_news")
def send_news(user_id: int, follows: list[tuple[int, int]], until: int) -> None:
    """follows: each with the last link that was told before. What was unfollowed, or is no longer
    public, is left out."""
    to = addressee_of(user_id)
    check_turn(to, KIND)
    since = dict(follows)
    still = Follow.objects.filter(pk__in=since, user=to.user.pk if to.user else 0)
    found = find_news(
        [FollowSince(row, since[row.pk]) for row in still.order_by("pk")], until=until
    )
    if not (shown := shown_news(found[:MOST_THINGS])):
        raise NotNeeded(_("Nothing of it is new any more."))
    send_promised_mail(to, KIND, _context(shown, found))


def _context(shown: list[ShownNews], found: list[FollowNews]) -> dict[str, Any]:
    return {
        "news": shown,
        "more_things": max(len(found) - MOST_THINGS, 0),
    }
