"""Databases beside the tests' own: copying a migrated one takes a fiftieth of migrating anew."""

import time

import psycopg
from django.conf import settings

COPIED_WITHIN = 60  # seconds, against hanging only


def create_database(name: str) -> None:
    _administer(f'CREATE DATABASE "{name}"')


def copy_database(source: str, name: str) -> None:
    """Nobody may be connected to the source; a session ends some time after it is closed."""
    deadline = time.monotonic() + COPIED_WITHIN
    while True:
        try:
            return _administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def drop_database(name: str) -> None:
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(statement)
