"""Changing what is published, as only somebody with the database in their hands can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def rewriting() -> Iterator[None]:
    """Without the triggers that refuse it. Only for rows that a test changes against the rules, or
    to a state that the services reach by another way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
