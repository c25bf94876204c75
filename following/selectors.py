"""The button on the pages of things, and the page of what somebody follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.requests import AnyUser
from following.models import Follow
from following.news.collecting import FollowSince, find_news
from following.news.mails import KIND, known_until
from following.news.showing import ShownNews, shown_news
from following.things import Thing, ThingKind, ThingView, read_thing, stored_words, views_of
from mails.choices import way_of
from mails.kind import Words
from mails.kinds import MAIL_KINDS
from web.paging import Page, page_of

_WORDS: dict[str, Words] = {
    ThingKind.PREPRINT: _("Preprint"),
    ThingKind.SUBJECT: _("Subject"),
    ThingKind.PERSON: _("Person"),
    ThingKind.SEARCH: _("Search"),
}
NEWS_WITHIN = timedelta(days=7)  # on the page of what somebody follows


@dataclass(frozen=True, slots=True)
class FollowButton:
    """thing: its word in pages. follow_id: None where this reader does not follow it. url: of the
    page that asks whoever is not signed in, the same for all of them."""

    thing: str
    follow_id: int | None = None

    @property
    def words(self) -> str:
        is_search = self.thing.startswith(f"{ThingKind.SEARCH}:")
        return _now("Follow this search") if is_search else _now("Follow")

    @property
    def url(self) -> str:
        return f"{reverse('following:follow')}?{urlencode({'thing': self.thing})}"


def follow_button(user: AnyUser, thing: Thing, *, word: str = "") -> FollowButton:
    """Two queries; none for who is not signed in. word: as pages have the thing, where that is not
    how it is stored."""
    word = word or str(thing)
    if not user.is_authenticated:
        return FollowButton(word)
    followed = Follow.objects.filter(user=user.pk, thing__in=stored_words(thing))
    return FollowButton(word, followed.values_list("pk", flat=True).first())


def way_of_news(user: AnyUser) -> str:
    """How they get what is new, of `MailChoice.Way`; one query, none for who is not signed in."""
    return way_of(user if user.is_authenticated else None, MAIL_KINDS[KIND])


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """news: what is new of it within `NEWS_WITHIN`, None for nothing."""

    follow: Follow
    kind: str
    view: ThingView
    news: ShownNews | None

    @property
    def title(self) -> str:
        return self.follow.name or self.view.title

    @property
    def is_search(self) -> bool:
        return self.view.now.kind == ThingKind.SEARCH


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """days: how far back what is new is shown."""

    rows: list[FollowedRow]
    page: Page[Follow]
    days: int = NEWS_WITHIN.days


def following_page(user_id: int, query: QueryDict, *, now: datetime) -> FollowingPage:
    """The newest first; some thirty queries, and one more for each search on the page. What has
    become one thing stands there once."""
    page = page_of(Follow.objects.filter(user=user_id), moment="since_at", query=query)
    things = {row.pk: thing for row in page.rows if (thing := read_thing(row.thing)) is not None}
    views = views_of(set(things.values()))
    first = {views[things[row.pk]].now: row for row in reversed(page.rows) if row.pk in things}
    shown = [row for row in page.rows if row in first.values()]
    news = _news(shown, now=now)
    rows = [
        FollowedRow(row, str(_WORDS[things[row.pk].kind]), views[things[row.pk]], news.get(row.pk))
        for row in shown
    ]
    return FollowingPage(rows, page)


def _news(follows: Sequence[Follow], *, now: datetime) -> dict[int, ShownNews]:
    asked = [FollowSince(row, row.started_position) for row in follows]
    found = find_news(asked, until=known_until(), after=now - NEWS_WITHIN, names_once=False)
    return {one.follow.pk: one for one in shown_news(found)}
