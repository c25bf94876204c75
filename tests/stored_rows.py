"""What is stored, as a sum for each table: whether something was changed, and where."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import connection

# What every request may write, whatever comes of it.
NOT_COUNTED = {"django_session", "usersessions_usersession", "web_usedlimit", "shared_cache"}
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


def changed_tables(before: Rows, *, since: Writes | None = None) -> set[str]:
    """The tables that are not as before.

    since: of a moment in this transaction when they were; others than those written since then
    need not be looked at, which saves most of the time.
    """
    names = None
    if since is not None:
        writes = writes_so_far()
        names = [table for table in tables() if writes[table] != since[table]]
    return {table for table, rows in stored_rows(names).items() if rows != before[table]}
