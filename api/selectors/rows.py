"""Reading rows with one SQL statement, and the pieces that several resources share.

The statements take primary keys that a queryset has already found to be public; what may be seen
is decided there, never here.
"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from django.db import connection

from api import addresses

Row = dict[str, Any]

LIST_AUTHORS = 100
ALL_AUTHORS = 2**31 - 1

# Every term as the JSON that an answer shows, joined by the statements that follow it.
TERMS = """
WITH terms AS (
    SELECT r.id, to_json(shown)::text AS shown
    FROM (SELECT *, count(*) OVER (PARTITION BY vocabulary_id) AS of FROM reviews_term) r
    CROSS JOIN LATERAL (SELECT r.slug AS term, r.rank, r.of, r.definition) shown
)
"""


def statement(*pieces: str) -> str:
    return "".join(pieces)


def select(sql: str, parameters: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def in_order(
    keys: Sequence[int], rows: Sequence[Row], shape: Callable[[Row], dict[str, Any]]
) -> list[dict[str, Any]]:
    """The shaped rows in the order of `keys`; each row has its key as `id`."""
    by_key = {row["id"]: shape(row) for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def embedded(json_text: str | None) -> orjson.Fragment | list[Any]:
    """JSON that PostgreSQL built (text), to be passed on unread; an empty list for none."""
    return [] if json_text is None else orjson.Fragment(json_text)


def preprint_ref(preprint_id: int) -> dict[str, Any]:
    return {
        "id": preprint_id,
        "identifier": f"V{preprint_id}",
        "page": addresses.preprint_page(preprint_id),
        "api_url": addresses.resource("preprints", preprint_id),
    }


def version_ref(row: Row) -> dict[str, Any]:
    """Needs preprint_id, version_id, version_number and version_title."""
    preprint_id, number = row["preprint_id"], row["version_number"]
    return {
        "id": row["version_id"],
        "identifier": f"V{preprint_id}.{number}",
        "number": number,
        "title": row["version_title"],
        "page": addresses.version_page(preprint_id, number),
        "api_url": addresses.resource("versions", row["version_id"]),
    }


def text(markdown: str, html: str) -> dict[str, str]:
    return {"markdown": markdown, "html": html}
