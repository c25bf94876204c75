"""PostgreSQL or Valkey gone, or there and silent, while people read and write.

The bounds are wide: they tell an answer from hanging, not fast from slow.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest
from lxml import etree
from pytest_django import DjangoDbBlocker
from redis import Redis

from tests.faults.journal import FaultyJournal, hanging

READY_WITHIN = 3.0 * 2  # seconds; on a machine that does nothing else it is below three
PAGES = ["/", "/preprints/", "/preprints/1/", "/issues/", "/people/somebody/", "/accounts/login/"]
WRITES = 12


@pytest.fixture(scope="module")
def journal(django_db_blocker: DjangoDbBlocker, migrated_database: str) -> Iterator[FaultyJournal]:
    # Not pytest's own folder: another run of pytest closes it to the user PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="verso-faults-") as folder:
        running = FaultyJournal(Path(folder), django_db_blocker, migrated_database)
        yield running
        running.end()


@pytest.fixture(scope="module")
def editor(journal: FaultyJournal) -> Iterator[httpx.Client]:
    client = journal.signed_in()
    yield client
    client.close()


def submit_link(client: httpx.Client, number: int) -> tuple[int, float]:
    """The status and the seconds of one write that wakes a worker."""
    began = time.monotonic()
    token = client.cookies["csrftoken"]
    link = f"https://arxiv.org/abs/2310.{number:05}"
    answer = client.post("/submit/", data={"link": link, "csrfmiddlewaretoken": token})
    return answer.status_code, time.monotonic() - began


def promised(journal: FaultyJournal) -> int:
    with psycopg.connect(journal.servers.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM events_outbox").fetchone()
    assert row is not None
    return int(row[0])


def write_at_once(journal: FaultyJournal, editor: httpx.Client, first: int) -> float:
    """Twelve writes for four threads; returns the seconds they took together."""
    before, began = promised(journal), time.monotonic()
    with ThreadPoolExecutor(WRITES) as threads:
        answers = list(
            threads.map(lambda number: submit_link(editor, number), range(first, first + WRITES))
        )
    took = time.monotonic() - began
    assert [status for status, _seconds in answers] == [302] * WRITES
    assert promised(journal) == before + WRITES
    return took


def test_a_broker_that_hangs_holds_no_request(journal, editor):
    editor.get("/submit/")
    with hanging(journal.broker_process()):
        assert write_at_once(journal, editor, 1000) < 10  # waited for, it took 15 and more
        answer = editor.get("/readyz")
        assert (answer.status_code, answer.json()["broker"]) == (200, "away")
        assert answer.elapsed.total_seconds() < READY_WITHIN


def test_a_worker_is_woken_promptly_while_the_broker_is_there(journal, editor):
    editor.get("/submit/")
    with Redis.from_url(journal.servers.redis_url) as broker:
        deadline = time.monotonic() + 30
        broker.delete("verso")
        while not broker.llen("verso") and time.monotonic() < deadline:
            submit_link(editor, 2000 + int(time.monotonic() * 10) % 1000)
            time.sleep(0.2)
        assert broker.llen("verso") >= 1


def test_a_broker_that_is_gone_holds_no_request(journal, editor):
    editor.get("/submit/")
    journal.broker_process().kill()
    try:
        assert write_at_once(journal, editor, 3000) < 10
        assert editor.get("/readyz").json()["broker"] == "away"
    finally:
        journal.start_servers()


def check_everything_is_unavailable(journal: FaultyJournal, client: httpx.Client) -> None:
    for url in PAGES:
        answer = client.get(url)
        assert answer.status_code == 503, url
        assert int(answer.headers["Retry-After"]) > 0, url
        assert answer.headers["Content-Type"].startswith("text/html"), url
        assert "database does not answer" in answer.text, url
    for url in ("/api/v1/preprints/", "/api/v1/issues/1/", "/api/v1/preprints/?kind=theory"):
        answer = client.get(url)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), url
        assert answer.headers["Content-Type"] == "application/problem+json", url
        assert json.loads(answer.text)["status"] == 503
    for url in ("/feeds/preprints.json", "/issues/1/1/evidence.json"):
        answer = client.get(url)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), url
        assert answer.headers["Content-Type"] == "application/problem+json", url
    for url in ("/feeds/preprints.atom", "/feeds/issues.rss"):
        answer = client.get(url)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), url
        assert answer.headers["Content-Type"] == "application/problem+xml", url
        assert etree.fromstring(answer.content)[2].text == "503"
    answer = client.get("/readyz")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert answer.json()["database"] == "away"
    assert client.get("/healthz").status_code == 200


def test_a_database_that_is_gone_is_a_clear_503_everywhere(journal, editor):
    journal.stop_database()
    try:
        with journal.client() as reader:
            check_everything_is_unavailable(journal, reader)
        check_everything_is_unavailable(journal, editor)
        assert submit_link(editor, 4000)[0] == 503
    finally:
        journal.start_servers()
    journal.wait_until_it_serves()
    assert editor.get("/editor/").status_code == 200
    assert submit_link(editor, 4001)[0] == 302


def test_a_database_that_hangs_ends_every_request(journal, editor):
    with journal.client() as reader, ThreadPoolExecutor(8) as threads:
        list(threads.map(reader.get, ["/preprints/"] * 8))  # every thread has its connection
        with hanging(*journal.database_processes()):
            began = time.monotonic()
            ready = reader.get("/readyz")
            assert (ready.status_code, ready.json()["database"]) == (503, "away")
            assert ready.elapsed.total_seconds() < READY_WITHIN
            # Twice as many as there are threads: some have a connection, the others want one.
            own = threads.submit(editor.get, "/editor/")
            answers = list(threads.map(reader.get, ["/preprints/", "/api/v1/preprints/"] * 4))
            assert {answer.status_code for answer in [own.result(), *answers]} == {503}
            assert reader.get("/readyz").status_code == 503
            assert reader.get("/healthz").status_code == 200
            assert time.monotonic() - began < 60
    journal.wait_until_it_serves()
    assert editor.get("/editor/").status_code == 200
    assert httpx.get(f"{journal.url}/readyz", timeout=30).json()["database"] == "ok"
