"""A page's bytes to a record."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.errors import (
    ChallengePage,
    IngestError,
    NoMetadata,
    NotAPage,
    NotAWork,
    WorkNotPublic,
)
from ingest.parsing.charsets import decode
from ingest.parsing.dates import read_dates
from ingest.parsing.fields import one_line
from ingest.parsing.finishing import finished
from ingest.parsing.kinds import refusal
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import LONGEST_ABSTRACT, first_categories
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Ref
from ingest.sources.doi_places import doi_location
from ingest.sources.web.description import Description
from ingest.sources.web.linked import linked_data
from ingest.sources.web.tags import Tags, dublin_core, highwire, preview
from preprints.record import Record, RecordLocation
from text.plain import clean_characters

_HTML_TYPE = re.compile(r"(?:text/html|application/xhtml\+xml)?\s*(?:;.*)?", re.IGNORECASE)
_CHALLENGE_TITLE = re.compile(
    r"""\W* (?: just \s a \s moment | attention \s required | access \s (?:is \s )? denied
        | are \s you \s (?:a \s )? (?:human|robot) | (?:vercel \s )? security \s check(?:point)?
        | checking \s your \s browser | pardon \s our \s interruption | one \s more \s step
        | (?:please \s )? verify \s (?:that \s )? you \s are \s (?:a \s )? human
        | (?:robot|bot|human|client|browser) \s (?:challenge|check|verification)
        | ddos-guard | captcha | making \s sure \s you['’]re \s not \s a \s bot ) \b .{0,60}""",
    re.VERBOSE | re.IGNORECASE,
)
_CHALLENGE_MARK = re.compile("_cf_chl_opt|px-captcha")
_LOGIN_TITLE = re.compile(r"\W*(?:sign|log)[ -]?in\b.{0,60}", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|sso|cas|shibboleth)\b", re.IGNORECASE)

_NO_DATE = _(
    "This page does not say when its work appeared. "
    "Please give its DOI, or its address on a preprint server."
)


def parse_page(content: bytes, ref: Ref, *, content_type: str, now: datetime) -> Record:
    """ref: where the page was found. now: dates after it are not believed.

    Raises NoMetadata, ChallengePage, WorkNotPublic, NotAWork, NotAPage, UnexpectedAnswer.
    """
    if not _HTML_TYPE.fullmatch(content_type):
        raise NotAPage(content_type[:200])
    root = _parse_html(decode(content, content_type))
    tags = list(_tags(root))
    described = _describe(root, tags)
    hints = preview(tags)
    title = plain_line(described.title) or plain_line(hints.title)
    if not (described.authors and title):
        raise _reason(root, ref)
    dates = read_dates(described.dates, now) or read_dates(hints.dates, now)
    if not dates:
        raise NoMetadata("no date", message=_NO_DATE)
    return finished(
        Record(
            location=RecordLocation(ref.source, ref.external_id, ref.url),
            title=title,
            authors=described.authors,
            posted_at=dates[-1],
            first_posted_at=dates[0],
            abstract=plain_paragraphs(described.abstract or hints.abstract)[:LONGEST_ABSTRACT],
            licence=described.licence,
            categories=first_categories(map(plain_line, described.keywords or hints.keywords)),
            other_locations=tuple(_other_locations(described)),
        )
    )


def _parse_html(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    source = clean_characters(text).encode()
    try:
        return document_fromstring(source, parser=parser)
    except etree.ParserError:  # nothing in it but space or comments
        return document_fromstring("<html></html>")


def _tags(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        text = (element.get("content") or "").strip()
        if name and text:
            yield name.strip().lower(), text


def _describe(root: HtmlElement, tags: Tags) -> Description:
    """By the vocabulary that names authors and is most for works; the others fill its gaps."""
    scripts = [
        element.text or ""
        for element in root.iter("script")
        if "ld+json" in (element.get("type") or "").lower()
    ]
    core, linked, citation = dublin_core(tags), linked_data(scripts), highwire(tags)
    if core.kind or (linked.kind and not citation.title):
        raise NotAWork(core.kind or linked.kind, message=refusal(core.kind or linked.kind))
    found = sorted((citation, linked, core), key=lambda each: not (each.title and each.authors))
    described = found[0].or_else(found[1]).or_else(found[2])
    links = [
        element.get("href") or ""
        for element in root.iter("a", "link")
        if "license" in (element.get("rel") or "").lower().split()
    ]
    # Terms in a tag say less than the open licence that the page links to.
    licence = licence_of([described.licence, core.licence, linked.licence, *links])
    return replace(described, licence=licence)


def _reason(root: HtmlElement, ref: Ref) -> IngestError:
    """Why a page has no metadata: it is a challenge, a sign-in page, or neither."""
    title = one_line(root.findtext(".//title") or "")
    detail = f"a page titled {title[:200]!r}"
    scripts = (element.text or "" for element in root.iter("script"))
    if _CHALLENGE_TITLE.fullmatch(title) or any(map(_CHALLENGE_MARK.search, scripts)):
        return ChallengePage(detail)
    if _LOGIN_TITLE.fullmatch(title) or _LOGIN_PATH.search(ref.external_id):
        return WorkNotPublic(detail)
    return NoMetadata(detail)


def _other_locations(described: Description) -> Iterator[RecordLocation]:
    found = [doi_location(doi) for doi in described.dois()]
    for identifier in described.identifiers:
        # A number alone may be anybody's, though it has the form of arXiv's.
        if "arxiv" in identifier.lower() and (ref := Arxiv().recognise(identifier)):
            found.append(RecordLocation(ref.source, ref.external_id, ref.url))
    yield from dict.fromkeys(found)
