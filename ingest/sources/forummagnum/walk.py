"""Walking a forum by the time of posting; a harvest can be continued after any page.

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
from ingest.parsing.dates import parse_moment
from ingest.sources.base import Cursor, HarvestPage, Ref, Rejected, Window
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
class WalkPosition:
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
class ListedPost:
    """What the walk needs of a post in a list; posted_at is "" where it is no date."""

    index: int
    post_id: str
    posted_at: str


def walk(site: Site, window: Window, cursor: Cursor, client: SourceClient) -> Iterator[HarvestPage]:
    """See `Harvestable.pages`."""
    terms = _terms(window, site)
    position: WalkPosition | None = WalkPosition.of(window, cursor, site)
    while position is not None:
        asked = terms | ({"after": position.after} if position.after else {})
        content, speech = ask(
            site,
            partial(about_posts, _VIEW, asked, position.limit),
            client,
            Speech(position.dialect, position.unknown),
        )
        here = replace(position, dialect=speech.dialect, unknown=speech.unknown)
        page, position = read_page(content, here, site)
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


def read_page(
    content: bytes, position: WalkPosition, site: Site
) -> tuple[HarvestPage, WalkPosition | None]:
    """What is new in an answer, and where to go on; None after the last page.

    Raises ChallengePage, UnexpectedAnswer.
    """
    listing = find_posts(content)
    listed = [_listed_post(index, post) for index, post in enumerate(listing.posts)]
    _check_order(listed, position)
    seen = set(position.seen)
    new_posts = [one for one in listed if not one.post_id or one.post_id not in seen]
    following = _next_position(listed, new_posts, listing, position)
    total = None
    if listing.total is not None:
        total = position.done + max(listing.total - (len(listed) - len(new_posts)), len(new_posts))
    page = _page_of(new_posts, listing, site)
    # Were the harvest killed after the last page, it would go on from that page's end.
    cursor = following or _end_of_page(listed, new_posts, position)
    return replace(page, cursor=asdict(cursor), total=total, done=len(new_posts)), following


def _listed_post(index: int, post: Any) -> ListedPost:
    if not isinstance(post, dict):
        return ListedPost(index, "", "")
    post_id, posted_at = post.get("_id"), post.get("postedAt")
    try:
        parse_moment(posted_at if isinstance(posted_at, str) else None)
    except UnexpectedAnswer:
        posted_at = ""
    return ListedPost(index, post_id if isinstance(post_id, str) else "", posted_at or "")


def _check_order(listed: list[ListedPost], position: WalkPosition) -> None:
    """Raise UnexpectedAnswer if the forum ignores our terms: the order, or the first moment."""
    moments = [parse_moment(one.posted_at) for one in listed if one.posted_at]
    beginning = [parse_moment(position.after)] if position.after else []
    if beginning + moments != sorted(beginning + moments):
        raise UnexpectedAnswer("a forum's posts are not in the order of their time")


def _next_position(
    listed: list[ListedPost], new_posts: list[ListedPost], listing: Listing, position: WalkPosition
) -> WalkPosition | None:
    """Where the next page begins; None if there is none. Raises UnexpectedAnswer.

    A page shorter than asked for need not be the last: a forum takes out of it what is not for
    everybody. But then its total is larger.
    """
    if listing.total is not None and listing.total <= len(listed):
        return None
    named = [one for one in new_posts if one.post_id]  # one without an id is always new
    if listing.total is None and not named and len(listed) < position.limit:
        return None
    here = _end_of_page(listed, new_posts, position)
    if here.after != position.after:
        return here
    if position.limit >= LARGEST_PAGE:
        # All was asked for at once: what the total counts beside it is not for everybody.
        if listed and not named and listing.total is not None and listing.total <= position.limit:
            return None
        raise UnexpectedAnswer(
            f"a forum's list does not go on after {position.after or 'its start'}"
        )
    return replace(here, limit=min(2 * position.limit, LARGEST_PAGE))


def _end_of_page(
    listed: list[ListedPost], new_posts: list[ListedPost], position: WalkPosition
) -> WalkPosition:
    """The end of a page; pages are of the usual size again once a moment is left behind."""
    after = next((one.posted_at for one in reversed(listed) if one.posted_at), position.after)
    seen = {one.post_id for one in listed if one.posted_at == after}
    here = replace(position, after=after, done=position.done + len(new_posts))
    if after == position.after:
        return replace(here, seen=tuple(sorted(seen.union(position.seen))))
    return replace(here, seen=tuple(sorted(seen)), limit=PAGE_SIZE)


def _page_of(listed: list[ListedPost], listing: Listing, site: Site) -> HarvestPage:
    records: dict[str, Record] = {}
    refs: list[Ref] = []
    rejected: list[Rejected] = []
    for one in listed:
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
    return HarvestPage(
        cursor={}, records=tuple(records.values()), refs=tuple(refs), rejected=tuple(rejected)
    )
