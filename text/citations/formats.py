"""The formats of a citation: how each is asked for, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from text.citations.bibtex import bibtex
from text.citations.csl_json import csl_json
from text.citations.record import CitationRecord
from text.citations.ris import ris
from text.citations.schema_org import json_ld
from text.citations.styles import Style, formatted


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """key: after `?format=`. media_type: in `Accept`. ending: of a file; "" for a line of text."""

    key: str
    label: str
    media_type: str
    ending: str
    write: Callable[[CitationRecord], str]


def _line(style: Style, record: CitationRecord) -> str:
    return formatted(record, style) + "\n"


FILES = (
    CitationFormat("bibtex", "BibTeX", "application/x-bibtex", "bib", bibtex),
    CitationFormat("ris", "RIS", "application/x-research-info-systems", "ris", ris),
    CitationFormat(
        "csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json
    ),
)
LINES = tuple(
    CitationFormat(
        style.key,
        style.label,
        f"text/x-bibliography; style={style.file}",
        "",
        partial(_line, style),
    )
    for style in Style
)
JSON_LD = CitationFormat("jsonld", "JSON-LD", "application/ld+json", "jsonld", json_ld)
FORMATS = {one.key: one for one in (*FILES, JSON_LD, *LINES)}
