"""The ForumMagnum forums: GraphQL in the dialect that each of them knows, and their feeds.

LessWrong and the Alignment Forum understand both dialects, the EA Forum only the older one.
"""

import json
import re
from typing import Any

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.forum_feeds import feed
from tests.replay.forum_posts import BIOS, CROWD, CROWDED_AT, FORUMS, SAMPLES, posts
from tests.replay.forum_views import OffsetTooLargeError, listed
from tests.replay.samples import json_reply

__all__ = ["CROWD", "CROWDED_AT", "FORUMS", "SAMPLES", "SETTINGS", "answer", "posts"]

SETTINGS = {
    "LESSWRONG_URL": "/lesswrong",
    "ALIGNMENT_FORUM_URL": "/alignment-forum",
    "EA_FORUM_URL": "/ea-forum",
}
# The arguments by which a forum lets itself be asked: "selector" today, "input" before.
DIALECTS = {
    "lesswrong": {"selector", "input"},
    "alignment-forum": {"selector", "input"},
    "ea-forum": {"input"},
}
_PATH = re.compile(r"/([a-z-]+)/(graphql|feed\.xml)")
_VIEWS = {"default", "old", "new", "slugPost", "legacyIdPost"}
_SELECTOR_FIELDS = {"_id", "documentId"}
POST_FIELDS = {
    *("_id", "slug", "title", "url", "canonicalSource", "pageUrl", "af", "baseScore"),
    *("postedAt", "createdAt", "modifiedAt", "contents", "htmlBody", "wordCount", "tags"),
    *("status", "draft", "deletedDraft", "isFuture", "rejected", "isEvent", "shortform"),
    *("unlisted", "authorIsUnreviewed", "onlyVisibleToLoggedIn", "hideAuthor", "user"),
    *("coauthors", "coauthorStatuses", "fmCrosspost"),
}
_DIALECT = re.compile(r"(posts?)\(\s*(selector|input):")
_ID_IN_QUERY = re.compile(r'_id:\s*"(\w+)"')
_TOKEN = re.compile(r"[{}]|\w+")


class NotUnderstoodError(Exception):
    def __init__(self, message: str, code: str = "GRAPHQL_VALIDATION_FAILED") -> None:
        super().__init__(message)
        self.code = code


def answer(received: ReceivedRequest) -> Reply | None:
    match = _PATH.fullmatch(received.path)
    if match is None or match[1] not in FORUMS:
        return None
    if match[2] == "feed.xml":
        return feed(match[1], received) if received.method == "GET" else None
    return _graphql(match[1], json.loads(received.body)) if received.method == "POST" else None


def _graphql(forum: str, request: dict[str, Any]) -> Reply:
    query, variables = request["query"], request.get("variables") or {}
    try:
        _check_dialect(forum, query)
        fields = _selection(query)
        if "post(" in query:
            found_one = _one(forum, query, variables, fields)
            return json_reply({"data": {"post": {"result": found_one}}})
        terms = _terms(variables)
        found, total = listed(forum, terms)
    except NotUnderstoodError as error:
        complaint = {"message": str(error), "extensions": {"code": error.code}}
        return json_reply({"errors": [complaint]}, 400)
    except OffsetTooLargeError:
        complaint = {"message": "Exceeded maximum value for skip", "path": ["posts"]}
        return json_reply({"errors": [complaint], "data": {"posts": None}})
    shown = {"results": [_project(post, fields) for post in found]}
    if "totalCount" in query:
        # The present server overlooks `enableTotal` in the older dialect.
        counts = "enableTotal: true" in query and not ("input:" in query and forum != "ea-forum")
        shown["totalCount"] = total if counts else None
    return json_reply({"data": {"posts": shown}})


def _check_dialect(forum: str, query: str) -> None:
    match = _DIALECT.search(query)
    if match is None or match[2] not in DIALECTS[forum]:
        name = match[2] if match else "?"
        raise NotUnderstoodError(f'Unknown argument "{name}" on field "Query.posts".')


def _selection(query: str) -> dict[str, Any]:
    """The fields of a post that are asked for. Raises NotUnderstoodError for unknown ones."""
    _before, _result, text = re.split(r"\b(results?)\b", query, maxsplit=1)
    stack: list[dict[str, Any]] = [{}]
    last = ""
    for token in _TOKEN.findall(text):
        if token == "{":
            stack.append(stack[-1].setdefault(last, {}) if last else stack[-1])
        elif token == "}":
            stack.pop()
            if len(stack) == 1:
                break
        else:
            stack[-1][token] = {}
        last = token if token not in "{}" else ""
    for name in stack[0]:
        if name not in POST_FIELDS:
            raise NotUnderstoodError(f'Cannot query field "{name}" on type "Post".')
    return stack[0]


def _one(forum: str, query: str, variables: dict[str, Any], fields: dict[str, Any]) -> Any:
    for name in variables.get("selector", {}):
        if name not in _SELECTOR_FIELDS:
            raise NotUnderstoodError(
                f'Variable "$selector" got invalid value; Field "{name}" is not defined by type '
                '"SelectorInput".',
                "BAD_USER_INPUT",
            )
    if re.search(r"selector:\s*\{\s*slug", query):
        raise NotUnderstoodError('Field "slug" is not defined by type "SelectorInput".')
    inline = _ID_IN_QUERY.search(query)
    post_id = inline[1] if inline else variables.get("id") or variables["selector"]["_id"]
    post = posts(forum).get(post_id)
    return _project(post, fields) if post else None


def _terms(variables: dict[str, Any]) -> dict[str, Any]:
    if "terms" in variables:
        return variables["terms"]
    ((view, terms),) = variables["selector"].items()
    if view not in _VIEWS:
        raise NotUnderstoodError(
            f'Field "{view}" is not defined by type "PostSelector".', "BAD_USER_INPUT"
        )
    if not isinstance(terms.get("karmaThreshold", 0), int):
        raise NotUnderstoodError("Int cannot represent non-integer value", "BAD_USER_INPUT")
    outer = {name: variables.get(name) for name in ("limit", "offset")}
    return {"view": view, **outer, **terms}


def _project(value: Any, fields: dict[str, Any]) -> Any:
    if not fields or value is None:
        return value
    if isinstance(value, list):
        return [_project(one, fields) for one in value]
    made = _profile(value) if "htmlBio" in fields else {}
    known = {**value, **made}
    return {name: _project(known.get(name), parts) for name, parts in fields.items()}


def _profile(user: dict[str, Any]) -> dict[str, Any]:
    """What a forum knows of a user beside their name; a bio is never null there."""
    return {"slug": user["username"], "htmlBio": BIOS.get(user["_id"], "")}
