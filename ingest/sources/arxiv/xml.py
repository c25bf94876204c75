"""XML from arXiv, read strictly and quickly, and the text in it."""

import re

from lxml import etree

from ingest.answers import looks_like_html
from ingest.errors import ChallengePage, UnexpectedAnswer
from text.plain import clean_text

# What XML 1.0 forbids, as bytes and as references: one of them would cost us the whole answer.
_FORBIDDEN_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r"))
_FORBIDDEN_REFERENCE = re.compile(
    rb"&\#(?: 0*(?:[0-8]|1[124-9]|2[0-9]|3[01]) | x0*(?:[0-8bcef]|1[0-9a-f]) );",
    re.VERBOSE | re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n[ \t]{2,}")
_COUNT = re.compile("[0-9]{1,9}")
# Only a plain statement at the start: "withdrawn" in a comment may be about another paper.
_WITHDRAWN = re.compile(
    r"""\W* (?: this \s (?:article|manuscript|paper|preprint|submission|work)
                \s (?:has \s been|is|was) \s withdrawn
              | (?:(?:article|manuscript|paper|preprint|submission) \s)?
                withdrawn \s by \s (?:the \s)? authors? \b )
        (?! \s from)""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_xml(content: bytes) -> etree._Element:
    """The root of an answer, without comments in it. Raises ChallengePage, UnexpectedAnswer."""
    if looks_like_html(content):
        raise ChallengePage("arXiv sent a page for people")
    try:
        root = _parse(content)
    except etree.XMLSyntaxError as error:
        mended = _FORBIDDEN_REFERENCE.sub(b"", content.translate(None, _FORBIDDEN_BYTES))
        if mended == content:
            raise UnexpectedAnswer(f"arXiv's XML: {error}") from error
        try:
            root = _parse(mended)
        except etree.XMLSyntaxError as second_error:
            raise UnexpectedAnswer(f"arXiv's XML: {second_error}") from second_error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnexpectedAnswer("arXiv's XML declares a document type")
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
    """All of arXiv's interfaces send UTF-8, whatever a proxy on the way made them declare."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def text_of(element: etree._Element) -> str:
    """All text in an element, also where unescaped markup parts it."""
    return (element.text or "") if not len(element) else "".join(map(str, element.itertext()))


def line(text: str | None) -> str:
    """A title, a name or a comment: clean, on one line."""
    return " ".join(_clean(text).split()) if text else ""


def paragraphs(text: str | None) -> str:
    """arXiv wraps lines; a line that starts with blanks begins a paragraph."""
    if not text:
        return ""
    text = _clean(text).strip()
    if "\n " in text or "\n\n" in text or "\n\t" in text:
        parts = (" ".join(part.split()) for part in _PARAGRAPH.split(text))
        return "\n\n".join(filter(None, parts))
    return " ".join(text.split())


def _clean(text: str) -> str:
    """Of ASCII, XML itself lets nothing unwanted through but these two; most text is ASCII."""
    if text.isascii() and "\x7f" not in text and "\r" not in text:
        return text
    return clean_text(text)


def count_of(text: str | None) -> int | None:
    """A number of works; None where there is none to speak of."""
    return int(text) if text and _COUNT.fullmatch(text) else None


def says_withdrawn(abstract: str, comment: str) -> bool:
    return bool(_WITHDRAWN.match(abstract) or _WITHDRAWN.match(comment))
