"""How a resource is declared: one serializer says what its answers hold and where that comes from.

The fields are those of Django REST framework, and so is `source`, here in SQL:

    title = s.CharField()                        the column of that name, in the shape's own table
    round = s.IntegerField(source="ro.number")   any expression
    page = s.URLField(source=made(addresses.preprint_page, "id"))   a function of columns
    version = VersionRefSerializer(source="v")   a shape of the same row, with `v` as its table
    locations = LocationSerializer(many=True, source="FROM …")      rows of their own, as JSON

drf-spectacular makes the OpenAPI schema from it; `Resource` makes the statement and the answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from rest_framework import serializers as s

from api.statements import Row, select
from web.sql import subquery

Answer = dict[str, Any]

# What `%(authors)s` stands for: how many authors of a work are named.
LIST_AUTHORS = 100
ALL_AUTHORS = 2**31 - 1


class Made(str):
    """A source of several columns, of which a function makes the value."""

    by: Callable[..., object]
    columns: tuple[str, ...]


def made(by: Callable[..., object], *columns: str) -> Made:
    source = Made(f"made of {', '.join(columns)}")
    source.by, source.columns = by, columns
    return source


class Shape(s.Serializer[object]):
    """Fields that an answer always has; `allow_null` says which may be null."""


class Resource(Shape):
    """A shape with rows of its own, which one statement reads for lists and details.

    public: the rows that everybody may see; no other row is ever read. table: what the statement
    calls them. joins: what its expressions need beside them. common_tables: its `WITH`.
    """

    public: ClassVar[QuerySet[Any]]
    table: ClassVar[str]
    joins: ClassVar[str] = ""
    common_tables: ClassVar[str] = ""

    @classmethod
    def read_many(cls, keys: Sequence[int]) -> list[Answer]:
        """The answers of a list with these ids, in their order."""
        statement = statement_of(cls)
        sql = f"{statement.sql} {cls.table}.id = ANY(%(keys)s)"
        rows = select(sql, {"keys": list(keys), "authors": LIST_AUTHORS})
        row_of = {row[0]: row for row in rows}
        return [statement.answer(row_of[key]) for key in keys if key in row_of]

    @classmethod
    def read_where(
        cls, column: str, value: int | str, *, authors: int = LIST_AUTHORS
    ) -> list[Answer]:
        statement = statement_of(cls)
        sql = f"{statement.sql} {cls.table}.{column} = %(value)s"
        return [statement.answer(row) for row in select(sql, {"value": value, "authors": authors})]

    @classmethod
    def read_one(cls, column: str, value: int | str) -> Answer | None:
        """The detail whose column, a unique one, has this value."""
        answers = cls.read_where(column, value, authors=ALL_AUTHORS)
        return answers[0] if answers else None


@dataclass(frozen=True, slots=True)
class Statement:
    """sql: up to the condition of the key; the first column is the row's id.

    answer: makes what is shown of a row.
    """

    sql: str
    answer: Callable[[Row], Answer]


@cache
def statement_of(resource: type[Resource]) -> Statement:
    code = AnswerCode(columns=[f"{resource.table}.id"], functions={"embedded": embedded})
    answer = code.answer(resource, resource.table)
    sql = (
        f"{resource.common_tables} SELECT {', '.join(code.columns)} "  # noqa: S608 - our own words
        f"FROM {subquery(resource.public)} {resource.table} {resource.joins} WHERE"
    )
    # Compiled, as dataclasses are: to go through the fields for every row would take twice as long.
    return Statement(sql, eval(f"lambda row: {answer}", code.functions))  # noqa: S307


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """Writes the Python that makes an answer of a row, and collects what it needs.

    columns: what is selected, in the order of the row. functions: by their name in the Python.
    """

    columns: list[str]
    functions: dict[str, Any]

    def answer(self, shape: type[Shape], table: str) -> str:
        members = [
            f"{name!r}: {self.value(name, field, table)}"
            for name, field in shape._declared_fields.items()
        ]
        return "{" + ", ".join(members) + "}"

    def value(self, name: str, field: s.Field[Any, Any, Any, Any], table: str) -> str:
        source = field.source or name
        if isinstance(source, Made):
            return self.call(source, table)
        if isinstance(field, s.ListSerializer):
            return f"embedded({self.column(_json_rows(type(field.child), source), table)})"
        if isinstance(field, Shape):
            return self.inner(field, field.source or table)
        return self.column(source, table)

    def call(self, source: Made, table: str) -> str:
        function = f"function_{len(self.functions)}"
        self.functions[function] = source.by
        return f"{function}({', '.join(self.column(each, table) for each in source.columns)})"

    def inner(self, shape: Shape, table: str) -> str:
        """A nullable shape is null if its first column is null."""
        answer = self.answer(type(shape), table)
        if not shape.allow_null:
            return answer
        name, first = next(iter(shape._declared_fields.items()))
        source = _sql_of(first, name, where=f"the first field of {type(shape).__name__}")
        return f"None if {self.column(source, table)} is None else {answer}"

    def column(self, source: str, table: str) -> str:
        """A bare name is a column of the table."""
        expression = f"{table}.{source}" if source.isidentifier() else source
        if expression not in self.columns:
            self.columns.append(expression)
        return f"row[{self.columns.index(expression)}]"


def _json_rows(shape: Any, source: str) -> str:
    columns = ", ".join(
        f'{_sql_of(field, name, where=f"{shape.__name__}.{name}")} AS "{name}"'
        for name, field in shape._declared_fields.items()
    )
    return f"(SELECT json_agg(t)::text FROM (SELECT {columns} {source}) t)"  # noqa: S608


def _sql_of(field: s.Field[Any, Any, Any, Any], name: str, *, where: str) -> str:
    """The source of a field that PostgreSQL itself has to read. Raises TypeError for others."""
    source: str = field.source or name
    if isinstance(source, Made) or isinstance(field, s.BaseSerializer):
        raise TypeError(
            f"{where} must be a column or an SQL expression, not made(…) nor another shape: "
            "PostgreSQL makes the rows of many=True, and says where an allow_null shape is null."
        )
    return source


def embedded(json_text: str | None) -> orjson.Fragment | list[Any]:
    """JSON that PostgreSQL built (text), to be passed on unread; an empty list for none."""
    return [] if json_text is None else orjson.Fragment(json_text)
