"""Reading a feed over and over, over real HTTP."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.errors import ChallengePage, PageUnreachable, SourceUnavailable, UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.sources.base import Harvestable, Window
from ingest.sources.feed import FeedAdapter
from ingest.sources.recognise import recognise

START = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)  # a Wednesday
ALL_DAYS = Window()
RSS = {"Content-Type": "application/rss+xml"}
EMPTY = b'<rss version="2.0"><channel><title>Example</title>%s</channel></rss>'


class Reader:
    """A feed that is read time after time, with its cursor kept as JSON between the runs."""

    def __init__(self, url):
        self.now, self.cursor = START, {}
        self.feed = FeedAdapter("example", "Example Feed", url, recognise, clock=lambda: self.now)

    def read(self, window=ALL_DAYS, later=timedelta(days=1)):
        self.now += later
        with SourceClient() as client:
            pages = list(self.feed.pages(window, self.cursor, client, lambda ids: {}))
        for page in pages:
            self.cursor = page.cursor
        return pages


@pytest.fixture
def reader(replay):
    return Reader(replay.address + "/feeds/rss.rss")


def empty(headers=(), channel=b""):
    return {"status": 200, "headers": {**RSS, **dict(headers)}, "body": EMPTY % channel}


def test_a_feed_can_be_harvested(reader):
    assert isinstance(reader.feed, Harvestable)
    assert reader.feed.key == "feed:example"
    (page,) = reader.read()
    assert len(page.records) == 2
    assert len(page.refs) == 1
    assert len(page.rejected) == 3


@pytest.mark.parametrize("name", ["atom.atom", "rdf.rdf", "json_feed.json"])
def test_every_dialect_is_read(name, replay):
    (page,) = Reader(f"{replay.address}/feeds/{name}").read()
    assert page.records


def test_a_feed_that_has_not_changed_is_not_sent_again(reader, replay):
    reader.read()
    assert reader.read() == []
    first, second = replay.requests
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == reader.cursor["etag"]


def test_the_date_of_the_last_change_is_sent_back(reader, replay):
    changed = "Wed, 15 Apr 2026 10:00:00 GMT"
    replay.fail(**empty({"Last-Modified": changed}))
    replay.fail(status=304)
    reader.read()
    assert reader.read() == []
    assert replay.requests[1].headers["if-modified-since"] == changed


def test_with_a_first_day_the_whole_feed_is_asked_for(reader, replay):
    reader.read()
    (page,) = reader.read(Window(since=date(2024, 5, 5)))
    assert len(page.records) == 1
    assert "if-none-match" not in replay.requests[1].headers


def test_a_feed_that_breaks_off_is_asked_for_whole_the_next_time(reader, replay):
    cut = b'<rss version="2.0"><channel><item><title>T</title><link>https://blog.example/1'
    replay.fail(status=200, headers={**RSS, "ETag": '"x"'}, body=cut)
    (page,) = reader.read()
    assert [rejected.reason for rejected in page.rejected] == ["the feed breaks off in this entry"]
    assert "etag" not in page.cursor
    (page,) = reader.read()
    assert len(page.records) == 2


# When it asks to be left alone


def test_a_feeds_time_to_live_is_kept(reader, replay):
    reader.read()
    assert reader.cursor["ttl"] == 60
    assert reader.read(later=timedelta(minutes=59)) == []
    assert len(replay.requests) == 1
    reader.read(later=timedelta(minutes=1))
    assert len(replay.requests) == 2


def test_hours_and_days_to_skip_are_kept(reader, replay):
    reader.now = datetime(2026, 4, 18, 22, 0, tzinfo=UTC)  # a Saturday
    reader.read(later=timedelta(0))
    assert (reader.cursor["skip_hours"], reader.cursor["skip_days"]) == ([0, 1], ["Sunday"])
    reader.read(later=timedelta(hours=2, minutes=30))
    reader.read(later=timedelta(hours=10))
    assert len(replay.requests) == 1


@pytest.mark.parametrize(
    "channel", [b"<ttl>999999</ttl>", b"<skipDays>%s</skipDays>", b"<ttl>x</ttl>"]
)
def test_a_daily_run_reads_a_feed_whatever_it_asks(channel, reader, replay):
    days = b"".join(b"<day>%s</day>" % f"{START + timedelta(days=n):%A}".encode() for n in range(7))
    replay.fail(times=2, **empty(channel=channel.replace(b"%s", days)))
    reader.read()
    assert reader.read(later=timedelta(hours=21))


# When it moves or goes


def test_a_permanent_redirect_is_followed_after_three_reads(reader, replay):
    moved = {"Location": "/feeds/atom.atom"}
    for sightings in (1, 2):
        replay.fail(status=301, headers=moved)
        reader.read()
        assert reader.cursor["sightings"] == sightings
        assert "url" not in reader.cursor
        del reader.cursor["etag"]
    replay.fail(status=308, headers=moved)
    reader.read()
    assert reader.cursor["url"] == replay.address + "/feeds/atom.atom"
    assert "sightings" not in reader.cursor
    reader.read()
    assert replay.requests[-1].path == "/feeds/atom.atom"
    assert reader.cursor["url"] == replay.address + "/feeds/atom.atom"


def test_a_redirect_to_another_target_starts_a_new_count(reader, replay):
    for target in ("atom.atom", "atom.atom", "rdf.rdf"):
        replay.fail(status=301, headers={"Location": f"/feeds/{target}"})
        reader.read()
        reader.cursor.pop("etag")
    assert reader.cursor["sightings"] == 1
    assert "url" not in reader.cursor


def test_a_temporary_redirect_is_no_move(reader, replay):
    for _ in range(4):
        replay.fail(status=302, headers={"Location": "/feeds/atom.atom"})
        reader.read()
        reader.cursor.pop("etag")
    assert not {"url", "moved_to", "sightings"} & set(reader.cursor)


@pytest.mark.parametrize(
    ("status", "content_type", "error", "words"),
    [
        (410, "text/html", UnexpectedAnswer, "taken down"),
        (404, "text/html", UnexpectedAnswer, "no feed"),
        (418, "text/html", UnexpectedAnswer, ""),
        (403, "text/html", ChallengePage, ""),
        (429, "text/html", ChallengePage, ""),
        (403, "text/plain", SourceUnavailable, ""),
        (429, "text/plain", SourceUnavailable, ""),
        (503, "text/html", SourceUnavailable, ""),
    ],
)
def test_a_refusal_has_a_name_and_keeps_the_cursor(
    status, content_type, error, words, reader, replay
):
    reader.read()
    kept = dict(reader.cursor)
    replay.fail(status=status, headers={"Content-Type": content_type}, body=b"no")
    with pytest.raises(error) as caught:
        reader.read()
    assert words in str(caught.value.message)
    assert reader.cursor == kept


def test_an_html_page_instead_of_a_feed_is_refused(reader, replay):
    replay.fail(status=200, headers={"Content-Type": "text/html"}, body=b"<!doctype html><html>")
    with pytest.raises(UnexpectedAnswer):
        reader.read()


def test_an_entity_bomb_is_refused(replay):
    with pytest.raises(UnexpectedAnswer, match="entities"):
        Reader(replay.address + "/feeds/entity_bomb.rss").read()


def test_a_feed_that_leads_into_our_network_is_unreachable(reader, replay):
    replay.fail(status=301, headers={"Location": "http://169.254.169.254/feed"})
    with pytest.raises(PageUnreachable):
        reader.read()
