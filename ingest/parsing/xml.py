"""Strict parsing of foreign XML: no entities, no document type, nothing fetched."""

import re
import sys

from lxml import etree

from ingest.errors import ChallengePage, UnexpectedAnswer
from ingest.http.answers import looks_like_html
from ingest.parsing.charsets import decode

# What XML 1.0 forbids, as characters and as references: one of them would cost the whole answer.
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_REFERENCE = re.compile("&#(?:x0*([0-9a-f]+)|0*([0-9]+));", re.IGNORECASE)
_LONGEST_REFERENCE = 7  # digits


def parse_xml(content: bytes, source: str) -> etree._Element:
    """The root of an answer, without comments in it; source: its name, for the log.

    Raises ChallengePage, UnexpectedAnswer.
    """
    if looks_like_html(content):
        raise ChallengePage(f"{source} sent a page for people")
    try:
        root = _parse(content)
    except etree.XMLSyntaxError as error:
        mended = _mend(content)
        if mended == content:
            raise UnexpectedAnswer(f"{source}'s XML: {error}") from error
        try:
            root = _parse(mended)
        except etree.XMLSyntaxError as second_error:
            raise UnexpectedAnswer(f"{source}'s XML: {second_error}") from second_error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnexpectedAnswer(f"{source}'s XML declares a document type")
    return root


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8" if _is_utf_8(content) else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def _mend(content: bytes) -> bytes:
    """The content in UTF-8, without characters that XML forbids."""
    text = _REFERENCE.sub(_allowed, decode(content))
    return _FORBIDDEN.sub("", text).encode("utf-8", "replace")


def _allowed(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits, base) if len(digits) <= _LONGEST_REFERENCE else sys.maxunicode + 1
    is_character = number <= sys.maxunicode and not _FORBIDDEN.match(chr(number))
    return reference[0] if is_character else ""


def _is_utf_8(content: bytes) -> bool:
    """All our sources send UTF-8, whatever a proxy on the way made them declare."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
