"""Records as plain JSON, to be kept in the database."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from preprints.record import (
    DeclaredVersion,
    Record,
    RecordAuthor,
    RecordLocation,
    RecordRelation,
)

_BEGINNING = b'{"location": {"source": '


def record_to_json(record: Record) -> dict[str, Any]:
    """Plain JSON; `record_from_json` gives the same record back."""
    fields: dict[str, Any] = json.loads(record_bytes(record))
    return fields


def record_bytes(record: Record) -> bytes:
    """The same as bytes, in ASCII, so that lone surrogates can be kept."""
    return json.dumps(asdict(record), default=datetime.isoformat).encode()


def is_record(content: bytes) -> bool:
    """Whether these are `record_bytes`, not what a source sent."""
    return content.startswith(_BEGINNING)


def record_from_json(fields: dict[str, Any]) -> Record:
    moments = ("posted_at", "first_posted_at")
    return Record(
        **{
            **fields,
            **{name: datetime.fromisoformat(fields[name]) for name in moments},
            "location": RecordLocation(**fields["location"]),
            "authors": tuple(RecordAuthor(**author) for author in fields["authors"]),
            "categories": tuple(fields["categories"]),
            "other_locations": tuple(
                RecordLocation(**place) for place in fields["other_locations"]
            ),
            "relations": tuple(RecordRelation(**one) for one in fields.get("relations", ())),
            "history": tuple(
                DeclaredVersion(**{**one, "posted_at": datetime.fromisoformat(one["posted_at"])})
                for one in fields.get("history", ())
            ),
        }
    )
