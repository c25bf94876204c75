"""Answers of OAI-PMH (https://www.openarchives.org/OAI/openarchivesprotocol.html)."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.errors import IngestError, UnexpectedAnswer
from ingest.sources.arxiv.ids import read_id
from ingest.sources.arxiv.oai_records import ARXIV, read_record
from ingest.sources.arxiv.xml import parse_xml
from ingest.sources.base import Ref, Rejected
from preprints.record import Record


class OaiError(UnexpectedAnswer):
    """An error that the server names; it comes with HTTP 200."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(f"arXiv: {code}: {text[:300]}")


@dataclass(slots=True)
class OaiPage:
    """One page of a list, or one record.

    names: by identifier, [name, affiliation] of each author, where the page has names in parts.
    deleted: works whose header says so. count: headers, deleted ones included. datestamps: the
    days of the headers, as they came; "" where there is none. total: the size of the whole list.
    """

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    deleted: list[Ref] = field(default_factory=list)
    datestamps: list[str] = field(default_factory=list)
    token: str = ""
    expires: str = ""
    total: int | None = None

    @property
    def count(self) -> int:
        return len(self.datestamps)


def parse_page(content: bytes) -> OaiPage:
    """Read an answer to ListRecords or GetRecord, whatever the format of each record in it.

    Raises OaiError, ChallengePage, UnexpectedAnswer.
    """
    root = parse_xml(content)
    if _name(root) != "OAI-PMH":
        raise UnexpectedAnswer(f"arXiv sent {root.tag:.100}, not OAI-PMH")
    page, has_list = OaiPage(), False
    for child in root:
        name = _name(child)
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
    datestamp: str = ""
    is_deleted: bool = False
    metadata: etree._Element | None = None


def _read_list(element: etree._Element, page: OaiPage) -> None:
    for child in element:
        name = _name(child)
        if name == "record":
            _add_record(child, page)
        elif name == "resumptionToken":
            page.token = (child.text or "").strip()
            page.expires = child.get("expires") or child.get("expirationDate") or ""
            size = child.get("completeListSize", "")
            page.total = int(size) if size.isascii() and size.isdecimal() else None


def _add_record(element: etree._Element, page: OaiPage) -> None:
    """Sort a record into the page; one that cannot be read does not harm the others."""
    parts = _parts_of(element)
    page.datestamps.append(parts.datestamp)
    ref = read_id(parts.identifier)
    if parts.is_deleted and ref:
        page.deleted.append(ref)
        return
    try:
        record = _read_parts(parts)
    except IngestError as error:
        external_id = ref.external_id if ref else parts.identifier[:100]
        content = etree.tostring(element, with_tail=False)
        page.rejected.append(Rejected(external_id, content, str(error)))
        return
    page.records.append(record)
    if parts.metadata is not None and parts.metadata.tag.startswith(ARXIV):
        page.names[record.location.external_id] = [[a.name, a.affiliation] for a in record.authors]


def _parts_of(element: etree._Element) -> _Parts:
    parts = _Parts()
    for child in element:
        name = _name(child)
        if name == "header":
            parts.is_deleted = child.get("status") == "deleted"
            for field_ in child:
                field_name = _name(field_)
                if field_name == "identifier":
                    parts.identifier = (field_.text or "").strip()
                elif field_name == "datestamp":
                    parts.datestamp = (field_.text or "").strip()[:10]
        elif name == "metadata" and len(child):
            parts.metadata = child[0]
    return parts


def _read_parts(parts: _Parts) -> Record:
    if parts.is_deleted:
        raise UnexpectedAnswer("a deleted record")
    if parts.metadata is None:
        raise UnexpectedAnswer("a record without metadata")
    return read_record(parts.identifier, parts.metadata)


def _name(element: etree._Element) -> str:
    """The name of an element of the envelope; aggregators leave out its namespace."""
    return element.tag.rpartition("}")[2]
