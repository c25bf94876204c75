"""JSON Feed 1.1."""

from typing import Any

import orjson
from django.conf import settings

from interop.feeds.model import Feed, FeedEntry

CONTENT_TYPE = "application/feed+json; charset=utf-8"


def write(feed: Feed) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.address("json"),
        "authors": [{"name": settings.JOURNAL_NAME}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)


def _item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.page,
        "url": entry.page,
        "title": entry.title,
        "content_html": entry.content_html,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": list(entry.categories),
    }
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.enclosures:
        item["attachments"] = [
            {"url": one.url, "mime_type": one.media_type} for one in entry.enclosures
        ]
    if entry.summary:
        item["summary"] = entry.summary
    return item
