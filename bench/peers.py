"""What the pages are measured beside, in the same server and the same run.

`/__constant__/<bytes>` answers before Django: what the server can give at most.
`/__hello__/<bytes>` answers through Django's middleware: what an empty view costs.
`/__rows__` and `/__rows__/<id>` give the API's rows by psycopg and orjson alone.
"""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any

import orjson
import psycopg
from django.http import HttpRequest, HttpResponse
from psycopg.rows import dict_row

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from journal.wsgi import application as journal

PAGE = 20
ROWS = Path(__file__).with_name("rows.sql").read_text().encode()
StartResponse = Callable[..., Any]
_thread = local()


@lru_cache(maxsize=64)
def filler(size: int) -> bytes:
    """As many bytes as the page has that this stands beside."""
    return (b"<p>Nothing is said here, at the length of a page.</p>\n" * (size // 54 + 1))[:size]


def hello(_request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(filler(size))


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    address = environ["PATH_INFO"]
    if address.startswith("/__constant__/"):
        return _answer(start_response, "text/html", filler(int(address.rpartition("/")[2])))
    if address.startswith("/__rows__"):
        key = address.rpartition("/")[2]
        body = orjson.dumps(_rows(int(key) if key.isdigit() else None))
        return _answer(start_response, "application/json", body)
    return journal(environ, start_response)


def _answer(start_response: StartResponse, kind: str, body: bytes) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def _rows(key: int | None) -> dict[str, Any]:
    with _connection().cursor() as cursor:
        newest = "SELECT id FROM preprints_preprint ORDER BY id DESC LIMIT %s"
        keys = [key] if key else [row["id"] for row in cursor.execute(newest, [PAGE])]
        results = cursor.execute(ROWS, {"keys": keys}).fetchall()
    return {"next": None, "previous": None, "results": results}


def _connection() -> psycopg.Connection[dict[str, Any]]:
    if not hasattr(_thread, "connection"):
        _thread.connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row
        )
    connection: psycopg.Connection[dict[str, Any]] = _thread.connection
    return connection
