"""The two dialects of GraphQL that forums speak, and what a forum does not know."""

import json

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources import ADAPTERS
from ingest.sources.base import Window
from ingest.sources.forummagnum import FORUMS
from ingest.sources.recognise import recognise
from tests.replay import forums
from tests.replay.forum_posts import SAMPLES, post_of

NOON = "2026-01-12T12:00:00.000Z"
A, B = "A0000000000000001", "B0000000000000001"
LINKS = {
    "by its id": "lesswrong.com/posts/SyntheticPlain001",
    "by its slug": "lesswrong.com/posts/slug/a-plain-post",
    "by its old number": "lesswrong.com/lw/abc/a_plain_post/",
}


@pytest.fixture
def speak(monkeypatch):
    """Let a forum understand these dialects only."""

    def speak(forum, *dialects):
        monkeypatch.setitem(forums.DIALECTS, forum, set(dialects))

    return speak


@pytest.fixture
def forget(monkeypatch):
    """Let the forums not know these fields of a post."""

    def forget(*names):
        monkeypatch.setattr(forums, "POST_FIELDS", forums.POST_FIELDS - set(names))

    return forget


def fetch(text, client):
    ref = recognise(text)
    return ADAPTERS[ref.source].fetch(ref, client)


def walk(forum, client, cursor=None):
    return list(FORUMS[forum].pages(Window(), cursor or {}, client, lambda _ids: {}))


def dialects(replay):
    """Which dialect each request was in."""
    queries = [json.loads(request.body)["query"] for request in replay.requests]
    return ["input" if "(input:" in query else "selector" for query in queries]


@pytest.mark.parametrize(
    ("forum", "dialect"),
    [("lesswrong", "selector"), ("alignment-forum", "selector"), ("ea-forum", "input")],
)
def test_each_forum_is_asked_in_its_own_dialect_first(
    forum, dialect, serve_posts, replay, source_client
):
    serve_posts(forum, post_of(A, NOON, af=True))
    (page,) = walk(forum, source_client)
    assert [record.title for record in page.records] == [f"Post {A}"]
    assert dialects(replay) == [dialect]


@pytest.mark.parametrize("text", LINKS.values(), ids=LINKS)
def test_a_post_is_found_in_either_dialect(text, speak, replay, source_client):
    found = []
    for known in ("selector", "input"):
        speak("lesswrong", known)
        found.append(fetch(text, source_client))
    assert found[0] == found[1]
    assert found[0].location.external_id == "SyntheticPlain001"
    assert dialects(replay) == ["selector", "selector", "input"]


@pytest.mark.parametrize(
    ("forum", "known", "asked"),
    [
        ("lesswrong", "input", ["selector", "input"]),
        ("ea-forum", "selector", ["input", "selector"]),
    ],
)
def test_a_forum_that_has_changed_its_dialect_is_asked_in_the_other_from_then_on(
    forum, known, asked, speak, serve_posts, replay, source_client
):
    speak(forum, known)
    serve_posts(forum, *(post_of(f"A{n:016}", f"2026-01-12T12:00:{n:02}.000Z") for n in range(60)))
    pages = walk(forum, source_client)
    assert sum(len(page.records) for page in pages) == 60
    assert dialects(replay)[:2] == asked
    assert set(dialects(replay)[2:]) == {known}
    # What was learnt is in the cursor, so a harvest that is taken up again knows it.
    replay.requests.clear()
    walk(forum, source_client, pages[0].cursor)
    assert set(dialects(replay)) == {known}


def test_a_forum_that_understands_neither_dialect_is_left_alone(speak, replay, source_client):
    speak("lesswrong")
    with pytest.raises(UnexpectedAnswer, match='Unknown argument "selector"'):
        fetch(LINKS["by its id"], source_client)
    assert dialects(replay) == ["selector", "input"]


def test_a_field_the_forum_does_not_know_is_not_asked_for_again(
    forget, serve_posts, replay, source_client
):
    forget("rejected", "coauthorStatuses", "fmCrosspost")
    serve_posts("lesswrong", post_of(A, NOON), post_of(B, "2026-01-13T12:00:00.000Z"))
    (page,) = walk("lesswrong", source_client)
    assert len(page.records) == 2
    last = json.loads(replay.requests[-1].body)["query"]
    assert not any(name in last for name in ("rejected", "coauthorStatuses", "fmCrosspost"))
    assert set(dialects(replay)) == {"selector"}
    assert page.cursor["unknown"] == ("coauthorStatuses", "fmCrosspost", "rejected")


def test_all_unknown_fields_are_dropped_at_once_where_all_are_named(replay, source_client):
    complaints = [
        {
            "message": f'Cannot query field "{name}" on type "Post".',
            "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
        }
        for name in ("rejected", "deletedDraft")
    ]
    replay.fail(status=400, body=json.dumps({"errors": complaints}).encode())
    assert fetch(LINKS["by its id"], source_client).title == "A Plain Post"
    assert len(replay.requests) == 2


@pytest.mark.parametrize("name", ["title", "contents", "hideAuthor", "coauthors"])
def test_a_forum_without_a_field_that_is_needed_is_not_read(name, forget, replay, source_client):
    forget(name)
    with pytest.raises(UnexpectedAnswer, match=f'Cannot query field "{name}"'):
        fetch(LINKS["by its id"], source_client)
    assert len(replay.requests) == 1


def test_other_errors_do_not_change_the_dialect(replay, source_client):
    replay.fail(status=200, body=(SAMPLES / "other/error_missing.json").read_bytes())
    with pytest.raises(Exception, match="missing_document"):
        fetch(LINKS["by its id"], source_client)
    assert len(replay.requests) == 1
