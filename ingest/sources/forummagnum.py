"""LessWrong, the Alignment Forum and the EA Forum: three sites of one software, ForumMagnum.

LessWrong and the Alignment Forum show one database, so a post has the same id on both. The EA
Forum runs an older branch; the query below holds only what both branches know.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.answers import looks_like_html
from ingest.client import SourceClient
from ingest.errors import ChallengePage, UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.sources.base import Ref, parse_moment, read_address
from preprints.record import Record, RecordAuthor, RecordLocation
from text.plain import clean_text, collapse_space

_ID = "[A-Za-z0-9]{17}"
_POST_PATH = re.compile(
    rf"/(?:posts|(?:s|sequences|g)/[^/]+/p|(?:compare|revisions)/post)/(?P<id>{_ID})(?:/.*)?"
)
_SLUG_PATH = re.compile(r"/posts/slug/(?P<slug>[\w-]+)/?")
# Before 2017 posts had numbers, written to the base 36.
_LEGACY_PATH = re.compile(
    r"(?:/r)?(?:/(?:all|discussion|lesswrong))?/(?P<start>lw|ea)/(?P<legacy>[0-9a-z]{1,6})(?:/.*)?"
)

_FIELDS = """
    _id slug title url canonicalSource postedAt af status
    draft deletedDraft isFuture rejected isEvent shortform unlisted
    authorIsUnreviewed onlyVisibleToLoggedIn hideAuthor
    contents { html wordCount editedAt }
    htmlBody
    user { _id username displayName deleted }
    coauthors { _id username displayName deleted }
    coauthorStatuses { userId confirmed }
    tags { name }
    fmCrosspost { isCrosspost hostedHere foreignPostId }
"""
_POST_BY_ID = (
    "query ($id: String) { post(input: {selector: {_id: $id}, allowNull: true}) "
    f"{{ result {{ {_FIELDS} }} }} }}"
)
_POSTS_BY_VIEW = (
    f"query ($terms: JSON) {{ posts(input: {{terms: $terms}}) {{ results {{ {_FIELDS} }} }} }}"
)

T = TypeVar("T")

_STATUS_APPROVED = 2
_ANONYMOUS = RecordAuthor("[anonymous]")  # as the forums show a hidden or deleted author
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_EA_FORUM_LICENSED_SINCE = datetime(2022, 12, 1, tzinfo=UTC)

# A post for which one of these holds is not for everybody's eyes, or is no work.
_REFUSALS = {
    "deletedDraft": _("This post was deleted, so it cannot be reviewed."),
    "draft": _("This post is still a draft. Please publish it on the forum first."),
    "isFuture": _("This post is not out yet. Please submit it once it is."),
    "onlyVisibleToLoggedIn": _("Only members of the forum can read this post."),
    "rejected": _("The forum's moderators rejected this post, so it cannot be reviewed here."),
    "authorIsUnreviewed": _("The forum's moderators have not approved this post yet."),
    "isEvent": _("This post announces an event. Only posts that present work can be reviewed."),
    "shortform": _("This is a page of quick takes. Please publish the work as a post first."),
    "unlisted": _("This post is unlisted. Please ask its author to list it on the forum first."),
}
_NOT_ALLOWED = _("The forum does not show this post: it may be a draft, or deleted.")
_NOT_FOUND_CODES = ("app.missing_document", "app.document_not_found")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumMagnum:
    """One forum.

    address: where people read it. address_setting: the setting that says where programs ask.
    twin: the forum its cross-posts go to.
    """

    key: str
    name: str
    example: str
    address: str
    address_setting: str
    hosts: frozenset[str]
    legacy_path: str
    pace_key: str
    twin: str

    @property
    def forms(self) -> tuple[str | Promise, ...]:
        return (
            format_lazy(_("a post on {forum}: {address}"), forum=self.name, address=self.example),
        )

    def recognise(self, text: str) -> Ref | None:
        address = read_address(text)
        if address is None or address.host not in self.hosts:
            return None
        path = re.sub("//+", "/", address.path)
        if match := _POST_PATH.fullmatch(path):
            return self._ref(match["id"], f"posts/{match['id']}")
        if match := _SLUG_PATH.fullmatch(path):
            return self._ref(f"slug:{match['slug']}", f"posts/slug/{match['slug']}")
        match = _LEGACY_PATH.fullmatch(path)
        if match and match["start"] == self.legacy_path:
            return self._ref(f"legacy:{match['legacy']}", f"{match['start']}/{match['legacy']}")
        return None

    def _ref(self, external_id: str, path: str) -> Ref:
        return Ref(self.key, external_id, None, f"{self.address}/{path}")

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """Fetch a post; of a cross-post kept on the twin forum only, the post there."""
        post = self._fetch_post(ref.external_id, client)
        _check_is_public(post)
        twin_id = _twin_id(post)
        if twin_id and not _is_hosted_here(post) and not _body(post):
            twin = FORUMS[self.twin]
            return twin.parse_post(twin._fetch_post(twin_id, client))
        return self.parse_post(post)

    def _fetch_post(self, external_id: str, client: SourceClient) -> dict[str, Any]:
        answer = client.post_json(
            f"{getattr(settings, self.address_setting).rstrip('/')}/graphql",
            question(external_id),
            pace_key=self.pace_key,
        )
        post = find_post(answer.content)
        if ":" not in external_id and post.get("_id") != external_id:
            raise UnexpectedAnswer(f"asked for {external_id}, got {post.get('_id')}")
        return post

    def parse_post(self, post: dict[str, Any]) -> Record:
        """Raises WorkNotPublic, UnexpectedAnswer."""
        _check_is_public(post)
        post_id, title = _text(post, "_id"), collapse_space(clean_text(_text(post, "title")))
        if not re.fullmatch(_ID, post_id) or not title:
            raise UnexpectedAnswer("a post without its id or title")
        first_posted_at = parse_moment(_text(post, "postedAt"))
        edited_at = _text(_part(post, "contents"), "editedAt")
        location, *others = self._locations(post, post_id)
        return Record(
            location=location,
            title=title,
            authors=_authors(post),
            # A text may have been edited last as a draft, before it was posted.
            posted_at=max(first_posted_at, parse_moment(edited_at or _text(post, "postedAt"))),
            first_posted_at=first_posted_at,
            body_html=clean_text(_body(post)),
            licence=self._licence(first_posted_at),
            categories=_tags(post),
            comment=clean_text(_text(post, "url") or _text(post, "canonicalSource")),
            other_locations=tuple(others),
        )

    def _locations(self, post: dict[str, Any], post_id: str) -> list[RecordLocation]:
        """Where the post can be read, this forum first."""
        slug = _text(post, "slug")
        path = f"posts/{post_id}/{slug}" if re.fullmatch(r"[\w-]+", slug) else f"posts/{post_id}"
        forums = [self.key]
        # Every post of the Alignment Forum is one of LessWrong's; the reverse is said by `af`.
        if self is ALIGNMENT_FORUM:
            forums = [LESSWRONG.key] if post.get("af") is False else [self.key, LESSWRONG.key]
        elif self is LESSWRONG and post.get("af"):
            forums = [self.key, ALIGNMENT_FORUM.key]
        locations = [
            RecordLocation(key, post_id, f"{FORUMS[key].address}/{path}") for key in forums
        ]
        if twin_id := _twin_id(post):
            twin_url = f"{FORUMS[self.twin].address}/posts/{twin_id}"
            locations.append(RecordLocation(self.twin, twin_id, twin_url))
        return locations

    def _licence(self, posted_at: datetime) -> str:
        """The EA Forum's terms license what was posted since December 2022; others say nothing."""
        is_licensed = self is EA_FORUM and posted_at >= _EA_FORUM_LICENSED_SINCE
        return _CC_BY if is_licensed else ""


def question(external_id: str) -> dict[str, Any]:
    """What to ask a forum for a post by its id, "slug:..." or "legacy:..."."""
    kind, _colon, value = external_id.rpartition(":")
    if not kind:
        return {"query": _POST_BY_ID, "variables": {"id": value}}
    name = {"slug": "slug", "legacy": "legacyId"}[kind]
    terms = {"view": f"{name}Post", name: value, "limit": 1}
    return {"query": _POSTS_BY_VIEW, "variables": {"terms": terms}}


def find_post(content: bytes) -> dict[str, Any]:
    """The one post in an answer.

    Raises WorkNotFound, WorkNotPublic, ChallengePage, UnexpectedAnswer.
    """
    if looks_like_html(content):
        raise ChallengePage("a forum sent a page for people")
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(f"a forum's JSON: {error}") from error
    if not isinstance(answer, dict):
        raise UnexpectedAnswer("a forum's JSON is no object")
    found = _part(answer, "data")
    posts = [_part(found, "post").get("result"), *_parts(_part(found, "posts"), "results")]
    post = next(filter(None, posts), None)
    if isinstance(post, dict):
        return post
    for refusal in _parts(answer, "errors"):
        _raise_error(_text(refusal, "message"))
    if post is None and ("post" in found or "posts" in found):
        raise WorkNotFound("the forum knows no such post")
    raise UnexpectedAnswer("a forum's answer holds no post")


def _raise_error(message: str) -> NoReturn:
    if message in _NOT_FOUND_CODES:
        raise WorkNotFound(message)
    if message == "app.operation_not_allowed":
        raise WorkNotPublic(message, message=_NOT_ALLOWED)
    if "only visible to logged-in users" in message:
        raise WorkNotPublic(message, message=_REFUSALS["onlyVisibleToLoggedIn"])
    raise UnexpectedAnswer(f"GraphQL: {message[:500]}")


def _check_is_public(post: dict[str, Any]) -> None:
    for field, message in _REFUSALS.items():
        if post.get(field):
            raise WorkNotPublic(field, message=message)
    if post.get("status") not in (None, _STATUS_APPROVED):
        raise WorkNotPublic(f"status {post['status']}", message=_NOT_ALLOWED)


def _body(post: dict[str, Any]) -> str:
    return _text(_part(post, "contents"), "html") or _text(post, "htmlBody")


def _authors(post: dict[str, Any]) -> tuple[RecordAuthor, ...]:
    """The writer, then the co-authors who agreed to be named.

    Newer posts on LessWrong have no coauthorStatuses: there, whoever is listed has agreed.
    """
    unconfirmed = {
        _text(status, "userId")
        for status in _parts(post, "coauthorStatuses")
        if not status.get("confirmed")
    }
    coauthors = [u for u in _parts(post, "coauthors") if _text(u, "_id") not in unconfirmed]
    writer = {} if post.get("hideAuthor") else _part(post, "user")
    return tuple(map(_author, (writer, *coauthors)))


def _author(user: dict[str, Any]) -> RecordAuthor:
    """A user's name; of a deleted or hidden one (null), what the forums show instead."""
    name = collapse_space(clean_text(_text(user, "displayName") or _text(user, "username")))
    return RecordAuthor(name) if name and not user.get("deleted") else _ANONYMOUS


def _tags(post: dict[str, Any]) -> tuple[str, ...]:
    names = (collapse_space(clean_text(_text(tag, "name"))) for tag in _parts(post, "tags"))
    return tuple(dict.fromkeys(filter(None, names)))


def _twin_id(post: dict[str, Any]) -> str:
    crosspost = _part(post, "fmCrosspost")
    twin_id = _text(crosspost, "foreignPostId")
    return twin_id if crosspost.get("isCrosspost") and re.fullmatch(_ID, twin_id) else ""


def _is_hosted_here(post: dict[str, Any]) -> bool:
    return bool(_part(post, "fmCrosspost").get("hostedHere"))


# The three below read a field of a known type, null as empty. They raise UnexpectedAnswer for
# another type, so that a change of the forums' schema is seen as one.


def _text(parent: dict[str, Any], field: str) -> str:
    return _typed(parent, field, str, "")


def _part(parent: dict[str, Any], field: str) -> dict[str, Any]:
    return _typed(parent, field, dict, {})


def _parts(parent: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """A list of objects, nulls left out."""
    items = [item for item in _typed(parent, field, list, []) if item is not None]
    if not all(isinstance(item, dict) for item in items):
        raise UnexpectedAnswer(f"{field} holds what is no object")
    return items


def _typed(parent: dict[str, Any], field: str, kind: type[T], empty: T) -> T:
    value = parent.get(field)
    if value is None:
        return empty
    if not isinstance(value, kind):
        raise UnexpectedAnswer(f"{field} is {type(value).__name__}, not {kind.__name__}")
    return value


LESSWRONG = ForumMagnum(
    key="lesswrong",
    name="LessWrong",
    example="https://www.lesswrong.com/posts/uMQ3cqWDPHhjtiesc",
    address="https://www.lesswrong.com",
    address_setting="LESSWRONG_URL",
    hosts=frozenset({"lesswrong.com", "lesserwrong.com", "lessestwrong.com", "greaterwrong.com"}),
    legacy_path="lw",
    pace_key="lesswrong",
    twin="ea-forum",
)
ALIGNMENT_FORUM = ForumMagnum(
    key="alignment-forum",
    name="Alignment Forum",
    example="https://www.alignmentforum.org/posts/uMQ3cqWDPHhjtiesc",
    address="https://www.alignmentforum.org",
    address_setting="ALIGNMENT_FORUM_URL",
    hosts=frozenset({"alignmentforum.org"}),
    legacy_path="lw",
    pace_key="lesswrong",  # the same servers
    twin="ea-forum",
)
EA_FORUM = ForumMagnum(
    key="ea-forum",
    name="EA Forum",
    example="https://forum.effectivealtruism.org/posts/FpjQMYQmS3rWewZ83",
    address="https://forum.effectivealtruism.org",
    address_setting="EA_FORUM_URL",
    hosts=frozenset(
        {
            "forum.effectivealtruism.org",
            "forum-bots.effectivealtruism.org",
            "ea.greaterwrong.com",
            "effective-altruism.com",  # until 2018
        }
    ),
    legacy_path="ea",
    pace_key="ea-forum",
    twin="lesswrong",
)
FORUMS = {forum.key: forum for forum in (LESSWRONG, ALIGNMENT_FORUM, EA_FORUM)}
