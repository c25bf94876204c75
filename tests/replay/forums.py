"""GraphQL of the ForumMagnum forums: one post by its id, its slug or its legacy id."""

import json
import re
from functools import cache
from typing import Any

from tests.recorded import recorded
from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {
    "LESSWRONG_URL": "/lesswrong",
    "ALIGNMENT_FORUM_URL": "/alignment-forum",
    "EA_FORUM_URL": "/ea-forum",
}
FORUMS = ("lesswrong", "alignment-forum", "ea-forum")
SAMPLES = RECORDINGS / "synthetic" / "forummagnum"

_ID_IN_QUERY = re.compile(r'_id:\s*"(\w+)"')


def answer(received: ReceivedRequest) -> Reply | None:
    forum = received.path.removeprefix("/").removesuffix("/graphql")
    if forum not in FORUMS or received.method != "POST":
        return None
    request = json.loads(received.body)
    variables = request.get("variables") or {}
    terms = variables.get("terms")
    if terms:
        found = [post for post in posts(forum).values() if _is_named(post, terms, forum)]
        reply = {"data": {"posts": {"results": found[:1]}}}
    else:
        inline = _ID_IN_QUERY.search(request["query"])
        post_id = inline[1] if inline else variables["id"]
        reply = {"data": {"post": {"result": posts(forum).get(post_id)}}}
    return Reply(200, "application/json; charset=utf-8", json.dumps(reply).encode())


@cache
def posts(forum: str) -> dict[str, dict[str, Any]]:
    """Posts by id; LessWrong and the Alignment Forum show the same ones."""
    folder = SAMPLES / ("ea-forum" if forum == "ea-forum" else "lesswrong")
    paths = sorted(folder.glob("*.json"))
    # Its author's text stays outside this repository.
    agi_ruin = recorded("forummagnum/graphql_post_by_id_agi_ruin.json")
    if agi_ruin and forum != "ea-forum":
        paths.append(agi_ruin)
    results = [json.loads(path.read_bytes())["data"]["post"]["result"] for path in paths]
    return {post["_id"]: post for post in results}


def _is_named(post: dict[str, Any], terms: dict[str, Any], forum: str) -> bool:
    if forum == "alignment-forum" and not post.get("af"):
        return False
    if terms["view"] == "slugPost":
        return post["slug"] == terms["slug"]
    return post.get("legacyId") == str(int(terms["legacyId"], 36))
