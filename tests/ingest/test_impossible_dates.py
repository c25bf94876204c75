"""Dates that cannot be, in each source: another date of the work stands, never a false one."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.errors import IngestError, UnexpectedAnswer
from ingest.parsing.dates import feed_moment, is_possible, real_moment
from ingest.sources.forummagnum.posts import parse_post
from ingest.sources.forummagnum.sites import SITES
from tests.ingest import (
    test_inveniordm,
    test_openreview,
    test_osf,
    test_parse_biorxiv,
    test_parse_datacite,
)
from tests.ingest.feed_pages import BASE, item, moment, page_of, reasons, rss
from tests.ingest.web_pages import parse_meta
from tests.replay.forum_posts import post_of

IMPOSSIBLE = [
    *("", "soon", "0000-00-00", "0001-01-01", "0001-01-01T00:00:00Z", "2024-13-45", "2024-02-30"),
    *(
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00+00:00",
        "1899-12-30",
        "1900-01-01",
    ),
    *("1969-12-31T23:59:59Z", "9999-12-31", "2199-01-01T00:00:00Z", "20240101T", "1e9"),
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_date_is_none(text):
    assert real_moment(text) is None


@pytest.mark.parametrize("text", ["1454-03-05", "1991-08-14T20:00:00Z", "2024-02-29"])
def test_a_possible_day_is_read(text):
    assert real_moment(text) == datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_clocks_may_differ_by_a_day_or_two():
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert is_possible(now + timedelta(days=1), now=now)
    assert not is_possible(now + timedelta(days=3), now=now)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_each_source_passes_over_such_a_date(text):
    osf = test_osf.changed(date_published=text, date_created="2024-03-05T10:00:00")
    deposit = test_inveniordm.changed(created=text)
    datacite = test_parse_datacite.sample_with(
        dates=[{"date": text, "dateType": "Issued"}], publicationYear=2021
    )
    biorxiv = test_parse_biorxiv.parse_row(
        test_parse_biorxiv.PLAIN | {"doi": "10.1101/2020.03.24.20042291", "date": text}
    )
    assert osf.posted_at.date().isoformat() == "2024-03-05"
    assert deposit.posted_at.year > 2000
    assert datacite.posted_at == datetime(2021, 1, 1, tzinfo=UTC)
    assert biorxiv.posted_at == datetime(2020, 3, 24, tzinfo=UTC)


@pytest.mark.parametrize("value", [0, -1, 10**30, True, "2024-01-01", 7_258_118_400_000])
def test_an_impossible_time_in_milliseconds_is_passed_over(value):
    note = test_openreview.changed(odate=value, pdate=None, cdate=1_697_213_872_000)
    assert note.first_posted_at == datetime(2023, 10, 13, 16, 17, 52, tzinfo=UTC)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_a_post_keeps_its_possible_date(text):
    right = "2024-03-05T10:00:00.000Z"
    post = post_of("aaaaaaaaaaaaaaaaa", right) | {"contents": {"html": "<p>x</p>"}}
    for dates in ((right, text), (text, right)):
        dated = post | {
            "postedAt": dates[0],
            "contents": {"html": "<p>x</p>", "editedAt": dates[1]},
        }
        record = parse_post(dated, SITES["lesswrong"])
        assert record.posted_at == record.first_posted_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    with pytest.raises(UnexpectedAnswer, match="without a date"):
        parse_post(post | {"postedAt": text}, SITES["lesswrong"])


@pytest.mark.parametrize(
    "text",
    ["Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2199", "x"],
)
def test_an_entry_of_a_feed_needs_one_date_that_can_be(text):
    right = "Mon, 06 May 2024 12:00:00 GMT"
    updated = (
        "<dcterms:modified xmlns:dcterms='http://purl.org/dc/terms/'>2024-05-07</dcterms:modified>"
    )
    for more, count in (("", 0), (updated, 1)):
        page = page_of(rss(item(more).replace(right, text)))
        assert [record.posted_at for record in page.records] == [moment(2024, 5, 7)] * count
        assert reasons(page) == ["the entry has no date"] * (1 - count)


@pytest.mark.parametrize(
    "text",
    [
        *("0000-00-00", "2024-13-45", "1970-01-01", "1970/01/01", "01/01/1970", "1 January 1970"),
        # The epoch, west of Greenwich.
        *("12/31/1969", "31.12.1969", "31/12/1969", "1969-12-31T16:00:00-08:00"),
    ],
)
def test_a_page_with_an_impossible_date_takes_another_of_its_dates(text):
    tags = [("citation_title", "T"), ("citation_author", "Ada Example"), ("citation_date", text)]
    record = parse_meta(*tags, ("citation_online_date", "2021/03/04"))
    assert record.posted_at == record.first_posted_at == datetime(2021, 3, 4, tzinfo=UTC)
    with pytest.raises(IngestError, match="date"):
        parse_meta(*tags)


def test_a_year_alone_may_be_1970():
    tags = [("citation_title", "T"), ("citation_author", "Ada Example")]
    assert parse_meta(*tags, ("citation_date", "1970")).posted_at.year == 1970


NO_DATES_OF_FEEDS = [
    *("05-03-2024", "2024-13-05", "2024-00-00", "2024-00", "2024-02-30", "2024-02-30T10:00:00Z"),
    *("2024-065", "2024-W10-2", "1709632800", "1700000000.5", "1709632800000", "05/03/2024"),
    *("Mon, 06 May 2024 12:00:00 +9999", "2024-05-06T12:00:00+99:99", "Mon, 31 Apr 2024 10:00 GMT"),
    *("Mon, 06 Foo 2024 12:00:00 GMT", "Mon, 06 May 2024 25:00:00 GMT", "12:00", "2024-05-06T"),
    *("Wed, 31 Dec 1969 16:00:00 -0800", "Thu, 01 Jan 1970 00:00:00 GMT", "2199-01-01", "soon"),
]
DATES_OF_FEEDS = {
    "2024/03/05": (2024, 3, 5),
    "2024-03-05": (2024, 3, 5),
    "20240305": (2024, 3, 5),
    "2024-03": (2024, 3, 1),
    "2024": (2024, 1, 1),
    "5 March 2024": (2024, 3, 5),
    "March 5, 2024": (2024, 3, 5),
    "Tue, 05 Mar 2024": (2024, 3, 5),
    "Tue, 5 Mar 2024 12:30:00 GMT": (2024, 3, 5, 12, 30),
    "Tue, 05 Mar 2024 12:30 +0200": (2024, 3, 5, 10, 30),
    "Tuesday, 05-Mar-24 12:30:00 UTC": (2024, 3, 5, 12, 30),
    "05 Mar 24 12:30:00 EST": (2024, 3, 5, 17, 30),
    "Tue, 05 March 2024 12:30:00 Z": (2024, 3, 5, 12, 30),
    "Tue, 05 Mar 2024 12:30:00 +0000 (UTC)": (2024, 3, 5, 12, 30),
    "Tue Mar  5 12:30:00 2024": (2024, 3, 5, 12, 30),
    "2024-03-05T12:30:00Z": (2024, 3, 5, 12, 30),
    "2024-03-05T12:30Z": (2024, 3, 5, 12, 30),
    "2024-03-05 12:30:00": (2024, 3, 5, 12, 30),
    "2024-03-05 12:30:00 UTC": (2024, 3, 5, 12, 30),
    "2024-03-05T12:30:00.25+02:00": (2024, 3, 5, 10, 30, 0, 250_000),
    "2024-03-05T12:30:00-0500": (2024, 3, 5, 17, 30),
}


def _rss(text):
    return rss(item().replace("Mon, 06 May 2024 12:00:00 GMT", text))


def _atom(text):
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><title>T</title>"
        f"<link href='{BASE}/1'/><published>{text}</published></entry></feed>"
    )


@pytest.mark.parametrize("feed_with", [_rss, _atom])
@pytest.mark.parametrize("text", NO_DATES_OF_FEEDS)
def test_nothing_is_guessed_from_what_is_no_date_in_a_feed(text, feed_with):
    assert feed_moment(text) is None
    page = page_of(feed_with(text))
    assert (page.records, reasons(page)) == ((), ["the entry has no date"])


@pytest.mark.parametrize("feed_with", [_rss, _atom])
@pytest.mark.parametrize(("text", "parts"), DATES_OF_FEEDS.items())
def test_a_feeds_date_is_read_as_it_is_written(text, parts, feed_with):
    assert [record.posted_at for record in page_of(feed_with(text)).records] == [moment(*parts)]
