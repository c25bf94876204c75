"""Answers of OAI-PMH (https://www.openarchives.org/OAI/openarchivesprotocol.html)."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.errors import IngestError, UnexpectedAnswer
from ingest.parsing.limits import LONGEST_QUOTE
from ingest.sources.arxiv.ids import read_id
from ingest.sources.arxiv.oai_records import local_name, read_record
from ingest.sources.arxiv.xml import count_of, parse_xml
from ingest.sources.base import Ref, Rejected
from preprints.record import Record


class OaiError(UnexpectedAnswer):
    """An error that the server names; it comes with HTTP 200."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(f"arXiv: {code}: {text[:LONGEST_QUOTE]}")


@dataclass(slots=True)
class OaiPage:
    """One page of a list, or one record.

    named: those of the records whose names came in parts. deleted: works whose header says so.
    datestamps: the days of all headers, as they came, "" where there is none. total: the size of
    the whole list.
    """

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    named: list[Record] = field(default_factory=list)
    deleted: list[Ref] = field(default_factory=list)
    datestamps: list[str] = field(default_factory=list)
    token: str = ""
    expires: str = ""
    total: int | None = None

    @property
    def count(self) -> int:
        return len(self.datestamps)

    def names(self) -> dict[str, list[list[str]]]:
        """By identifier, [name, affiliation] of each author, where names came in parts."""
        return {
            record.location.external_id: [[a.name, a.affiliation] for a in record.authors]
            for record in self.named
        }


def parse_page(content: bytes) -> OaiPage:
    """Read an answer to ListRecords or GetRecord, whatever the format of each record in it.

    Raises OaiError, ChallengePage, UnexpectedAnswer.
    """
    root = parse_xml(content)
    if local_name(root) != "OAI-PMH":
        raise UnexpectedAnswer(f"arXiv sent {root.tag:.100}, not OAI-PMH")
    page, has_list = OaiPage(), False
    for child in root:
        name = local_name(child)
        if name == "error":
            raise OaiError(child.get("code", ""), child.text or "")
        if name in ("ListRecords", "GetRecord"):
            has_list = True
            _read_list(child, page)
    if not has_list:
        raise UnexpectedAnswer("arXiv's answer lists no records")
    return page


def parse_record(content: bytes) -> Record:
    """Read one <record> on its own, as `Rejected` keeps it. Raises UnexpectedAnswer."""
    return _read_parts(_parts_of(parse_xml(content)))


@dataclass(slots=True)
class _Parts:
    identifier: str = ""
    ref: Ref | None = None
    datestamp: str = ""
    is_deleted: bool = False
    metadata: etree._Element | None = None

    def has_names_in_parts(self) -> bool:
        return self.metadata is not None and local_name(self.metadata) == "arXiv"


def _read_list(element: etree._Element, page: OaiPage) -> None:
    for child in element:
        name = local_name(child)
        if name == "record":
            _add_record(child, page)
        elif name == "resumptionToken":
            page.token = (child.text or "").strip()
            page.expires = child.get("expires") or child.get("expirationDate") or ""
            page.total = count_of(child.get("completeListSize"))


def _add_record(element: etree._Element, page: OaiPage) -> None:
    """Sort a record into the page; one that cannot be read does not harm the others."""
    parts = _parts_of(element)
    page.datestamps.append(parts.datestamp)
    if parts.is_deleted and parts.ref:
        page.deleted.append(parts.ref)
        return
    try:
        record = _read_parts(parts)
    except IngestError as error:
        external_id = parts.ref.external_id if parts.ref else parts.identifier[:100]
        content = etree.tostring(element, encoding="utf-8", with_tail=False)
        page.rejected.append(Rejected(external_id, content, str(error)))
        return
    page.records.append(record)
    if parts.has_names_in_parts():
        page.named.append(record)


def _parts_of(element: etree._Element) -> _Parts:
    parts = _Parts()
    for child in element:
        name = local_name(child)
        if name == "header":
            _read_header(child, parts)
        elif name == "metadata" and len(child):
            parts.metadata = child[0]
    return parts


def _read_header(element: etree._Element, parts: _Parts) -> None:
    parts.is_deleted = element.get("status") == "deleted"
    for child in element:
        name = local_name(child)
        if name == "identifier":
            parts.identifier = (child.text or "").strip()
            parts.ref = read_id(parts.identifier)
        elif name == "datestamp":
            parts.datestamp = (child.text or "").strip()[:10]


def _read_parts(parts: _Parts) -> Record:
    if parts.is_deleted:
        raise UnexpectedAnswer("a deleted record")
    if parts.ref is None:
        raise UnexpectedAnswer(f"not an identifier of arXiv's: {parts.identifier!r:.100}")
    if parts.metadata is None:
        raise UnexpectedAnswer("a record without metadata")
    return read_record(parts.ref, parts.metadata)
