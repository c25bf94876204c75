"""Emptying the database after a test that commits, at a fiftieth of the price of `flush`.

`flush` truncates every table, though a test fills few of them, and then makes content types and
permissions anew: a second and more of PostgreSQL's time for each of two hundred tests.
"""

from django.db import connection, transaction

# They say which models there are, and are the same after every test.
NEVER_CHANGED = {"django_content_type", "auth_permission"}
COPIES = "rows_of_migrations"  # a schema beside the tables


def keep_rows_of_migrations() -> None:
    """Copy what migrations wrote (sources, terms), for `empty_database`; before any test writes.

    A database of an earlier run (`--reuse-db`) has its copy.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s)", [COPIES])
        if cursor.fetchone()[0]:
            return
        cursor.execute(f"CREATE SCHEMA {COPIES}")
        for name in _tables():
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE {COPIES}.{name} AS TABLE {name}")


def empty_database() -> None:
    """Delete all rows that tests can make, and put back those that migrations made.

    The lock waits for whoever still writes, as a TRUNCATE does: nothing is written afterwards.
    As a replica PostgreSQL asks neither foreign keys nor the triggers that forbid deleting.
    """
    names = _tables()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(";".join(f"DELETE FROM {name}" for name in names))
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [COPIES])
        for (name,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{name}" TABLE {COPIES}."{name}"')


def _tables() -> list[str]:
    """Quoted, in one order for all."""
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(connection.ops.quote_name(name) for name in set(found) - NEVER_CHANGED)
