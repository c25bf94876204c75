"""From which tables a page is made, noted while it is made."""

import re
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection

_WORD = re.compile(r"\w+")
_noting = threading.local()


class Sources:
    """What one page is made from.

    tables: names of all tables that it read.
    works: ids of the only preprints whose rows it shows; None where rows of any may matter, as
      on every list.
    """

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.works: frozenset[int] | None = None


@contextmanager
def note_sources() -> Iterator[Sources]:
    """Notes every query of this thread, of the ORM or not."""
    sources = Sources()

    def note(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        sources.tables |= tables_in(str(sql))
        return execute(sql, *arguments)

    _noting.sources = sources
    try:
        with connection.execute_wrapper(note):
            yield sources
    finally:
        _noting.sources = None


def shows_works_alone(preprint_ids: Collection[int]) -> None:
    """Promise that the page being made shows these works and no other: rows of others, which a
    list would have to be made anew for, do not concern it."""
    sources = getattr(_noting, "sources", None)
    if sources is not None:
        sources.works = frozenset(preprint_ids) | (sources.works or frozenset())


@lru_cache(maxsize=4096)
def tables_in(sql: str) -> frozenset[str]:
    """The tables that a statement names. A column or a word that is called like a table counts,
    too: a page is then made anew once more than it must be."""
    return frozenset(_WORD.findall(sql)) & _all_tables()


@lru_cache(maxsize=1)
def _all_tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models)
