"""The statement that reads the rows of many kinds, made once for each desk and day.

Django takes longer to put twenty queries together than the database to answer them, and so does
the database to plan them.
"""

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from reviews.policies import policy_numbers
from reviews.selectors.desk.row_kind import DeskView, RowKind
from web.planned_once import PlannedOnce

STATEMENTS_KEPT = 200  # of a process; then all are made anew
Statement = tuple[PlannedOnce, tuple[Any, ...]]

_kept: dict[Hashable, Statement] = {}


def read_all(
    make: Callable[[RowKind], "QuerySet[Any, Any]"],
    kinds: Sequence[RowKind],
    view: DeskView,
    *,
    most: int,
) -> Iterator[tuple[Any, ...]]:
    """The rows that `make` asks for of each kind, together; the last column is JSON."""
    sql, params = _statement("rows", make, kinds, view, most=most)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            for *fields, facts in cursor.fetchall():
                yield (*fields, json.loads(facts))


def count_all(
    make: Callable[[RowKind], "QuerySet[Any, Any]"], kinds: Sequence[RowKind], view: DeskView
) -> int:
    sql, params = _statement("count", make, kinds, view, most=0)
    if not sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        counted: int = cursor.fetchone()[0]
    return counted


def _statement(
    what: str,
    make: Callable[[RowKind], "QuerySet[Any, Any]"],
    kinds: Sequence[RowKind],
    view: DeskView,
    *,
    most: int,
) -> Statement:
    """ "" where no kind can have a row."""
    owner = view.owner.pk if view.owner else None
    names = tuple(kind.name for kind in kinds)
    # How many rows there are never depends on the policy: it is counted on every page.
    policy = () if what == "count" else policy_numbers()
    key = what, names, most, view.reader.pk, owner, view.subject, view.today, policy
    if key not in _kept:
        if len(_kept) >= STATEMENTS_KEPT:
            _kept.clear()
        sql, params = _made([make(kind) for kind in kinds])
        if what == "count" and sql:
            sql = f"SELECT count(*) FROM ({sql}) AS waiting"  # noqa: S608 - Django's
        _kept[key] = PlannedOnce(sql), params
    return _kept[key]


def _made(queries: "Sequence[QuerySet[Any, Any]]") -> tuple[str, tuple[Any, ...]]:
    if not queries:
        return "", ()
    first, *others = queries
    together = first.union(*others, all=True) if others else first
    try:
        sql, params = together.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(params)
