"""What is new of followed things: one pass for many people, whatever each of them follows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import F, Q

from events.models import Event
from following.models import Follow
from following.news.hits import FoundHits, Fresh, search_hits
from following.news.kinds import (
    ABOUT_A_TEXT,
    LISTED,
    OF_A_PERSON,
    OF_A_SEARCH,
    OF_A_SUBJECT,
    OF_A_WORK,
    Happened,
    is_still_so,
)
from following.news.texts import published_texts
from following.things import Thing, ThingKind, ThingView, read_thing, views_of
from preprints.duplicates.merged_ids import merge_target_ids
from preprints.models import Preprint
from search.finding import Hit
from search.models import DocumentKind
from web.list_lengths import FOLLOWED_NEWS

MOST_EVENTS = 20_000  # of one look; of what more there is, the oldest is left out
_ORDER = (ThingKind.PREPRINT, ThingKind.PERSON, ThingKind.SUBJECT, ThingKind.SEARCH)
_FIELDS = ("pk", "kind", "subject", "preprint_id", "actor_id", "at", "data")


@dataclass(frozen=True, slots=True)
class FollowSince:
    """since: the last link of the chain whose news the follower knows."""

    follow: Follow
    since: int


@dataclass(frozen=True, slots=True)
class FollowNews:
    """What is new of one followed thing. events: the newest first, at most `FOLLOWED_NEWS`; `hits`
    in their place for a search. more: how many there are beside them."""

    follow: Follow
    view: ThingView
    events: Sequence[Happened] = ()
    hits: FoundHits | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class NewsWork:
    """The work that the events of a preprint are of by now."""

    pk: int
    title: str
    status: str


@dataclass
class _Log:
    """The events of one look, and what they are about. works: by the number in the event."""

    events: list[Happened]
    works: Mapping[int, NewsWork]
    subjects: Mapping[int, set[int]]
    fresh: list[Fresh] = field(default_factory=list)


def find_news(
    asked: Sequence[FollowSince],
    *,
    until: int,
    after: datetime | None = None,
    names_once: bool = True,
) -> list[FollowNews]:
    """Of each followed thing that has any, works first and searches last; some twenty queries, and
    four for each search that differs.

    after: leave out what is older. names_once: where two things that one person follows have the
    same news, it stands under the first alone. Nobody reads of their own acts.
    """
    things = {row.follow.pk: thing for row in asked if (thing := read_thing(row.follow.thing))}
    views = views_of(set(things.values()))
    low = min((row.since for row in asked), default=until)
    if not things or low >= until:
        return []
    log = _read_log(views, low=low, until=until, after=after)
    named: dict[int, set[Hit | int]] = defaultdict(set)
    seen: dict[int, set[Thing]] = defaultdict(set)
    known_hits: dict[tuple[str, int], FoundHits] = {}
    found = []
    for row in sorted(asked, key=lambda row: _ORDER.index(row.follow.thing.partition(":")[0])):
        if not names_once:
            named.clear()
        thing = things.get(row.follow.pk)
        view = views[thing] if thing else None
        if view is None or view.is_gone or view.now in seen[row.follow.user_id]:
            continue
        seen[row.follow.user_id].add(view.now)
        if view.now.kind == ThingKind.SEARCH:
            news = _news_of_search(row, view, log, known_hits, named[row.follow.user_id])
        else:
            news = _news_of_events(row, view, log, named[row.follow.user_id])
        if news is not None:
            found.append(news)
    return found


def works_of(news: Sequence[FollowNews]) -> dict[int, NewsWork]:
    """The works that the events are of, to be named; two queries."""
    return _works({event.preprint_id or 0 for one in news for event in one.events})


def _news_of_events(
    row: FollowSince, view: ThingView, log: _Log, named: set[Hit | int]
) -> FollowNews | None:
    new = [
        event
        for event in log.events
        if event.position > row.since
        and event.pk not in named
        and row.follow.user_id not in event.own_of
        and _concerns(event, view.now, log)
    ]
    named |= {event.pk for event in new}
    named |= {event.text.hit for event in new if event.text and event.kind in ABOUT_A_TEXT}
    shown, more = new[:FOLLOWED_NEWS], max(len(new) - FOLLOWED_NEWS, 0)
    return FollowNews(row.follow, view, events=shown, more=more) if new else None


def _news_of_search(
    row: FollowSince,
    view: ThingView,
    log: _Log,
    known: dict[tuple[str, int], FoundHits],
    named: set[Hit | int],
) -> FollowNews | None:
    """What the other things that the person follows have named already is left out."""
    fresh = [text for text in log.fresh if text.position > row.since]
    if not fresh:
        return None
    key = (view.now.key, row.since)
    if key not in known:
        known[key] = search_hits(view.now.key, [text.hit for text in fresh])
    own = {text.hit for text in fresh if row.follow.user_id in text.own_of}
    hits = known[key].without(own | named)
    named |= set(hits.hits)
    more = max(hits.texts - len(hits.shown), 0)
    return FollowNews(row.follow, view, hits=hits, more=more) if hits.texts else None


def _concerns(event: Happened, thing: Thing, log: _Log) -> bool:
    work = log.works.get(event.preprint_id or 0)
    if work is None:
        return False
    if thing.kind == ThingKind.PREPRINT:
        return event.kind in OF_A_WORK and work.pk == thing.pk
    if thing.kind == ThingKind.SUBJECT:
        return event.kind in OF_A_SUBJECT and thing.pk in log.subjects.get(work.pk, ())
    named = event.text.named_ids if event.text else frozenset()
    return event.kind in OF_A_PERSON and thing.pk in named


def _read_log(
    views: Mapping[Thing, ThingView], *, low: int, until: int, after: datetime | None
) -> _Log:
    things = {view.now for view in views.values() if not view.is_gone}
    ids = {kind: [thing.pk for thing in things if thing.kind == kind] for kind in _BY_NUMBER}
    has_searches = any(thing.kind == ThingKind.SEARCH for thing in things)
    events = Event.objects.public().filter(seal__position__gt=low, seal__position__lte=until)
    if after is not None:
        events = events.filter(at__gte=after)
    wanted = Q(preprint_id__in=ids[ThingKind.PREPRINT], kind__in=tuple(OF_A_WORK))
    if ids[ThingKind.SUBJECT]:
        wanted |= Q(kind__in=OF_A_SUBJECT)
    if ids[ThingKind.PERSON]:
        wanted |= Q(kind__in=OF_A_PERSON)
    if has_searches:
        wanted |= Q(kind__in=(*OF_A_SEARCH, LISTED))
    rows = events.filter(wanted).annotate(position=F("seal__position")).order_by("-position")
    happened = [Happened(*row) for row in rows.values_list(*_FIELDS, "position")[:MOST_EVENTS]]
    works = _works({event.preprint_id for event in happened if event.preprint_id})
    happened = _with_texts(happened)
    return _Log(
        [event for event in happened if _is_news(event, works)],
        works,
        _subjects_of(works, ids[ThingKind.SUBJECT]),
        _fresh(happened) if has_searches else [],
    )


_BY_NUMBER = (ThingKind.PREPRINT, ThingKind.SUBJECT, ThingKind.PERSON)


def _is_news(event: Happened, works: Mapping[int, NewsWork]) -> bool:
    work = works.get(event.preprint_id or 0)
    return work is not None and event.kind != LISTED and is_still_so(event, work.status)


def _with_texts(happened: list[Happened]) -> list[Happened]:
    """A review that was signed later has one event that names its writer: that of the signing."""
    texts = published_texts(key for event in happened if (key := event.data.get("row")))
    reviews = {event.preprint_id for event in happened if event.kind == "review.published"}
    signings = Event.objects.filter(kind="review.signed", preprint_id__in=reviews)
    signed_later = set(signings.values_list("data__row", flat=True)) if reviews else set()
    found = []
    for event in happened:
        text = texts.get(event.data.get("row", ""))
        if text and event.kind == "review.published" and event.data["row"] in signed_later:
            text = replace(text, named_ids=frozenset())
        found.append(replace(event, text=text))
    return found


def _works(preprint_ids: set[int]) -> dict[int, NewsWork]:
    if not preprint_ids:
        return {}
    target = merge_target_ids(sorted(preprint_ids))
    rows = Preprint.objects.public().filter(pk__in=target.values())
    known = {
        pk: NewsWork(pk, title, status)
        for pk, title, status in rows.values_list("pk", "current_version__title_plain", "status")
    }
    return {number: known[pk] for number, pk in target.items() if pk in known}


def _subjects_of(works: Mapping[int, NewsWork], subject_ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    if subject_ids and works:
        rows = Preprint.subjects.through.objects.filter(
            subject__in=subject_ids, preprint__in={work.pk for work in works.values()}
        )
        for work_id, subject_id in rows.values_list("preprint", "subject"):
            found[work_id].add(subject_id)
    return found


def _fresh(happened: list[Happened]) -> list[Fresh]:
    """The texts that became public. The entry of a work in an issue is found with the issue."""
    fresh = []
    for event in happened:
        if event.kind == LISTED and event.preprint_id:
            hit = Hit(DocumentKind.WORK, event.preprint_id)
        elif event.kind in OF_A_SEARCH and event.text is not None:
            hit = event.text.hit
        else:
            continue
        fresh.append(Fresh(hit, event.position, event.own_of))
    return fresh
