import pytest

from ingest.errors import ChallengePage, UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.sources.forummagnum import LESSWRONG, find_post
from tests.replay.forums import SAMPLES


def parse(name):
    return LESSWRONG.parse_post(find_post((SAMPLES / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "word"),
    {
        "deleted": "deleted",
        "draft": "draft",
        "scheduled": "not published yet",
        "members_only": "members",
        "rejected": "rejected",
        "unreviewed_author": "not approved",
        "event": "event",
        "shortform": "quick takes",
        "unlisted": "unlisted",
        "spam": "does not show",
    }.items(),
)
def test_a_post_that_is_not_public_is_refused_with_the_reason(name, word):
    with pytest.raises(WorkNotPublic) as caught:
        parse(f"lesswrong/{name}.json")
    assert word in str(caught.value.message)
    assert caught.value.is_temporary is False


@pytest.mark.parametrize(
    ("name", "error"),
    {
        "null.json": WorkNotFound,
        "error_missing.json": WorkNotFound,
        "error_not_allowed.json": WorkNotPublic,
        "error_members_only.json": WorkNotPublic,
        "error_validation.json": UnexpectedAnswer,
        "challenge.html": ChallengePage,
    }.items(),
)
def test_an_answer_without_a_post_gives_a_named_error(name, error):
    with pytest.raises(error):
        parse(f"other/{name}")


def test_an_unknown_graphql_error_is_logged_for_the_operator():
    with pytest.raises(UnexpectedAnswer, match="Cannot query field"):
        parse("other/error_validation.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"0",
        b'"text"',
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": {}}',
        b'{"data": {"post": []}}',
        b'{"data": {"post": {"result": "text"}}}',
        b'{"data": {"posts": {"results": {}}}}',
        b'{"data": {"posts": {"results": ["text"]}}}',
        b'{"errors": ["text"]}',
        b'{"errors": [{"message": 5}]}',
    ],
)
def test_an_answer_of_another_shape_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        find_post(content)


@pytest.mark.parametrize(
    "content",
    [
        b'{"data": {"post": {"result": null}}}',
        b'{"data": {"post": null}}',
        b'{"data": {"posts": {"results": []}}}',
        b'{"data": {"posts": {"results": [null]}}}',
    ],
)
def test_nothing_found_is_not_found(content):
    with pytest.raises(WorkNotFound):
        find_post(content)
