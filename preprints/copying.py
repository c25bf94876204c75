"""Many rows at once, past the ORM: COPY, or one statement that leaves out what is there already.

A row is a dataclass whose fields are named like those of the model.
"""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, models

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


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
    model: type[models.Model],
    row_type: type["DataclassInstance"],
    rows: Sequence["DataclassInstance"],
) -> None:
    """Append rows by COPY; JSON fields take plain values.

    Columns that the rows do not have get the database's default.
    """
    columns, values_of = _columns(model, row_type)
    as_json = [index for index, one in enumerate(columns) if isinstance(one, models.JSONField)]
    names = ", ".join(f'"{one.column}"' for one in columns)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = list(values_of(row))
            for index in as_json:
                values[index] = orjson.dumps(values[index]).decode()
            copy.write_row(values)


def _columns(
    model: type[models.Model], row_type: type["DataclassInstance"]
) -> tuple[list[models.Field[Any, Any]], "attrgetter[tuple[Any, ...]]"]:
    """The model's fields that the rows have, and what takes their values from a row."""
    names = [field.name for field in fields(row_type)]
    found = (model._meta.get_field(name) for name in names)
    return [one for one in found if isinstance(one, models.Field)], attrgetter(*names)


def insert_missing(
    model: type[models.Model],
    row_type: type["DataclassInstance"],
    rows: Sequence["DataclassInstance"],
) -> int:
    """Insert the rows that break no constraint; returns how many were new."""
    if not rows:
        return 0
    columns, values_of = _columns(model, row_type)
    names = ", ".join(f'"{one.column}"' for one in columns)
    arrays = ", ".join(f"%s::{one.db_type(connection)}[]" for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays}) '  # noqa: S608 - names are the models'
            "ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*map(values_of, rows), strict=True)],
        )
        return int(cursor.rowcount)
