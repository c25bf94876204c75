"""Our commands without a database, or with an empty one: one clear line, no traceback."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError, connection

from events.commands import DatabaseCommand

NEEDS_NO_DATABASE = {"recompute_issue"}
OURS = sorted(
    file.stem
    for file in settings.BASE_DIR.glob("*/management/commands/*.py")
    if file.stem != "__init__"
)


def run(command, database_url):
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "x" * 40,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def empty_database(db):
    """The parameters of a database that nobody has migrated."""
    connection.ensure_connection()
    server = connection.connection.info
    where = {"host": server.host, "port": server.port, "user": server.user}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as admin:
        admin.execute("DROP DATABASE IF EXISTS verso_never_migrated")
        admin.execute("CREATE DATABASE verso_never_migrated")
        yield where | {"dbname": "verso_never_migrated"}
        admin.execute("DROP DATABASE verso_never_migrated WITH (FORCE)")


def test_each_command_of_ours_says_it_in_one_line():
    assert {"demo", "harvest", "ingest_link", "verify_log"} <= set(OURS)
    for name in set(OURS) - NEEDS_NO_DATABASE:
        command = load_command_class(get_commands()[name], name)
        assert isinstance(command, DatabaseCommand), name


def test_without_a_database_a_command_says_so():
    ended = run(["ingest_link", "2310.01405"], "postgres://nobody@127.0.0.1:1/nothing")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "database does not answer" in ended.stderr


def test_a_setting_that_is_wrong_is_said_in_one_line():
    ended = subprocess.run(
        [sys.executable, "manage.py", "harvest", "arxiv"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/x", "SECRET_KEY": "short"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "SECRET_KEY must have at least 32 characters.\n"


def test_an_unmigrated_database_is_named(empty_database):
    with (
        psycopg.connect(**empty_database) as other,
        pytest.raises(psycopg.errors.UndefinedTable) as caught,
    ):
        other.execute("SELECT 1 FROM ingest_source")
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        _fails_with(ProgrammingError("no table"), caught.value).execute()


class _Failing(DatabaseCommand):
    requires_system_checks = ()

    def handle(self, **options):
        raise self.fault from self.cause


def _fails_with(fault, cause=None):
    command = _Failing()
    command.fault, command.cause = fault, cause
    command.execute = lambda: _Failing.execute(command, **OPTIONS)
    return command


OPTIONS = {"force_color": False, "no_color": True, "skip_checks": True}


def test_a_fault_in_our_own_sql_is_not_hidden():
    with pytest.raises(ProgrammingError, match="syntax"):
        _fails_with(ProgrammingError("syntax"), psycopg.errors.SyntaxError("syntax")).execute()


def test_only_the_first_line_of_what_the_driver_says_is_shown():
    with pytest.raises(CommandError) as caught:
        _fails_with(OperationalError("refused\nIs the server running?")).execute()
    assert str(caught.value) == "The database does not answer: refused"
