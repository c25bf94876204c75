"""What forums answer in GraphQL."""

from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.parsing.fields import number_of, parse_object, part_of, parts_of, text_of

MEMBERS_ONLY = _("Only members of the forum can read this post.")
NOT_SHOWN = _("The forum does not show this post: it may be a draft, or deleted.")
LONGEST_COMPLAINT = 500  # characters of what a forum says is wrong
_NOT_FOUND_CODES = ("app.missing_document", "app.document_not_found")
# The second where a variable does not fit its type.
_NOT_UNDERSTOOD = ("GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT")


@dataclass(frozen=True, slots=True)
class Listing:
    """Posts as received. total: how many there are in all, where the forum says so.

    broken: the places in the list of posts of which the forum could not tell everything.
    """

    posts: list[Any]
    total: int | None = None
    broken: frozenset[int] = frozenset()


def complaints(content: bytes) -> list[str]:
    """Validation errors in an answer: what the forum did not understand; empty for none.

    Raises ChallengePage, UnexpectedAnswer.
    """
    errors = parts_of(_answer(content), "errors")
    codes = {text_of(part_of(error, "extensions"), "code") for error in errors}
    if not codes & set(_NOT_UNDERSTOOD):
        return []
    return [text_of(error, "message") for error in errors]


def find_post(content: bytes) -> dict[str, Any]:
    """The one post in an answer.

    Raises WorkNotFound, WorkNotPublic, ChallengePage, UnexpectedAnswer.
    """
    answer = _answer(content)
    found, errors = part_of(answer, "data"), parts_of(answer, "errors")
    posts = [part_of(found, "post").get("result"), *parts_of(part_of(found, "posts"), "results")]
    post = next(filter(None, posts), None)
    for error in errors:  # with a post they say that a part of it is missing
        _raise_error(text_of(error, "message"))
    if isinstance(post, dict):
        return post
    if post is None and ("post" in found or "posts" in found):
        raise WorkNotFound("the forum knows no such post")
    raise UnexpectedAnswer("a forum's answer holds no post")


def find_posts(content: bytes) -> Listing:
    """The posts of a list, of which some may be broken. Raises ChallengePage, UnexpectedAnswer."""
    answer = _answer(content)
    errors = parts_of(answer, "errors")
    found = part_of(part_of(answer, "data"), "posts")
    broken = set()
    for error in errors:
        place = _place(error.get("path"))
        if place is None:
            raise UnexpectedAnswer(f"GraphQL: {text_of(error, 'message')[:LONGEST_COMPLAINT]}")
        broken.add(place)
    posts = found.get("results")
    if not isinstance(posts, list):
        raise UnexpectedAnswer("a forum's answer holds no list of posts")
    return Listing(posts, number_of(found, "totalCount"), frozenset(broken))


def _place(path: Any) -> int | None:
    """Which post of a list an error is about: ["posts", "results", 3, "contents"]."""
    is_of_a_post = isinstance(path, list) and path[:2] == ["posts", "results"] and len(path) > 2
    return path[2] if is_of_a_post and isinstance(path[2], int) else None


def _answer(content: bytes) -> dict[str, Any]:
    return parse_object(content, "a forum")


def _raise_error(message: str) -> NoReturn:
    if message in _NOT_FOUND_CODES:
        raise WorkNotFound(message)
    if message == "app.operation_not_allowed":
        raise WorkNotPublic(message, message=NOT_SHOWN)
    if "only visible to logged-in users" in message:
        raise WorkNotPublic(message, message=MEMBERS_ONLY)
    raise UnexpectedAnswer(f"GraphQL: {message[:LONGEST_COMPLAINT]}")
