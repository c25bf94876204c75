"""XML from anywhere, read strictly: no entities, nothing fetched, no document type."""

import re

from lxml import etree

from ingest.answers import looks_like_html
from ingest.errors import ChallengePage, UnexpectedAnswer

# What XML 1.0 forbids, as bytes and as references: one of them would cost us the whole answer.
_FORBIDDEN_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r"))
_FORBIDDEN_REFERENCE = re.compile(
    rb"&\#(?: 0*(?:[0-8]|1[124-9]|2[0-9]|3[01]) | x0*(?:[0-8bcef]|1[0-9a-f]) );",
    re.VERBOSE | re.IGNORECASE,
)


def parse_xml(content: bytes, source: str) -> etree._Element:
    """The root of an answer, without comments in it; source: its name, for the log.

    Raises ChallengePage, UnexpectedAnswer.
    """
    if looks_like_html(content):
        raise ChallengePage(f"{source} sent a page for people")
    try:
        root = _parse(content)
    except etree.XMLSyntaxError as error:
        mended = _FORBIDDEN_REFERENCE.sub(b"", content.translate(None, _FORBIDDEN_BYTES))
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


def _is_utf_8(content: bytes) -> bool:
    """All our sources send UTF-8, whatever a proxy on the way made them declare."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
