"""Writing XML that any parser reads."""

import re

from django.templatetags.static import static
from lxml import etree

# Everything that XML 1.0 does not allow, control characters above all.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that no XML document can hold."""
    return NOT_XML.sub("", text)


def to_bytes(root: etree._Element) -> bytes:
    """With a stylesheet for who opens it in a browser. It is CSS, for browsers have no XSLT any
    more."""
    style = f'type="text/css" href="{static("css/feed.css")}"'
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
    document: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="utf-8")
    return document
