"""RSS 2.0, with the full text in `content:encoded` and the authors in `dc:creator`."""

from datetime import datetime

from django.utils.http import http_date
from lxml import etree

from interop.feeds.model import Feed, FeedEntry
from interop.feeds.xml import to_bytes, xml_text

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"


def write(feed: Feed) -> bytes:
    root = etree.Element("rss", nsmap={"atom": ATOM, "content": CONTENT, "dc": DC}, version="2.0")
    channel = etree.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.subtitle)
    _text(channel, "lastBuildDate", _moment(feed.updated))
    etree.SubElement(
        channel,
        f"{{{ATOM}}}link",
        rel="self",
        href=feed.address("rss"),
        type="application/rss+xml",
    )
    for entry in feed.entries:
        _item(channel, entry)
    return to_bytes(root)


def _item(channel: etree._Element, entry: FeedEntry) -> None:
    item = etree.SubElement(channel, "item")
    _text(item, "title", entry.title)
    _text(item, "link", entry.page)
    _text(item, "guid", entry.page).set("isPermaLink", "true")
    _text(item, "pubDate", _moment(entry.published))
    for name in entry.authors:
        _text(item, f"{{{DC}}}creator", name)
    for term in entry.categories:
        _text(item, "category", term)
    for one in entry.enclosures[:1]:  # readers of RSS take one; 0 is a length that is not known
        etree.SubElement(item, "enclosure", url=one.url, length="0", type=one.media_type)
    if entry.summary:
        _text(item, "description", entry.summary)
    _text(item, f"{{{CONTENT}}}encoded", entry.content_html)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = xml_text(text)
    return element


def _moment(moment: datetime) -> str:
    return http_date(moment.timestamp())
