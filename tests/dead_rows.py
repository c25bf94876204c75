"""Neither statistics of tables nor pages of rows that were taken back.

About once a minute PostgreSQL's autovacuum counts how many rows each table has. Between two tests
that is none, though the pages of rows that were taken back are still there; from then on a table is
taken for empty however many rows a test makes, and pages that join many tables take the database
five times as long. So the tests' tables are left alone, and what autovacuum would remove is removed
between two modules.
"""

from django.db import connection

GROWN_BYTES = 512 * 1024  # what a table of a few rows has not


def switch_off_autovacuum() -> None:
    """For all tables of the tests' database."""
    with connection.cursor() as cursor:
        for name in _tables("true"):
            cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = off)")


def remove_dead_rows() -> None:
    """Outside of any transaction. A table without other rows has no page left."""
    if grown := _tables(f"pg_relation_size(oid) > {GROWN_BYTES}"):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(grown)}")


def _tables(condition: str) -> list[str]:
    """Quoted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class"
            f" WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND {condition}"
        )
        return [name for (name,) in cursor.fetchall()]
