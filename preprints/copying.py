"""Many rows at once, past the ORM: COPY for new ones, one statement for changed ones."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """The next `count` primary keys of a table."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows by COPY; `fields` are the model's, JSON fields take plain values.

    Fields left out get the database's default, so name all that have none.
    """
    columns = _columns(model, fields)
    as_json = [index for index, one in enumerate(columns) if isinstance(one, models.JSONField)]
    names = ", ".join(f'"{one.column}"' for one in columns)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = list(row)
            for index in as_json:
                values[index] = orjson.dumps(values[index]).decode()
            copy.write_row(values)


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[models.Field[Any, Any]]:
    found = (model._meta.get_field(name) for name in fields)
    return [one for one in found if isinstance(one, models.Field)]


def insert_missing(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> int:
    """Insert the rows that break no constraint; returns how many were new."""
    if not rows:
        return 0
    columns = _columns(model, fields)
    names = ", ".join(f'"{one.column}"' for one in columns)
    arrays = ", ".join(f"%s::{one.db_type(connection)}[]" for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays}) '  # noqa: S608 - names are the models'
            "ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*rows, strict=True)],
        )
        return int(cursor.rowcount)
