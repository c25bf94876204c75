"""Rows of factories, stored at less cost: tests store more rows this way than anything else.

What `save` prepares for any row of any database is here prepared once for each model.
`tests/test_rows_of_factories.py` compares the rows.
"""

from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, Model
from factory.django import DjangoModelFactory

Row = TypeVar("Row", bound=Model)


class RowFactory(DjangoModelFactory[Row]):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Row], *args: Any, **fields: Any) -> Row:
        if cls._meta.django_get_or_create:
            return super()._create(model_class, *args, **fields)
        return insert(model_class(**fields))


def insert(row: Row) -> Row:
    """A row with a key of its own choice is saved as ever."""
    if row.pk is not None:
        row.save(force_insert=True)
        return row
    fields, statement = _insertion(type(row))
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias
    return row


@cache
def _insertion(model: type[Model]) -> tuple[list[Field[Any, Any]], str]:
    fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, AutoField)]
    quoted = connection.ops.quote_name
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    columns = ", ".join(quoted(one.column) for one in fields)
    places = ", ".join("%s" for _one in fields)
    return fields, f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {table}.{key}"
