"""Statements that PostgreSQL plans once for each connection.

Django puts the values into the text of a statement, so that it is another one for each reader,
and is planned each time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

import psycopg
from django.db.backends.postgresql import base
from psycopg.types.json import Jsonb

from journal.postgresql.waiting import BoundedConnection
from web.planned_once import PlannedOnce

STATEMENTS_KEPT = 50  # of a connection; others are planned each time
# What a value is where the statement does not say so, as within JSON. PostgreSQL reads a text as
# what is asked for in its place, as it does where it stands in the statement itself.
TYPES: dict[type, str] = {
    bool: "boolean",
    int: "bigint",
    datetime: "timestamptz",
    date: "date",
    timedelta: "interval",
    Jsonb: "jsonb",
    str: "unknown",
}


class Cursor(base.Cursor, psycopg.ClientCursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if isinstance(query, PlannedOnce):
            query = self._by_name(query, [type_of(value) for value in params or ()])
        return super().execute(query, params, **options)

    def _by_name(self, query: PlannedOnce, types: Sequence[str]) -> str:
        """The plan survives a ROLLBACK, which those do not that psycopg has made."""
        planned = cast(BoundedConnection, self.connection).planned
        of_types = f"({', '.join(types)})" if types else ""
        statement = f"{of_types} AS {numbered(query)}"
        if statement not in planned:
            if len(planned) >= STATEMENTS_KEPT:
                return query
            name = f"planned_{len(planned)}"
            super().execute(f"PREPARE {name}{statement}")
            planned[statement] = name
        values = f"({', '.join(['%s'] * len(types))})" if types else ""
        return f"EXECUTE {planned[statement]}{values}"


def type_of(value: object) -> str:
    found = next((name for known, name in TYPES.items() if isinstance(value, known)), None)
    if found is None:
        raise TypeError(f"no planned statement has had a {type(value).__name__} yet: see TYPES")
    return found


def numbered(query: str) -> str:
    """
    >>> numbered("SELECT %s LIKE 'a%%' AND %s")
    "SELECT $1 LIKE 'a%' AND $2"
    """
    first, *others = query.split("%s")
    text = first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))
    return text.replace("%%", "%")
