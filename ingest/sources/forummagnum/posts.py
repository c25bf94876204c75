"""A post as GraphQL gives it, to a record."""

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer, WorkNotPublic
from ingest.parsing.dates import real_moment
from ingest.parsing.fields import line_of, part_of, parts_of, text_of
from ingest.parsing.finishing import finished
from ingest.parsing.limits import first_authors, first_categories
from ingest.parsing.markup import plain_line
from ingest.sources.forummagnum.answers import MEMBERS_ONLY, NOT_SHOWN
from ingest.sources.forummagnum.links import is_id, post_ref
from ingest.sources.forummagnum.relations import discussed
from ingest.sources.forummagnum.sites import ALIGNMENT_FORUM, EA_FORUM, LESSWRONG, SITES, Site
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.rules import ANONYMOUS
from text.plain import clean_text

_STATUS_APPROVED = 2
_ANONYMOUS = RecordAuthor(ANONYMOUS)  # as the forums show a hidden or deleted author
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_EA_FORUM_LICENSED_SINCE = datetime(2022, 12, 1, tzinfo=UTC)

# A post for which one of these holds is not for everybody's eyes, or is no work.
_REFUSALS = {
    "deletedDraft": _("This post was deleted, so it cannot be reviewed."),
    "draft": _("This post is still a draft. Please publish it on the forum first."),
    "isFuture": _("This post is not published yet. Please submit it when it is."),
    "onlyVisibleToLoggedIn": MEMBERS_ONLY,
    "rejected": _("The forum's moderators rejected this post, so it cannot be reviewed here."),
    "authorIsUnreviewed": _("The forum's moderators have not approved this post yet."),
    "isEvent": _("This post announces an event. Only posts that present work can be reviewed."),
    "shortform": _("This is a page of quick takes. Please publish the work as a post first."),
    "unlisted": _("This post is unlisted. Please ask its author to list it on the forum first."),
}


def parse_post(post: dict[str, Any], site: Site) -> Record:
    """Raises WorkNotPublic, UnexpectedAnswer.

    `modifiedAt` is not read: the forums write it at any change of the row, so an edit is seen only
    by comparing texts, and the version has no label.
    """
    check_is_public(post)
    post_id, title = text_of(post, "_id"), plain_line(text_of(post, "title"), keeps_lone_tags=True)
    if not is_id(post_id):
        raise UnexpectedAnswer(f"a post without an id: {post_id!r:.100}")
    edited_at = real_moment(text_of(part_of(post, "contents"), "editedAt"))
    first_posted_at = real_moment(text_of(post, "postedAt")) or edited_at
    if first_posted_at is None:
        raise UnexpectedAnswer("a post without a date")
    location, *others = _locations(post, post_id, site)
    body = clean_text(body_of(post))
    record = Record(
        location=location,
        title=title,
        authors=_authors(post),
        # A text may have been edited last as a draft, before it was posted.
        posted_at=max(first_posted_at, edited_at or first_posted_at),
        first_posted_at=first_posted_at,
        body_html=body,
        licence=_licence(first_posted_at, site),
        categories=_tags(post),
        comment=clean_text(text_of(post, "url") or text_of(post, "canonicalSource")),
        other_locations=tuple(others),
        relations=discussed(
            (text_of(post, "url"), text_of(post, "canonicalSource")), title=title, body=body
        ),
    )
    return finished(record)


def check_is_public(post: dict[str, Any]) -> None:
    """Raises WorkNotPublic, with the reason in words for people."""
    for field, message in _REFUSALS.items():
        if post.get(field):
            raise WorkNotPublic(field, message=message)
    if post.get("status") not in (None, _STATUS_APPROVED):
        raise WorkNotPublic(f"status {post['status']}", message=NOT_SHOWN)


def body_of(post: dict[str, Any]) -> str:
    return text_of(part_of(post, "contents"), "html")


def id_elsewhere(post: dict[str, Any]) -> str:
    """The id of a cross-post on the twin forum, if the text is kept there and not here; else ""."""
    is_hosted_here = part_of(post, "fmCrosspost").get("hostedHere")
    return "" if is_hosted_here or body_of(post) else _twin_id(post)


def _twin_id(post: dict[str, Any]) -> str:
    crosspost = part_of(post, "fmCrosspost")
    twin_id = text_of(crosspost, "foreignPostId")
    return twin_id if crosspost.get("isCrosspost") and is_id(twin_id) else ""


def _locations(post: dict[str, Any], post_id: str, site: Site) -> list[RecordLocation]:
    """Where the post can be read, this forum first."""
    slug = text_of(post, "slug")
    path = f"posts/{post_id}/{slug}" if re.fullmatch(r"[\w-]+", slug) else f"posts/{post_id}"
    sites = [site]
    # LessWrong and the Alignment Forum show one database. Every post of the latter is one of
    # LessWrong's; the reverse is said by `af`.
    if site is ALIGNMENT_FORUM:
        sites = [LESSWRONG] if post.get("af") is False else [site, LESSWRONG]
    elif site is LESSWRONG and post.get("af"):
        sites = [site, ALIGNMENT_FORUM]
    locations = [RecordLocation(one.key, post_id, f"{one.address}/{path}") for one in sites]
    if twin_id := _twin_id(post):
        twin = post_ref(twin_id, SITES[site.twin])
        locations.append(RecordLocation(twin.source, twin.external_id, twin.url))
    return locations


def _licence(posted_at: datetime, site: Site) -> str:
    """The EA Forum's terms license what was posted since December 2022; others say nothing."""
    is_licensed = site is EA_FORUM and posted_at >= _EA_FORUM_LICENSED_SINCE
    return _CC_BY if is_licensed else ""


def writers_of(post: dict[str, Any]) -> list[dict[str, Any]]:
    """The users who wrote it: the writer, {} where hidden, then the co-authors who agreed to be
    named.

    Newer posts on LessWrong have no coauthorStatuses: there, whoever is listed has agreed.
    """
    unconfirmed = {
        text_of(status, "userId")
        for status in parts_of(post, "coauthorStatuses")
        if not status.get("confirmed")
    }
    coauthors = [u for u in parts_of(post, "coauthors") if text_of(u, "_id") not in unconfirmed]
    writer = {} if post.get("hideAuthor") else part_of(post, "user")
    return [writer, *coauthors]


def _authors(post: dict[str, Any]) -> tuple[RecordAuthor, ...]:
    return first_authors(map(author_of, writers_of(post)))


def author_of(user: dict[str, Any]) -> RecordAuthor:
    """A user's name; of a deleted or hidden one (null), what the forums show instead."""
    name = plain_line(text_of(user, "displayName") or text_of(user, "username"))
    return RecordAuthor(name) if name and not user.get("deleted") else _ANONYMOUS


def _tags(post: dict[str, Any]) -> tuple[str, ...]:
    return first_categories(line_of(tag, "name") for tag in parts_of(post, "tags"))
