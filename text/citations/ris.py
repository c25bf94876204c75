"""RIS: a tag and a value a line, which end in CR and LF."""

from collections.abc import Iterator

from text.citations.names import CitedName
from text.citations.record import CitationRecord, Cited
from text.plain import collapse_space

TYPES = {Cited.POST: "BLOG", Cited.ISSUE: "EDBOOK"}  # all others are "GEN"


def ris(record: CitationRecord) -> str:
    lines = [f"{tag}  - {collapse_space(value)}\r\n" for tag, value in _values(record) if value]
    return "".join([*lines, "ER  - \r\n"])


def _values(record: CitationRecord) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(record.cited, "GEN")
    for person in record.people:
        yield ("ED" if record.cited == Cited.ISSUE else "AU"), _name(person)
    yield "TI", record.shown_title
    if record.issued:
        yield "PY", str(record.issued.year)
        yield "DA", f"{record.issued:%Y/%m/%d}"
    yield "VL", record.volume
    yield "IS", record.issue
    yield "PB", record.publisher
    yield "M1", record.number
    yield "DO", record.doi
    yield "UR", record.url
    yield "ID", record.identifier
    for note in record.notes:
        yield "N1", note


def _name(name: CitedName) -> str:
    if name.literal:
        return name.literal
    return ", ".join(filter(None, (name.with_particle, name.given, name.suffix)))
