"""Django's queries put into SQL at less cost: that takes a fifth of the tests' processor time.

Each query makes a `Col` for each column it names, compares it with others by the arguments it was
made of, and asks its field what to do with the value. For one field and alias that is the same
each time: such a `Col` is made once, as Django itself does where the alias is the table's name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models import Field
from django.db.models.expressions import Col, Expression
from django.db.models.sql.compiler import SQLCompiler

_columns: dict[tuple[int, str, int], Col] = {}  # by field, alias and output field
_default_columns: dict[tuple[int, str], list[Col]] = {}  # by model and alias
make_column, hash_of, converters_of = Field.get_col, Expression.__hash__, Col.get_db_converters
find_default_columns = SQLCompiler.get_default_columns


@contextmanager
def quick_queries() -> Iterator[None]:
    with (
        patch.object(Field, "get_col", _column),
        patch.object(Col, "__hash__", _hash),
        patch.object(Col, "get_db_converters", _converters),
        patch.object(SQLCompiler, "get_default_columns", _columns_of_model),
    ):
        yield


def _column(field: Any, alias: str, output_field: Any = None) -> Col:
    """What it is kept by stays: the column keeps its field."""
    key = (id(field), alias, id(output_field))
    found = _columns.get(key)
    if found is None:
        found = make_column(field, alias, output_field)
        if found.target is field and output_field in (None, found.output_field):
            _columns[key] = found
    return found


def _hash(column: Col) -> int:
    kept = column.__dict__
    if "kept_hash" not in kept:
        kept["kept_hash"] = hash_of(column)
    return kept["kept_hash"]


def _converters(column: Col, connection: Any) -> list[Any]:
    kept = column.__dict__
    if "kept_converters" not in kept:
        kept["kept_converters"] = converters_of(column, connection)
    return list(kept["kept_converters"])


def _columns_of_model(
    compiler: Any, mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
) -> list[Col]:
    """Where all columns of a model without parents are asked for."""
    model = opts or compiler.query.get_meta()
    if mask or from_parent or model is None or model.parents or model.proxy:
        return find_default_columns(compiler, mask, start_alias, opts, from_parent)
    alias = start_alias or compiler.query.get_initial_alias()
    key = (id(model), alias)
    if key not in _default_columns:
        _default_columns[key] = find_default_columns(compiler, mask, alias, opts, from_parent)
    return list(_default_columns[key])
