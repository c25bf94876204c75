"""Walking a forum by the time its posts appeared, so that it can be taken up again anywhere.

There is no cursor, and offsets over 2,000 are refused. So each page begins where the one before
ended: `after` takes in that very moment, whose posts are known by their ids. Only the views "new"
and "old" are in the order of that time; "frontpage" and "curated" are filters of it here.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Self

from ingest.errors import UnexpectedAnswer, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.sources.base import Cursor, Page, Ref, Rejected, Window, parse_moment
from ingest.sources.forummagnum.answers import Listing, find_posts
from ingest.sources.forummagnum.asking import ask
from ingest.sources.forummagnum.links import is_id, post_ref
from ingest.sources.forummagnum.posts import check_is_public, id_elsewhere, parse_post
from ingest.sources.forummagnum.queries import Speech, about_posts
from ingest.sources.forummagnum.sets import read_set
from ingest.sources.forummagnum.sites import ALIGNMENT_FORUM, SITES, Site
from preprints.record import Record

PAGE_SIZE = 50
LARGEST_PAGE = 1_000  # asked for where more posts than a page holds appeared in one moment
_VIEW = "old"  # the earliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a harvest stands; as a dictionary, the cursor.

    after: the moment the next page begins at, as the forum wrote it. seen: the ids of that
    moment's posts that were in earlier pages. done: posts in all earlier pages. dialect, unknown:
    how the forum was understood last.
    """

    dialect: str
    unknown: tuple[str, ...] = ()
    after: str = ""
    seen: tuple[str, ...] = ()
    limit: int = PAGE_SIZE
    done: int = 0

    @classmethod
    def of(cls, window: Window, cursor: Cursor, site: Site) -> Self:
        if cursor:
            known = {field.name for field in fields(cls)}
            kept = {name: value for name, value in cursor.items() if name in known}
            return cls(**kept | {name: tuple(kept.get(name, ())) for name in ("unknown", "seen")})
        return cls(dialect=site.dialect, after=_midnight(window.since) if window.since else "")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post in a list, as far as the walk looks at it; posted_at is "" where it is no date."""

    index: int
    post_id: str
    posted_at: str


def walk(site: Site, window: Window, cursor: Cursor, client: SourceClient) -> Iterator[Page]:
    """See `Harvestable.pages`."""
    terms = _terms(window, site)
    place: Place | None = Place.of(window, cursor, site)
    while place is not None:
        asked = terms | ({"after": place.after} if place.after else {})
        content, speech = ask(
            site,
            partial(about_posts, _VIEW, asked, place.limit),
            client,
            Speech(place.dialect, place.unknown),
        )
        here = replace(place, dialect=speech.dialect, unknown=speech.unknown)
        page, place = read_page(content, here, site)
        if page.done:
            yield page


def _terms(window: Window, site: Site) -> dict[str, Any]:
    chosen = read_set(window.set, site)
    terms: dict[str, Any] = {"excludeEvents": True}
    if chosen.filter:
        terms["filter"] = chosen.filter
    if chosen.karma is not None:
        terms["karmaThreshold"] = chosen.karma  # LessWrong overlooks a string
    if window.until:
        terms["before"] = _midnight(window.until + timedelta(days=1))
    if site is ALIGNMENT_FORUM:
        terms["af"] = True
    return terms


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


def read_page(content: bytes, place: Place, site: Site) -> tuple[Page, Place | None]:
    """What is new in an answer, and where to go on; None after the last page.

    Raises ChallengePage, UnexpectedAnswer.
    """
    listing = find_posts(content)
    sightings = [_sight(index, post) for index, post in enumerate(listing.posts)]
    _check_order(sightings, place)
    seen = set(place.seen)
    fresh = [one for one in sightings if not one.post_id or one.post_id not in seen]
    following = _following(sightings, fresh, listing, place)
    total = None
    if listing.total is not None:
        total = place.done + max(listing.total - (len(sightings) - len(fresh)), len(fresh))
    page = _read(fresh, listing, site)
    # Were the harvest killed after the last page, it would go on from that page's end.
    cursor = following or _past(sightings, fresh, place)
    return replace(page, cursor=asdict(cursor), total=total, done=len(fresh)), following


def _sight(index: int, post: Any) -> Sighting:
    if not isinstance(post, dict):
        return Sighting(index, "", "")
    post_id, posted_at = post.get("_id"), post.get("postedAt")
    try:
        parse_moment(posted_at if isinstance(posted_at, str) else None)
    except UnexpectedAnswer:
        posted_at = ""
    return Sighting(index, post_id if isinstance(post_id, str) else "", posted_at or "")


def _check_order(sightings: list[Sighting], place: Place) -> None:
    """Posts that are not in order, or from before, mean that the forum overlooks our terms."""
    moments = [parse_moment(one.posted_at) for one in sightings if one.posted_at]
    beginning = [parse_moment(place.after)] if place.after else []
    if beginning + moments != sorted(beginning + moments):
        raise UnexpectedAnswer("a forum's posts are not in the order of their time")


def _following(
    sightings: list[Sighting], fresh: list[Sighting], listing: Listing, place: Place
) -> Place | None:
    """Where the next page begins; None if there is none. Raises UnexpectedAnswer.

    A page shorter than asked for need not be the last: a forum takes out of it what is not for
    everybody. But then its total is larger.
    """
    if listing.total is not None and listing.total <= len(sightings):
        return None
    named = [one for one in fresh if one.post_id]  # one without an id is always fresh
    if listing.total is None and not named and len(sightings) < place.limit:
        return None
    here = _past(sightings, fresh, place)
    if here.after != place.after:
        return here
    if place.limit >= LARGEST_PAGE:
        # All was asked for at once: what the total counts beside it is not for everybody.
        if sightings and not named and listing.total is not None and listing.total <= place.limit:
            return None
        raise UnexpectedAnswer(f"a forum's list does not go on after {place.after or 'its start'}")
    return replace(here, limit=min(2 * place.limit, LARGEST_PAGE))


def _past(sightings: list[Sighting], fresh: list[Sighting], place: Place) -> Place:
    """The end of a page; pages are of the usual size again once a moment is left behind."""
    after = next((one.posted_at for one in reversed(sightings) if one.posted_at), place.after)
    seen = {one.post_id for one in sightings if one.posted_at == after}
    here = replace(place, after=after, done=place.done + len(fresh))
    if after == place.after:
        return replace(here, seen=tuple(sorted(seen.union(place.seen))))
    return replace(here, seen=tuple(sorted(seen)), limit=PAGE_SIZE)


def _read(sightings: list[Sighting], listing: Listing, site: Site) -> Page:
    records: dict[str, Record] = {}
    refs: list[Ref] = []
    rejected: list[Rejected] = []
    for one in sightings:
        post = listing.posts[one.index]
        try:
            if not isinstance(post, dict):
                raise UnexpectedAnswer("what is no post is in a forum's list")
            check_is_public(post)
            if one.index in listing.broken and is_id(one.post_id):
                refs.append(post_ref(one.post_id, site))
            elif twin_id := id_elsewhere(post):
                refs.append(post_ref(twin_id, SITES[site.twin]))
            else:
                records[one.post_id] = parse_post(post, site)
        except WorkNotPublic:
            continue  # an event, quick takes, a draft...: no work, and no fault
        except UnexpectedAnswer as error:
            rejected.append(Rejected(one.post_id, json.dumps(post).encode(), str(error)))
    return Page(
        cursor={}, records=tuple(records.values()), refs=tuple(refs), rejected=tuple(rejected)
    )
