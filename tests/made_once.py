"""Rows made once for all tests of a module: each test takes back only what it did itself."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def made_once(django_db_blocker: Any) -> Iterator[None]:
    """For a fixture of a module, around its `yield`: what it stores ends with a rollback.

    The tests' own transactions begin and end within this one. A test that commits
    (`transaction=True`) can have no place in such a module.
    """
    gc.collect()  # a cursor that an earlier test left open must not be closed in this transaction
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def check_what_was_made() -> None:
    """Compare what waits to be compared (foreign keys, our constraint triggers), for a fixture that
    has made much: else each test does so at its end, and takes that back, too."""
    connection.check_constraints()


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside is undone at its end: the next one finds the rows as they were."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
