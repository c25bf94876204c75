"""CSL-JSON, as reference managers and citation processors read it (csl-data.json 1.0.2)."""

import json
from collections.abc import Mapping
from typing import Any

from text.citations.names import CitedName
from text.citations.record import CitationRecord, Cited

# "article" is CSL's type of a preprint; "book" has an editor, which the types of periodicals lack
# in most styles.
TYPES = {
    Cited.WORK: "article",
    Cited.POST: "post",
    Cited.REVIEW: "review",
    Cited.ISSUE: "book",
}


def csl_json(record: CitationRecord) -> str:
    return json.dumps(csl_item(record), ensure_ascii=False, indent=2) + "\n"


def csl_item(record: CitationRecord) -> dict[str, Any]:
    people = [csl_name(person) for person in record.people]
    is_post, is_review = record.cited == Cited.POST, record.cited == Cited.REVIEW
    item = {
        "id": record.identifier,
        "type": TYPES[record.cited],
        "title": record.shown_title,
        "editor" if record.cited == Cited.ISSUE else "author": people,
        "issued": _issued(record),
        "container-title": record.publisher if is_post or is_review else "",
        "publisher": "" if is_post else record.publisher,
        "number": record.number or record.issue,
        "volume": record.volume,
        "DOI": record.doi,
        "URL": record.url,
        "genre": "Peer review" if is_review else "",
        "reviewed-title": record.reviewed_title,
        "reviewed-author": [csl_name(person) for person in record.reviewed_people],
        "note": record.note,
    }
    return {name: value for name, value in item.items() if value}


def csl_name(name: CitedName) -> Mapping[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _issued(record: CitationRecord) -> dict[str, list[list[int]]]:
    day = record.issued
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}
