"""Statements that PostgreSQL plans once for each connection.

Django puts the values into the text of a statement, so that it is another one for each reader,
and is planned each time.
"""

import re
from datetime import date, datetime, timedelta
from itertools import count
from types import NoneType
from typing import Any, cast

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb

from journal.postgresql.waiting import BoundedConnection
from web.planned_once import PlannedOnce

STATEMENTS_KEPT = 200  # of a connection; others are planned each time
BIG = 2**31  # where PostgreSQL's integers end
# What a value is where the statement does not say so, as within JSON. PostgreSQL reads a text,
# or a list, as what is asked for in its place.
TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    datetime: "timestamptz",
    date: "date",
    timedelta: "interval",
    Jsonb: "jsonb",
    str: "unknown",
    list: "unknown",
    NoneType: "unknown",
}


class Cursor(base.Cursor, psycopg.ClientCursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if not isinstance(query, PlannedOnce):
            return super().execute(query, params, **options)
        by_name = self._by_name(query, tuple(type_of(value) for value in params or ()))
        try:
            return super().execute(by_name, params, **options)
        except FeatureNotSupported:
            # A migration has changed what the statement answers with. Within a transaction nothing
            # more can be asked; the next statement outside one comes here again.
            connection = cast(BoundedConnection, self.connection)
            if connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            connection.planned.clear()
            super().execute("DEALLOCATE ALL")
            return super().execute(query, params, **options)

    def _by_name(self, query: PlannedOnce, types: tuple[str, ...]) -> str:
        """The plan survives a ROLLBACK, which those do not that psycopg has made."""
        connection = cast(BoundedConnection, self.connection)
        planned = connection.planned
        if (query, types) not in planned:
            if not connection.keeps_plans or len(planned) >= STATEMENTS_KEPT:
                return query
            name = f"planned_{len(planned)}"
            of_types = f"({', '.join(types)})" if types else ""
            super().execute(f"PREPARE {name}{of_types} AS {numbered(query)}")
            planned[query, types] = name
        values = f"({', '.join(['%s'] * len(types))})" if types else ""
        return f"EXECUTE {planned[query, types]}{values}"


def type_of(value: object) -> str:
    found = next((name for known, name in TYPES.items() if isinstance(value, known)), None)
    if found is None:
        raise TypeError(f"no planned statement has had a {type(value).__name__} yet: see TYPES")
    return "bigint" if found == "integer" and not -BIG <= cast(int, value) < BIG else found


def numbered(query: str) -> str:
    """
    >>> numbered("SELECT %s LIKE 'a%%s' AND %s")
    "SELECT $1 LIKE 'a%s' AND $2"
    """
    numbers = count(1)
    return re.sub("%[%s]", lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", query)
