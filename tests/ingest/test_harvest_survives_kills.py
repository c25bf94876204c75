"""The recorded three-page answer of arXiv, harvested over HTTP by processes that are killed."""

import os
import signal
import time
import warnings
from io import StringIO
from typing import Any, NoReturn

import pytest
from django.core.management import call_command
from django.db import connection

from ingest.models import Source
from tests.factories.times import NOW
from tests.forked import HANGS, exit_status
from tests.made_once import taken_back

pytestmark = pytest.mark.django_db(transaction=True)

ASKS, STORES, MOVES_ON = "INTO ingest_host", 'INTO "preprints_relation"', 'SET "tally"'
# Before which statement of a process it is killed, and before which of them.
KILLS = [(STORES, 1), (MOVES_ON, 1), (STORES, 2), (MOVES_ON, 1), (ASKS, 1)]
WORKS, PAGE = 2265, 1000
# What the catalogue and the log say, without the numbers and moments that differ from run to run.
CONTENT = {
    "works": "SELECT status, kind, first_posted_at, shows_full_text FROM preprints_preprint",
    "versions": """
        SELECT number, source_version, title_html, abstract_html, author_line, posted_at,
               categories::text, comment, content_hash, is_withdrawn FROM preprints_version""",
    "places": "SELECT source, external_id, url, is_canonical FROM preprints_location",
    "authors": """
        SELECT version.content_hash, position, name, affiliation FROM preprints_author AS author
        JOIN preprints_version AS version ON version.id = author.version_id""",
    "relations": "SELECT kind, scheme, external_id FROM preprints_relation",
    "events": "SELECT kind, data::text FROM events_event",
    "scheduled_fetches": "SELECT source, external_id, version, why FROM ingest_scheduledfetch",
    "rejects": "SELECT external_id, content_hash, reason FROM ingest_reject",
}


def rows_of(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def content() -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(rows_of(query), key=repr) for name, query in CONTENT.items()}


def count(table: str) -> int:
    return int(rows_of(f"SELECT count(*) FROM {table}")[0][0])


def harvest() -> str:
    printed = StringIO()
    call_command("harvest", "arxiv", "--since", "2023-03-07", stdout=printed, stderr=StringIO())
    return printed.getvalue().strip()


def harvest_killed_before(words: str, times: int) -> int:
    """The status of a process of its own, with a connection of its own, that is killed there."""
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of a fork beside threads
        child = os.fork()
    if not child:
        _harvest_until(words, times)
    return exit_status(child)


def _harvest_until(words: str, times: int) -> NoReturn:
    left = times

    def die(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal left
        left -= words in sql
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(die):
            harvest()
    finally:
        os._exit(0)


def wait_until_alone() -> None:
    """A killed process's session ends with the statement it was at."""
    others = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
    ends_at = time.monotonic() + HANGS
    while rows_of(others) != [(0,)]:
        assert time.monotonic() < ends_at
        time.sleep(0.005)


def test_a_harvest_killed_five_times_gives_what_an_undisturbed_one_gives(replay):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # rows that earlier tests took back slow each read until then
    # The recording is of no single set.
    columns = {"name": "arXiv", "adapter": "arxiv", "options": {}, "created_at": NOW}
    Source.objects.update_or_create(slug="arxiv", defaults=columns)
    with taken_back():
        assert harvest() == f"{WORKS} new"
        assert count("preprints_preprint") == WORKS
        assert count("ingest_reject") == 0
        undisturbed = content()

    stored = [count("preprints_preprint")]
    for words, times in KILLS:
        assert harvest_killed_before(words, times) == -signal.SIGKILL
        wait_until_alone()
        stored.append(count("preprints_preprint"))
    assert stored == [0, 0, 0, PAGE, PAGE, PAGE]
    harvest()
    assert content() == undisturbed

    rows = {table: count(table) for table in ("preprints_version", "events_event")}
    assert harvest() == f"{WORKS} known"
    assert rows == {table: count(table) for table in rows}
