"""Kept pages of a running journal: while others write, and while its database is away.

The bounds are those that docs/explanation/page-cache.md promises, with room for a busy machine.
"""

import re
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests.copied_database import working_in
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.faults.journal import FaultyJournal, hanging
from web.page_cache.triggers import watch_tables

READERS, WRITES = 8, 100
OLDEST_SECONDS = 1.0 * 2
HIT, AWAY = "verso; hit", "verso; hit; detail=database-away"


@pytest.fixture(scope="module")
def journal(django_db_blocker: DjangoDbBlocker, migrated_database: str) -> Iterator[FaultyJournal]:
    with tempfile.TemporaryDirectory(prefix="verso-pages-") as folder:
        running = FaultyJournal(Path(folder), django_db_blocker, migrated_database)
        with django_db_blocker.unblock(), working_in(running.servers.database_url):
            PreprintFactory(subjects=[SubjectFactory(slug="counted", name="Counted 0 times")])
            watch_tables()
        yield running
        running.end()


@pytest.fixture
def page(journal: FaultyJournal) -> str:
    """An address that is kept."""
    path = "/subjects/counted/"
    with journal.client() as reader:
        wait_until(lambda: reader.get(path).headers.get("Cache-Status") == HIT)
    return path


def wait_until(is_so) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_no_reader_gets_a_state_that_is_older_than_promised(journal, page):
    """Eight readers, a hundred writes by somebody who knows nothing of pages."""
    written: list[float] = []  # when each count was committed
    is_over = Event()

    def read() -> list[tuple[float, int, bool]]:
        """Of each answer: when it was asked for, the count it shows, and whether it was kept."""
        seen = []
        with journal.client() as reader:
            while not is_over.is_set():
                began = time.monotonic()
                answer = reader.get(page)
                shown = re.search(r"Counted (\d+) times", answer.text)
                assert shown, answer.status_code
                seen.append((began, int(shown[1]), answer.headers.get("Cache-Status") == HIT))
                time.sleep(0.002)
        return seen

    with (
        ThreadPoolExecutor(READERS) as readers,
        psycopg.connect(journal.servers.database_url, autocommit=True) as writer,
    ):
        reading = [readers.submit(read) for _ in range(READERS)]
        for count in range(1, WRITES + 1):
            writer.execute(
                "UPDATE preprints_subject SET name = %s WHERE slug = 'counted'",
                [f"Counted {count} times"],
            )
            written.append(time.monotonic())
            time.sleep(0.03)
        is_over.set()
        seen = [one for read in reading for one in read.result()]
    for began, count, _ in seen:
        owed = sum(1 for when in written if when < began - OLDEST_SECONDS)
        assert count >= owed, "an older state than was promised"
    assert sum(was_kept for _, _, was_kept in seen) > READERS
    assert len({count for _, count, _ in seen}) > 3, "they read while it was written"


def test_kept_pages_are_read_while_the_database_hangs(journal, page):
    """They say so; what is not kept waits for it in vain. Then all is current."""
    with journal.client() as reader, hanging(*journal.database_processes()):
        wait_until(lambda: reader.get(page).headers.get("Cache-Status") == AWAY)
        began = time.monotonic()
        assert reader.get(page).status_code == 200
        assert time.monotonic() - began < 10, "it is asked first, and given up soon"
        assert reader.get("/issues/").status_code == 503
    with journal.client() as reader:
        wait_until(lambda: reader.get(page).headers.get("Cache-Status") == HIT)


def test_kept_pages_are_read_while_the_database_is_gone(journal, page):
    with journal.client() as reader:
        journal.stop_database()
        try:
            wait_until(lambda: reader.get(page).headers.get("Cache-Status") == AWAY)
            assert reader.get("/issues/").status_code == 503
        finally:
            journal.start_servers()
        with psycopg.connect(journal.servers.database_url, autocommit=True) as writer:
            writer.execute("UPDATE preprints_subject SET name = 'Counted 9999 times'")
        wait_until(lambda: "Counted 9999 times" in reader.get(page).text)
        wait_until(lambda: reader.get(page).headers.get("Cache-Status") == HIT)
