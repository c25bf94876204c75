"""Querysets whose SQL is made once, and planned once by each connection: where a page has many
subqueries, both cost more than the rows.

Django has nothing for it, nor has a living package (`docs/decisions/0026-compiled-queries.md`).
"""

import copy
import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import quote

from web.paging import HIGHEST_ID
from web.planned_once import PlannedOnce

Row = TypeVar("Row", bound=Model)
LISTS = (list, tuple, set, frozenset)


class CompiledQuery(Generic[Row]):
    """A function that returns a queryset, to be called for its rows: `@compiled`.

    Its arguments are given by name. A number, a text or a moment may be another one at each call;
    so may a list of numbers, for `__in`. Of None, True and False there is one query each, which the
    function is called for once: it must look at nothing that changes, such as the time.
    """

    def __init__(self, queryset_for: Callable[..., QuerySet[Row]]) -> None:
        update_wrapper(self, queryset_for)
        self._queryset_for = queryset_for
        self._queries: dict[Any, _Query[Row]] = {}

    def __call__(self, **values: Any) -> list[Row]:
        if any(isinstance(value, int) and abs(value) > HIGHEST_ID for value in values.values()):
            return []
        shape = tuple((name, _shape(value)) for name, value in values.items())
        query = self._queries.get(shape)
        if query is None:
            given = {name: _as_parameter(name, value) for name, value in values.items()}
            query = self._queries[shape] = _Query(self._queryset_for(**given))
        return query.rows(values)


compiled = CompiledQuery


class _Parameter(Expression):
    """Stands for a value that is known when the query is asked."""

    def __init__(self, name: str, *, is_list: bool) -> None:
        super().__init__()
        self.name = name
        self.is_list = is_list

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, Any]:
        return "(SELECT unnest(%s::bigint[]))" if self.is_list else "%s", [self]

    def value(self, values: dict[str, Any]) -> Any:
        return list(values[self.name]) if self.is_list else values[self.name]


class _Query(Generic[Row]):
    def __init__(self, queryset: QuerySet[Row]) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, params = self._compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        if any(isinstance(param, date) for param in params):
            raise TypeError(f"The moment of the first call would be that of all: {sql}")
        self._sql = PlannedOnce(_with_constants(sql, params))
        self._parameters = [param for param in params if isinstance(param, _Parameter)]

    def rows(self, values: dict[str, Any]) -> list[Row]:
        """Read as Django reads them, by a compiler that knows its SQL."""
        params = tuple(parameter.value(values) for parameter in self._parameters)
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[self._queryset.db]  # of this thread
        compiler.as_sql = lambda *_args, **_options: (self._sql, params)
        queryset = self._queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(queryset)


def _with_constants(sql: str, params: Iterable[Any]) -> str:
    """What is the same each time stands in the text, where a plan can count with it."""
    remaining = iter(params)

    def literal(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        param = next(remaining)
        return "%s" if isinstance(param, _Parameter) else quote(param).replace("%", "%%")

    return re.sub("%[%s]", literal, sql)


def _shape(value: Any) -> Any:
    """What of a value is in the SQL: only its type, where the value itself is sent beside."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, LISTS):
        return list
    if isinstance(value, (int, str, date)):
        return type(value)
    raise TypeError(f"A compiled query is asked with plain values, not with {value!r}")


def _as_parameter(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    return _Parameter(name, is_list=isinstance(value, LISTS))


def ids(rows: Collection[Model]) -> list[int]:
    return [row.pk for row in rows]
