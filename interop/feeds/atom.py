"""Atom (RFC 4287)."""

from datetime import UTC, datetime

from django.conf import settings
from lxml import etree

from interop.feeds.model import Feed, FeedEntry
from interop.feeds.xml import to_bytes, xml_text

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"


def write(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]
    address = feed.address("atom")
    _text(root, "id", address)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _person(root, settings.JOURNAL_NAME)
    for entry in feed.entries:
        _entry(root, entry)
    return to_bytes(root)


def _entry(root: etree._Element, entry: FeedEntry) -> None:
    element = etree.SubElement(root, f"{{{ATOM}}}entry")
    _text(element, "id", entry.page)
    _text(element, "title", entry.title)
    _text(element, "updated", _moment(entry.updated))
    _text(element, "published", _moment(entry.published))
    _link(element, "alternate", entry.page, "text/html")
    if entry.licence_url:
        _link(element, "license", entry.licence_url)
    for one in entry.enclosures:
        _link(element, "enclosure", one.url, one.media_type)
    for name in entry.authors:
        _person(element, name)
    for term in entry.categories:
        etree.SubElement(element, f"{{{ATOM}}}category", term=xml_text(term))
    if entry.summary:
        _text(element, "summary", entry.summary)
    _text(element, "content", entry.content_html).set("type", "html")


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = xml_text(text)
    return element


def _link(parent: etree._Element, rel: str, href: str, media_type: str = "") -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href)
    if media_type:
        link.set("type", media_type)


def _person(parent: etree._Element, name: str) -> None:
    _text(etree.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
