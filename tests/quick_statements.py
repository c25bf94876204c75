"""Django's SQL, put together in less time: a third of what a test of a page costs.

A page of the editors reads some hundred columns with each query. Django makes an object for each
column of a joined table, names it for the database by four calls, and, to put a query in order,
asks each for an identity that is found anew; and it makes a field for each join. Here the objects
of a table under an alias are made once, and named at once. The statements are the same
(test_quick_statements.py). The journal itself takes Django's own way, which each
release may change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import BigAutoField, BigIntegerField, Model
from django.db.models.expressions import Col, Expression

_compile, _default_columns = SQLCompiler.compile, SQLCompiler.get_default_columns
_rel_db_type = BigAutoField.rel_db_type
_big_integer = BigIntegerField()


@contextmanager
def quick_statements() -> Iterator[None]:
    with (
        patch.object(SQLCompiler, "compile", _compile_quickly),
        patch.object(SQLCompiler, "get_default_columns", _share_columns),
        patch.object(BigAutoField, "rel_db_type", _type_of_references),
    ):
        yield


@contextmanager
def djangos_statements() -> Iterator[None]:
    """Django's own way again, for a while."""
    with (
        patch.object(SQLCompiler, "compile", _compile),
        patch.object(SQLCompiler, "get_default_columns", _default_columns),
        patch.object(BigAutoField, "rel_db_type", _rel_db_type),
    ):
        yield


def _compile_quickly(compiler: Any, node: Any) -> Any:
    if type(node) is not Col or not node.alias:
        return _compile(compiler, node)
    alias, column = node.alias, node.target.column or ""  # a selected field has one
    quoted = compiler.quote_cache.get(alias) or compiler.quote_name_unless_alias(alias)
    query = compiler.query
    if query.extra_select or query.external_aliases:  # they may have its name
        return f"{quoted}.{compiler.quote_name_unless_alias(column)}", []
    return quoted + _quoted_column(column), []


def _share_columns(
    compiler: Any,
    select_mask: Any,
    start_alias: str | None = None,
    opts: Any = None,
    from_parent: type[Model] | None = None,
) -> list[Expression]:
    opts = opts or compiler.query.get_meta()
    if select_mask or from_parent or opts is None or opts.parents or opts.apps is not apps:
        return _default_columns(compiler, select_mask, start_alias, opts, from_parent)
    return list(_columns(opts.model, start_alias or compiler.query.get_initial_alias()))


def _type_of_references(_field: BigAutoField[Any, Any], connection: Any) -> str | None:
    return _big_integer.db_type(connection)


@cache
def _quoted_column(name: str) -> str:
    return f".{connection.ops.quote_name(name)}"


@cache
def _columns(model: type[Model], alias: str) -> tuple[Expression, ...]:
    """Of a table under an alias: its name, or T and a number, so there are few."""
    return tuple(field.get_col(alias) for field in model._meta.concrete_fields)
