from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer
from ingest.sources import ADAPTERS
from ingest.sources.arxiv.feeds import Announcement, Announcements, parse_rss
from ingest.sources.base import Ref
from tests.replay.arxiv_feeds import SAMPLES

ARXIV = ADAPTERS["arxiv"]
MIDNIGHT = datetime(2025, 3, 11, 4, tzinfo=UTC)  # in New York
TODAY = [
    ("2503.99001", 1, "new"),
    ("2503.99004", 1, "cross"),
    ("math/0309999", 11, "replace"),
    ("2503.99002", 2, "replace-cross"),
]


def read(name):
    return (SAMPLES / name).read_bytes()


def expected():
    return tuple(
        Announcement(
            Ref("arxiv", external_id, version, f"https://arxiv.org/abs/{external_id}"),
            kind,
            MIDNIGHT,
        )
        for external_id, version, kind in TODAY
    )


def test_a_feed_names_the_versions_of_a_day():
    feed = parse_rss(read("rss.xml"))
    assert feed.announcements == expected()
    assert feed.rejected == ()


def test_a_feed_is_empty_at_weekends():
    assert parse_rss(read("rss_weekend.xml")).announcements == ()


def test_an_unknown_kind_of_announcement_is_kept():
    content = read("rss.xml").replace(b">cross<", b">absonly<")
    assert parse_rss(content).announcements[1].kind == "absonly"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"oai:arXiv.org:2503.99004v1", b"oai:arXiv.org:2503.99004", "names no version"),
        (b"oai:arXiv.org:2503.99004v1", b"https://arxiv.org/abs/2503", "names no version"),
        (b"oai:arXiv.org:2503.99004v1", b"", "names no version"),
    ],
)
def test_a_malformed_item_is_rejected_and_the_rest_is_read(old, new, reason):
    assert old in read("rss.xml")
    feed = parse_rss(read("rss.xml").replace(old, new, 1))
    assert len(feed.announcements) == 3
    (rejected,) = feed.rejected
    assert reason in rejected.reason
    assert rejected.content.startswith(b"<item")


def test_a_date_without_a_zone_is_in_utc():
    content = read("rss.xml").replace(b"00:00:00 -0400", b"00:00:00 -0000")
    assert parse_rss(content).announcements[0].published_at == datetime(2025, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("rss_error.xml", "Bad subject class 'cs.XX'"),
        ("rdf_until_2024.xml", "RSS 1.0, its form until January 2024"),
        ("atom.xml", "not a feed in RSS 2.0"),
    ],
)
def test_an_unknown_form_of_the_daily_feed_is_refused_with_a_reason(name, reason):
    with pytest.raises(UnexpectedAnswer, match=reason):
        parse_rss(read(name))


def test_odd_bytes_are_refused():
    for content in (b"", b"{}", b"<rss/>", b"<rss version='2.0'/>", read("rss.xml")[:-20]):
        with pytest.raises(UnexpectedAnswer):
            parse_rss(content)
    with pytest.raises(ChallengePage):
        parse_rss(b"<!DOCTYPE html><title>Just a moment...</title>")


def test_the_feed_of_several_categories_is_requested_and_read(replay, source_client):
    found = ARXIV.announced("cs.AI+cs.LG", source_client)
    assert [(ref.external_id, ref.version) for ref in found.refs] == [
        (external_id, version) for external_id, version, _kind in TODAY
    ]
    assert found.etag
    assert found.rejected == ()
    assert replay.requests[0].path == "/arxiv/feeds/rss/cs.AI+cs.LG"


def test_a_version_that_is_announced_twice_is_one(replay, source_client):
    content = read("rss.xml").replace(b"2503.99004v1", b"2503.99001v1")
    replay.fail(status=200, body=content)
    assert len(ARXIV.announced("cs.AI", source_client).refs) == 3


def test_an_unchanged_feed_is_not_sent_again(replay, source_client):
    first = ARXIV.announced("cs.AI", source_client)
    again = ARXIV.announced("cs.AI", source_client, etag=first.etag, modified="yesterday")
    assert again == Announcements((), first.etag, "yesterday")
    headers = replay.requests[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (first.etag, "yesterday")


def test_the_first_request_is_unconditional(replay, source_client):
    ARXIV.announced("cs.AI", source_client)
    assert not {"if-none-match", "if-modified-since"} & set(replay.requests[0].headers)


def test_the_day_of_the_last_change_is_kept(replay, source_client):
    replay.fail(status=200, body=read("rss.xml"), headers={"Last-Modified": "then"})
    assert ARXIV.announced("cs.AI", source_client).modified == "then"


def test_a_category_without_news_announces_nothing(replay, source_client):
    assert ARXIV.announced("econ.EM", source_client).refs == ()


def test_an_unknown_category_is_an_error_with_words(replay, source_client):
    with pytest.raises(UnexpectedAnswer, match="Bad subject class"):
        ARXIV.announced("cs.XX", source_client)


def test_a_category_is_escaped_in_the_address(replay, source_client):
    with pytest.raises(UnexpectedAnswer):
        ARXIV.announced("../api?x", source_client)
    assert replay.requests[0].path == "/arxiv/feeds/rss/..%2Fapi%3Fx"


@pytest.mark.parametrize(("status", "error"), [(404, UnexpectedAnswer), (503, SourceUnavailable)])
def test_another_status_is_no_feed(status, error, replay, source_client):
    replay.fail(times=4, status=status, body=b"no")
    with pytest.raises(error):
        ARXIV.announced("cs.AI", source_client)


@pytest.mark.parametrize(
    ("sets", "feeds"),
    [
        (["cs:cs:LG", "stat:stat:ML", "cs:cs:LG"], ("cs.LG+stat.ML",)),
        (["cs", "math:math"], ("cs+math",)),
        (["physics:hep-th", "physics:astro-ph:CO"], ("hep-th+astro-ph.CO",)),
        ([""], ()),  # all of arXiv has no feed
    ],
)
def test_the_sets_of_a_harvest_are_categories_of_one_feed(sets, feeds):
    assert ARXIV.feeds(sets) == feeds


@pytest.mark.parametrize("date", [b"x", b"31 Dec 9999 23:00 -2300"])
def test_a_work_is_announced_though_its_date_cannot_be_read(date):
    old = b"11 Mar 2025 00:00:00 -0400</pubDate>\n      <arxiv"
    assert old in read("rss.xml")
    feed = parse_rss(read("rss.xml").replace(old, date + b"</pubDate><arxiv", 1))
    assert feed.rejected == ()
    assert [one.published_at is None for one in feed.announcements].count(True) == 1
