"""Writing XML that any parser reads."""

import re

from lxml import etree

# Everything that XML 1.0 does not allow, control characters above all.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that no XML document can hold."""
    return NOT_XML.sub("", text)


def to_bytes(root: etree._Element) -> bytes:
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document
