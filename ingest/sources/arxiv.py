"""arXiv, by its query API (https://info.arxiv.org/help/api/user-manual.html)."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree

from ingest.answers import looks_like_html
from ingest.client import SourceClient
from ingest.errors import (
    ChallengePage,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
)
from ingest.sources.base import Ref, parse_moment, read_address
from preprints.record import Record, RecordAuthor, RecordLocation
from text.plain import clean_text, collapse_space

# fmt: off
_OLD_ARCHIVES = frozenset({
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an",
    "chao-dyn", "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an",
    "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin",
    "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph",
    "solv-int", "supr-con",
})
# fmt: on
_ID = r"""
    (?: (?P<new>[0-9]{4}\.[0-9]{4,5})
      | (?P<archive>[a-z]+(?:-[a-z]+)?) (?:\.[a-z]{2}|\.[a-z]{2,5}-[a-z]{2,4})? / (?P<old>[0-9]{7})
    )
    (?: v(?P<version>[1-9][0-9]{0,2}) )?
"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_BARE = re.compile(rf"(?:(?:oai:arxiv\.org|arxiv):|/?abs/)? \s* {_ID} (?:\.pdf)?", _FLAGS)
_DOI = re.compile(rf"10\.48550/arxiv\.{_ID} (?![0-9a-z])", _FLAGS)
_PATH = re.compile(
    rf"""
    /+ (?: (?:abs|arxiv|dvi|e-print|format|html|listing|overview|papers?|pdf|ps|src|bibtex) /+ )?
    (?:arxiv:)? {_ID} (?:\.pdf|\.ps|\.ps\.gz|\.tar\.gz|\.gz|\.html)? (?:/.*)?
    """,
    _FLAGS,
)
# Beside *.arxiv.org (mirrors, export, browse, ar5iv.labs), sites whose addresses carry arXiv's ids.
_HOSTS = frozenset(
    {
        "arxiv.org",
        "xxx.lanl.gov",
        "ar5iv.org",
        "alphaxiv.org",
        "arxiv-vanity.com",
        "hf.co",
        "huggingface.co",
        "scirate.com",
        "semanticscholar.org",
        "api.semanticscholar.org",
    }
)

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
# What XML 1.0 forbids, as bytes and as references: one of them would cost us the whole answer.
_FORBIDDEN_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r"))
_FORBIDDEN_REFERENCE = re.compile(
    rb"&\#(?: 0*(?:[0-8]|1[124-9]|2[0-9]|3[01]) | x0*(?:[0-8bcef]|1[0-9a-f]) );", _FLAGS
)
# Only a plain statement at the start: "withdrawn" in a comment may be about another paper.
_WITHDRAWN = re.compile(
    r"""\W* (?: this \s (?:article|manuscript|paper|preprint|submission|work)
                \s (?:has \s been|is|was) \s withdrawn
              | (?:(?:article|manuscript|paper|preprint|submission) \s)?
                withdrawn \s by \s (?:the \s)? authors? \b )
        (?! \s from)""",
    _FLAGS,
)


class Arxiv:
    key = "arxiv"
    name = "arXiv"
    pace_key = "arxiv"  # one pace for all of arXiv's interfaces, as its terms ask
    forms = (
        _("an arXiv identifier: 2310.01405, arXiv:2310.01405v2 or hep-th/9901001"),
        _("an arXiv address: https://arxiv.org/abs/2310.01405, also its PDF, HTML and mirrors"),
        _("an arXiv DOI: 10.48550/arXiv.2310.01405"),
    )

    def recognise(self, text: str) -> Ref | None:
        text = text.strip()
        if match := _BARE.fullmatch(text) or _DOI.search(unquote(text)):
            return _ref(match)
        address = read_address(text)
        if address is None or not (address.host in _HOSTS or address.host.endswith(".arxiv.org")):
            return None
        match = _PATH.fullmatch(address.path.strip())
        return _ref(match) if match else None

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        wanted = ref.external_id + (f"v{ref.version}" if ref.version else "")
        answer = client.get(
            settings.ARXIV_API_URL, params={"id_list": wanted}, pace_key=self.pace_key
        )
        # An "Error" entry comes with 400 and is told from a paper by its content.
        if answer.status not in (200, 400):
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        for record in parse_feed(answer.content):
            label = record.source_version
            if record.location.external_id == ref.external_id and (
                ref.version is None or label == f"v{ref.version}"
            ):
                return record
        if ref.version and ref.version > 1:
            raise WorkNotFound(wanted, message=_("arXiv has no such version of this work."))
        raise WorkNotFound(wanted)


def parse_feed(content: bytes) -> tuple[Record, ...]:
    """Read an answer of the query API; ids arXiv does not know are simply not in it.

    Raises WorkNotFound (arXiv calls an id malformed), SourceUnavailable (an empty page though
    there are results: a known fault), ChallengePage, UnexpectedAnswer.
    """
    feed = _parse_xml(content)
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        _check_is_work(entry)
    if not entries and _text(feed, _TOTAL) not in ("", "0"):
        raise SourceUnavailable("arXiv sent an empty page of a result that is not empty")
    return tuple(_parse_entry(entry) for entry in entries)


def _ref(match: re.Match[str]) -> Ref | None:
    """Canonical form of an identifier; None where arXiv never gave such a one.

    Source: https://info.arxiv.org/help/arxiv_identifier.html
    """
    version = int(match["version"]) if match["version"] else None
    if match["new"]:
        external_id = match["new"]
        month, number = external_id.split(".")
        # Four digits until December 2014, five since.
        is_valid = month >= "0704" and len(number) == (4 if month <= "1412" else 5)
    else:
        month, number = match["old"][:4], match["old"][4:]
        archive = match["archive"].lower()
        external_id = f"{archive}/{match['old']}"  # the subject class is decoration
        is_valid = archive in _OLD_ARCHIVES and (month >= "9107" or month <= "0703")
    if not is_valid or not 1 <= int(month[2:]) <= 12 or int(number) == 0:
        return None
    return Ref(Arxiv.key, external_id, version, f"https://arxiv.org/abs/{external_id}")


def _parse_xml(content: bytes) -> etree._Element:
    if looks_like_html(content):
        raise ChallengePage("arXiv sent a page for people")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    content = _FORBIDDEN_REFERENCE.sub(b"", content.translate(None, _FORBIDDEN_BYTES))
    try:
        feed = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnexpectedAnswer(f"arXiv's XML: {error}") from error
    if feed.getroottree().docinfo.internalDTD is not None:
        raise UnexpectedAnswer("arXiv's XML declares a document type")
    if feed.tag != f"{_ATOM}feed":
        raise UnexpectedAnswer(f"arXiv sent {feed.tag}, not a feed")
    return feed


def _check_is_work(entry: etree._Element) -> None:
    """An error comes as an entry, too: titled "Error", its id an address of the error."""
    entry_id = _text(entry, f"{_ATOM}id")
    if "/api/errors" not in entry_id:
        return
    detail = _text(entry, f"{_ATOM}summary") or entry_id
    if "incorrect_id_format" in entry_id:
        raise WorkNotFound(detail)
    raise UnexpectedAnswer(f"arXiv: {detail}")


def _parse_entry(entry: etree._Element) -> Record:
    ref = Arxiv().recognise(_text(entry, f"{_ATOM}id"))
    title = _text(entry, f"{_ATOM}title")
    authors = tuple(_authors(entry))
    if ref is None or ref.version is None or not title or not authors:
        raise UnexpectedAnswer("an entry of arXiv's lacks its id, title or authors")
    abstract = _paragraphs(entry.findtext(f"{_ATOM}summary") or "")
    comment = _text(entry, f"{_ARXIV}comment")
    return Record(
        location=RecordLocation(ref.source, ref.external_id, ref.url),
        title=title,
        authors=authors,
        posted_at=parse_moment(entry.findtext(f"{_ATOM}updated")),
        first_posted_at=parse_moment(entry.findtext(f"{_ATOM}published")),
        abstract=abstract,
        source_version=f"v{ref.version}",
        categories=_categories(entry),
        comment=comment,
        is_withdrawn=any(_WITHDRAWN.match(text) for text in (abstract, comment)),
    )


def _authors(entry: etree._Element) -> list[RecordAuthor]:
    authors = []
    for element in entry.iterfind(f"{_ATOM}author"):
        name = _text(element, f"{_ATOM}name")
        # A collaboration's colon sometimes stands as an author of its own.
        if any(character.isalnum() for character in name):
            places = [_clean(place.text) for place in element.iterfind(f"{_ARXIV}affiliation")]
            authors.append(RecordAuthor(name, affiliation="; ".join(filter(None, places))))
    return authors


def _categories(entry: etree._Element) -> tuple[str, ...]:
    """The primary category first."""
    elements = [*entry.iterfind(f"{_ARXIV}primary_category"), *entry.iterfind(f"{_ATOM}category")]
    terms = [collapse_space(element.get("term", "")) for element in elements]
    return tuple(dict.fromkeys(filter(None, terms)))


def _paragraphs(text: str) -> str:
    """arXiv wraps lines; a line that starts with blanks begins a paragraph."""
    parts = re.split(r"\n[ \t]*\n|\n[ \t]{2,}", clean_text(text).strip())
    return "\n\n".join(filter(None, map(collapse_space, parts)))


def _text(parent: etree._Element, tag: str) -> str:
    return _clean(parent.findtext(tag))


def _clean(text: str | None) -> str:
    return collapse_space(clean_text(text or ""))
