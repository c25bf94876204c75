"""Reading rows with one SQL statement."""

from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import tuple_row

Row = tuple[Any, ...]

PREPARE_AFTER = 5
TIMESTAMPTZ = psycopg.adapters.types["timestamptz"].oid


class PreparedCursor(psycopg.Cursor[Row]):
    """Binds on the server and keeps the plan: planning these statements costs more than running.

    Moments are loaded by psycopg itself: Django's loader, which sets a time zone that is UTC
    anyway, is Python code and takes a tenth of a list's time.
    """

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        super().__init__(raw, row_factory=tuple_row)
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
