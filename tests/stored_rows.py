"""What is stored, as a sum for each table: whether something was changed, and where."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest.mock import patch

import psycopg
from django.apps import apps
from django.db import connection

# What every request may write, whatever comes of it.
NOT_COUNTED = {"django_session", "usersessions_usersession", "web_usedlimit", "shared_cache"}
# No statement that begins so changes a row; the functions that ours call change none either.
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET")
Rows = dict[str, tuple[int, int]]
Writes = dict[str, int]


@cache
def tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - NOT_COUNTED)


def stored_rows(names: Iterable[str] | None = None) -> Rows:
    """Of each table: how many rows, and a sum that changes when one is written anew.

    A row that is written has another place or transaction then; one that was only locked has not.
    """
    queries = [
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended("
        f'ctid::text || xmin::text, 0)), 0) FROM "{table}"'
        for table in (tables() if names is None else names)
    ]
    if not queries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(queries))
        return {table: (count, int(total)) for table, count, total in cursor.fetchall()}


def writes_so_far() -> Writes:
    """How many rows of each table this transaction has written until now, also in vain: a part of
    it that is taken back stays counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_tuples_inserted(oid)"
            " + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


def changed_tables(before: Rows) -> set[str]:
    """The tables that are not as before."""
    return {table for table, rows in stored_rows().items() if rows != before[table]}


@dataclass
class Watch:
    """Finds the tables that were changed since it began, or was last asked; see `watching`.

    Within one transaction: tables that were not written meanwhile need not be looked at, and the
    database is asked for none while all statements only read, which saves most of the time.
    before: what is stored whenever a change is to be looked for.
    """

    before: Rows = field(default_factory=stored_rows)
    since: Writes = field(default_factory=writes_so_far)
    may_have_written: bool = False

    def note_statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """For `connection.execute_wrapper`."""
        if not str(sql).lstrip().startswith(READING):
            self.may_have_written = True
        return execute(sql, params, many, context)

    def begin(self) -> None:
        """Nothing that was written until now is counted, unless it is a change to `before`."""
        if self.may_have_written:
            self.since = writes_so_far()
            self.may_have_written = False

    def changed_tables(self) -> set[str]:
        if not self.may_have_written:
            return set()
        writes = writes_so_far()
        written = [table for table in tables() if writes[table] != self.since[table]]
        self.since, self.may_have_written = writes, False
        return {table for table, rows in stored_rows(written).items() if rows != self.before[table]}


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()

    def copy(cursor: Any, *arguments: Any, **options: Any) -> Any:
        watch.may_have_written = True  # Django passes COPY by, which ours only writes with
        return psycopg_copy(cursor, *arguments, **options)

    psycopg_copy = psycopg.Cursor.copy
    with (
        connection.execute_wrapper(watch.note_statement),
        patch.object(psycopg.Cursor, "copy", copy),
    ):
        yield watch
