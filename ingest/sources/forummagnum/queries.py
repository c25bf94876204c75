"""What forums are asked in GraphQL, in the two dialects that they speak.

The present dialect has a typed selector for each view. The one before it has untyped "terms"; it is
deprecated on LessWrong and the only one on the EA Forum.
Source: https://github.com/ForumMagnum/ForumMagnum, branches `master` and `ea-deploy` (August 2026).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

PRESENT, LEGACY = "present", "legacy"

_USER = "{ _id username displayName deleted }"
_FIELDS = {
    "_id": "",
    "slug": "",
    "title": "",
    "url": "",
    "canonicalSource": "",
    "postedAt": "",
    "af": "",
    "status": "",
    "draft": "",
    "deletedDraft": "",
    "isFuture": "",
    "rejected": "",
    "isEvent": "",
    "shortform": "",
    "unlisted": "",
    "authorIsUnreviewed": "",
    "onlyVisibleToLoggedIn": "",
    "hideAuthor": "",
    "contents": "{ html editedAt }",
    "user": _USER,
    "coauthors": _USER,
    "coauthorStatuses": "{ userId confirmed }",
    "tags": "{ name }",
    "fmCrosspost": "{ isCrosspost hostedHere foreignPostId }",
}
# Of a user the forums give `slug`, the end of the address of their profile, and `htmlBio`.
_WRITER = "{ _id slug username displayName deleted htmlBio }"
_WRITERS = {
    "_id": "",
    "hideAuthor": "",
    "user": _WRITER,
    "coauthors": _WRITER,
    "coauthorStatuses": _FIELDS["coauthorStatuses"],
}
# Without one of these there is no record; a forum may do without the others.
_NEEDED = {"_id", "title", "postedAt", "contents", "user", "hideAuthor", "coauthors"}
_UNKNOWN_FIELD = re.compile(r'Cannot query field "(\w+)" on type "Post"')


@dataclass(frozen=True, slots=True)
class Speech:
    """How a forum is asked. unknown: the fields of a post that it says it does not know."""

    dialect: str
    unknown: tuple[str, ...] = ()

    def after(self, complaints: Sequence[str]) -> Self | None:
        """How to ask again after validation errors; None if a needed field is unknown."""
        named = {match[1] for text in complaints if (match := _UNKNOWN_FIELD.search(text))}
        if named & _NEEDED:
            return None
        unknown = tuple(sorted({*self.unknown, *named & set(_FIELDS)}))
        if all(map(_UNKNOWN_FIELD.search, complaints)):
            return type(self)(self.dialect, unknown)
        return type(self)(LEGACY if self.dialect == PRESENT else PRESENT, unknown)

    def fields(self) -> str:
        known = (f"{name} {parts}" for name, parts in _FIELDS.items() if name not in self.unknown)
        return f"{{ {' '.join(known)} }}"


def about_post(external_id: str, speech: Speech) -> dict[str, Any]:
    """Ask for a post by its id, "slug:..." or "legacy:..."."""
    kind, _colon, value = external_id.rpartition(":")
    if kind:
        name = {"slug": "slug", "legacy": "legacyId"}[kind]
        return about_posts(f"{name}Post", {name: value}, 1, speech)
    return _one_post(value, speech, speech.fields())


def _one_post(post_id: str, speech: Speech, fields: str) -> dict[str, Any]:
    by_id = "selector: {_id: $id}, allowNull: true"
    asked = by_id if speech.dialect == PRESENT else f"input: {{{by_id}}}"
    query = f"query ($id: String) {{ post({asked}) {{ result {fields} }} }}"
    return {"query": query, "variables": {"id": post_id}}


def about_writers(external_id: str, speech: Speech) -> dict[str, Any]:
    """Ask who wrote a post, and what each of them says on their profile."""
    asked = {name: parts for name, parts in _WRITERS.items() if name not in speech.unknown}
    fields = " ".join(f"{name} {parts}" for name, parts in asked.items())
    return _one_post(external_id, speech, f"{{ {fields} }}")


def about_posts(view: str, terms: Mapping[str, Any], limit: int, speech: Speech) -> dict[str, Any]:
    """Ask for a list of posts, and for how many there are beyond `limit`."""
    answer = f"{{ results {speech.fields()} totalCount }}"
    if speech.dialect == PRESENT:
        query = (
            "query ($selector: PostSelector, $limit: Int) "
            f"{{ posts(selector: $selector, limit: $limit, enableTotal: true) {answer} }}"
        )
        return {"query": query, "variables": {"selector": {view: dict(terms)}, "limit": limit}}
    query = (
        f"query ($terms: JSON) {{ posts(input: {{terms: $terms, enableTotal: true}}) {answer} }}"
    )
    return {"query": query, "variables": {"terms": {"view": view, **terms, "limit": limit}}}
