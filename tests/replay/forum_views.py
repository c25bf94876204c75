"""Which posts the forums list, after their views (`lib/collections/posts/views.ts`)."""

from datetime import datetime
from typing import Any

from tests.replay.forum_posts import posts

_APPROVED = 2
_HIDDEN = ("draft", "isFuture", "unlisted", "shortform", "authorIsUnreviewed", "rejected")
_FILTERS = {"curated": "curatedDate", "frontpage": "frontpageDate"}
LARGEST_OFFSET = 2000


class OffsetTooLargeError(Exception):
    pass


def listed(forum: str, terms: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """The posts of one page, and totalCount.

    What only members may read is taken out after the page has been cut, so that it is shorter than
    its limit; the total is that of all posts if the limit was reached, else that of the page.
    """
    if (terms.get("offset") or 0) > LARGEST_OFFSET:
        raise OffsetTooLargeError
    found = [post for post in posts(forum).values() if is_listed(post, terms, forum)]
    # Posts of one moment are in the order of their ids, the last first.
    found.sort(key=lambda post: post["_id"], reverse=True)
    found.sort(key=lambda post: _moment(post["postedAt"]), reverse=terms.get("view") != "old")
    limit, offset = terms.get("limit") or 5000, terms.get("offset") or 0
    cut = found[offset : offset + limit]
    shown = [post for post in cut if not post.get("onlyVisibleToLoggedIn")]
    return shown, len(found) if len(cut) >= limit else len(shown)


def is_listed(post: dict[str, Any], terms: dict[str, Any], forum: str) -> bool:
    if post.get("status", _APPROVED) != _APPROVED or any(map(post.get, _HIDDEN)):
        return False
    if (forum == "alignment-forum" or terms.get("af")) and not post.get("af"):
        return False
    if terms.get("excludeEvents") and post.get("isEvent"):
        return False
    if terms.get("filter") in _FILTERS and not post.get(_FILTERS[terms["filter"]]):
        return False
    if terms.get("view") == "slugPost":
        return post["slug"] == terms["slug"]
    if terms.get("view") == "legacyIdPost":
        return post.get("legacyId") == str(int(terms["legacyId"], 36))
    return _has_karma(post, terms, forum) and _is_of_time(post, terms)


def _has_karma(post: dict[str, Any], terms: dict[str, Any], forum: str) -> bool:
    threshold = terms.get("karmaThreshold") or 0
    if isinstance(threshold, str):  # which LessWrong overlooks
        threshold = int(threshold) if forum == "ea-forum" else 0
    return not threshold or post.get("baseScore", 10) >= threshold


def _is_of_time(post: dict[str, Any], terms: dict[str, Any]) -> bool:
    """`after` is within, `before` without."""
    moment = _moment(post["postedAt"])
    is_after = not terms.get("after") or moment >= _moment(terms["after"])
    return is_after and (not terms.get("before") or moment < _moment(terms["before"]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
