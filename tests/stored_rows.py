"""What is stored, as a sum for each table: whether something was changed, and where."""

from django.apps import apps
from django.db import connection

# What every request may write, whatever comes of it.
NOT_COUNTED = {"django_session", "usersessions_usersession", "web_usedlimit", "shared_cache"}
Rows = dict[str, tuple[int, int]]


def stored_rows() -> Rows:
    """Of each table: how many rows, and a sum that changes when one is written anew.

    A row that is written has another place or transaction then; one that was only locked has not.
    """
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    queries = [
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended("
        f'ctid::text || xmin::text, 0)), 0) FROM "{table}"'
        for table in tables
        if table not in NOT_COUNTED
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(queries))
        return {table: (count, int(total)) for table, count, total in cursor.fetchall()}


def changed_tables(before: Rows) -> set[str]:
    after = stored_rows()
    return {table for table, rows in after.items() if rows != before[table]}
