"""The forums' feeds: which posts they name. None was recorded; all here are made."""

import pytest

from ingest.errors import ChallengePage, IngestError, SourceUnavailable, UnexpectedAnswer
from ingest.sources.base import Announcements
from ingest.sources.forummagnum import FORUMS
from ingest.sources.forummagnum.feeds import parse_feed
from ingest.sources.forummagnum.sites import LESSWRONG
from tests.replay.forum_posts import SAMPLES, post_of

A, B = "A0000000000000001", "B0000000000000001"


def feed(*items):
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(guid="", link=""):
    return f"<item><title>x</title><guid>{guid}</guid><link>{link}</link></item>"


def ids(found):
    return [ref.external_id for ref in found.refs]


@pytest.mark.parametrize(
    ("sets", "feeds"),
    [
        ([""], ("",)),
        (["karma:30"], ("karmaThreshold=30",)),
        # The server rounds, so a feed of fewer posts is chosen, never one of more.
        (["karma:31"], ("karmaThreshold=45",)),
        (["karma:-5"], ("karmaThreshold=2",)),
        (["karma:201"], ()),
        (["curated"], ("view=curated-rss",)),
        (["frontpage,karma:100"], ("view=frontpage-rss&karmaThreshold=125",)),
        (["karma:40", "karma:45", "curated"], ("karmaThreshold=45", "view=curated-rss")),
    ],
)
def test_the_feed_of_a_set_names_only_posts_of_the_set(sets, feeds):
    assert FORUMS["lesswrong"].feeds(sets) == feeds


def test_an_unknown_set_has_no_feed():
    with pytest.raises(IngestError, match="no set of LessWrong: best"):
        FORUMS["lesswrong"].feeds(["best"])


@pytest.mark.parametrize("forum", FORUMS)
def test_a_feed_names_the_ten_newest_posts(forum, serve_posts, replay, source_client):
    made = [post_of(f"A{n:016}", f"2026-01-{n:02}T12:00:00.000Z", af=True) for n in range(1, 21)]
    serve_posts(forum, *made)
    found = FORUMS[forum].announced("", source_client)
    assert ids(found) == [f"A{n:016}" for n in range(20, 10, -1)]
    assert {ref.source for ref in found.refs} == {forum}
    assert found.refs[0].url == f"{FORUMS[forum].site.address}/posts/A0000000000000020"
    assert found.rejected == ()
    assert replay.requests[0].path == f"/{forum}/feed.xml"
    assert replay.requests[0].query == ""


def test_a_feed_of_a_set_is_asked_for_by_its_words(serve_posts, replay, source_client):
    moment = "2026-01-05T12:00:00.000Z"
    serve_posts("ea-forum", post_of(A, moment, baseScore=80), post_of(B, moment, baseScore=40))
    (name,) = FORUMS["ea-forum"].feeds(["frontpage,karma:60"])
    assert ids(FORUMS["ea-forum"].announced(name, source_client)) == [A]
    assert replay.requests[0].query == "view=frontpage-rss&karmaThreshold=75"


def test_an_unchanged_feed_is_not_sent_again(replay, source_client):
    forum = FORUMS["lesswrong"]
    first = forum.announced("karmaThreshold=30", source_client)
    assert (len(first.refs), bool(first.etag)) == (10, True)
    again = forum.announced(
        "karmaThreshold=30", source_client, etag=first.etag, modified="yesterday"
    )
    assert again == Announcements((), first.etag, "yesterday")
    headers = replay.requests[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (first.etag, "yesterday")
    assert not {"if-none-match", "if-modified-since"} & set(replay.requests[0].headers)


def test_a_post_is_known_by_its_guid_else_by_its_address():
    by_address = f"https://www.lesswrong.com/posts/{B}/slug?utm_source=feed"
    refs, rejected = parse_feed(
        feed(item(A), item(A), item("other", by_address), item(f" \n{B}\n")), LESSWRONG
    )
    assert [ref.external_id for ref in refs] == [A, B]
    assert rejected == ()


@pytest.mark.parametrize(
    "odd", [item(), item("0"), item("", "https://example.org/posts/" + A), "<item/>"]
)
def test_an_item_that_names_no_post_is_rejected_and_the_rest_is_read(odd):
    refs, (rejected,) = parse_feed(feed(item(A), odd), LESSWRONG)
    assert [ref.external_id for ref in refs] == [A]
    assert "names no post" in rejected.reason
    assert rejected.content.startswith(b"<item")


def test_a_feed_may_be_empty():
    assert parse_feed(feed(), LESSWRONG) == ((), ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"<rss version='2.0'/>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        feed(item(A))[:-20],
        b"<!DOCTYPE rss [<!ENTITY x 'y'>]>" + feed(item(A)),
    ],
)
def test_an_answer_that_is_no_rss_feed_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_feed(content, LESSWRONG)


def test_a_page_for_people_is_no_feed():
    with pytest.raises(ChallengePage):
        parse_feed((SAMPLES / "other/challenge.html").read_bytes(), LESSWRONG)


@pytest.mark.parametrize(("status", "error"), [(404, UnexpectedAnswer), (503, SourceUnavailable)])
def test_another_status_is_no_feed(status, error, replay, source_client):
    replay.fail(times=4, status=status, body=b"no")
    with pytest.raises(error):
        FORUMS["lesswrong"].announced("", source_client)
