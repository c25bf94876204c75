"""A page cache around Django, as in `journal.wsgi`, with a database that says what has changed."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from pytest_django import DjangoDbBlocker

from web.page_cache.application import PageCache
from web.page_cache.listening import Listener
from web.page_cache.store import PageStore
from web.page_cache.triggers import watch_tables, watched_tables

WAIT_SECONDS = 20.0  # a wide bound, against hanging
_marks = count()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def was_kept(self) -> bool:
        return self.headers.get("Cache-Status", "").startswith("verso; hit")


class Reader:
    """Asks the cache as granian does."""

    def __init__(self, cache: PageCache) -> None:
        self.cache = cache

    def get(self, path: str, *, method: str = "GET", **environ: str) -> Answer:
        path, _, query = path.partition("?")
        given: list[tuple[str, list[tuple[str, str]]]] = []
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **environ,
        }
        answer: Any = self.cache(asked, lambda status, headers, *_: given.append((status, headers)))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        ((status, headers),) = given
        return Answer(int(status[:3]), dict(headers), body)

    def kept(self, paths: list[str]) -> set[str]:
        """Those of them that would be answered without being made anew."""
        here = {key[3]: page for key, page in self.cache.store._pages.items()}
        return {path for path in paths if path in here}


@pytest.fixture(scope="package")
def watched(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        watch_tables()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in watched_tables():
            cursor.execute(f"DROP FUNCTION say_change_of_{table} CASCADE")


@pytest.fixture
def cache(
    watched: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PageCache]:
    # On a busy machine a thread may wait for its turn longer than a second.
    monkeypatch.setattr("web.page_cache.listening.SILENT_AFTER_SECONDS", WAIT_SECONDS)
    store = PageStore(2_000_000)
    listener = Listener(store)
    assert listener.wait_until_listening(WAIT_SECONDS)
    yield PageCache(get_wsgi_application(), store, listener)
    listener.end()


@pytest.fixture
def reader(cache: PageCache) -> Reader:
    return Reader(cache)


def until_heard(cache: PageCache) -> None:
    """All that was committed before has arrived: a notice of our own comes after it."""
    mark = f"mark_{next(_marks)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('page_changes', %s)", [f"{mark} *"])
    deadline = time.monotonic() + WAIT_SECONDS
    while all(change.table != mark for change in list(cache.store._changes)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
