"""Reading rows with one SQL statement, and the pieces that several resources share.

Each statement ends with the column that its key is compared with, and says itself what of it is
public: a list's keys come from a queryset that says so too, a detail's key from anyone.
"""

from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
from django.db import connection
from psycopg.rows import dict_row

from web import addresses

Row = dict[str, Any]

LIST_AUTHORS = 100
ALL_AUTHORS = 2**31 - 1

MANY = "= ANY(%(keys)s)"
ONE = "= %(key)s"
PREPARE_AFTER = 5
TIMESTAMPTZ = psycopg.adapters.types["timestamptz"].oid

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


class PreparedCursor(psycopg.Cursor[Row]):
    """Binds on the server and keeps the plan: planning these statements costs more than running.

    Moments are loaded by psycopg itself: Django's loader, which sets a time zone that is UTC
    anyway, is Python code and takes a tenth of a list's time.
    """

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        super().__init__(raw, row_factory=dict_row)
        loader = psycopg.adapters.get_loader(TIMESTAMPTZ, psycopg.pq.Format.TEXT)
        if loader is not None:
            self.adapters.register_loader(TIMESTAMPTZ, loader)

    def execute(self, *args: Any, **options: Any) -> "PreparedCursor":
        return super().execute(*args, **(options | {"prepare": True}))


def select(sql: str, parameters: dict[str, Any] | tuple[Any, ...]) -> list[Row]:
    connection.ensure_connection()
    raw, options = connection.connection, connection.settings_dict["OPTIONS"]
    if raw.prepare_threshold is None and "prepare_threshold" not in options:
        # Django's own cursors bind on the client and never prepare, so this is for ours alone.
        raw.prepare_threshold = PREPARE_AFTER
    wrap: Any = (
        connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    )
    with wrap(PreparedCursor(raw)) as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
        return rows


def select_many(sql: str, keys: Sequence[int], **parameters: Any) -> dict[int, Row]:
    """The rows of `keys` by their `id`, in that order; `sql` ends with the key's column."""
    found = {row["id"]: row for row in select(sql + MANY, {"keys": list(keys), **parameters})}
    return {key: found[key] for key in keys if key in found}


def select_one(sql: str, key: int | str, **parameters: Any) -> Row | None:
    """A statement of its own, for its plan: one made for many keys would be remade each time."""
    rows = select(sql + ONE, {"key": key, **parameters})
    return rows[0] if rows else None


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
