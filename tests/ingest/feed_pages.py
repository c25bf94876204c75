"""Feeds made to measure, and what tests ask of a feed's page."""

from datetime import UTC, datetime

from ingest.sources.base import Window
from ingest.sources.feed import FeedAdapter, read_feed
from ingest.sources.recognise import recognise
from tests.replay.web import SYNTHETIC

ODD = SYNTHETIC.parent / "feeds_odd"
BASE = "https://blog.example/feed"
ALL_DAYS = Window()
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def only_pages(text):
    """The recogniser of a journal that knows no other source than the web."""
    ref = recognise(text)
    return ref if ref and ref.source == "web" else None


def page_of(content, window=ALL_DAYS, by=recognise, name="Example Feed"):
    content = content if isinstance(content, bytes) else content.encode()
    return FeedAdapter("example", name, BASE, by).page_of(
        read_feed(content, base_url=BASE), window, {}
    )


def sample(name, **options):
    return page_of((SYNTHETIC / "feeds" / name).read_bytes(), **options)


def rss(items, channel="<title>Example</title>"):
    return f'<rss version="2.0"><channel>{channel}{items}</channel></rss>'


def item(inner="", link="https://blog.example/1", title="T"):
    date = "<pubDate>Mon, 06 May 2024 12:00:00 GMT</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link>{date}{inner}</item>"


def reasons(page):
    return [rejected.reason for rejected in page.rejected]


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)
