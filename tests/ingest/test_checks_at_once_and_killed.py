"""Two workers at once check a work once; one that is killed in the middle loses nothing."""

import os
import signal
import threading
import warnings
from typing import Any

import pytest
from django.db import connection

from events.models import Event
from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.http.client import SourceClient
from ingest.models import ScheduledFetch
from ingest.tasks import run_scheduled_fetches as the_task
from preprints.models import Version
from tests.forked import exit_status
from tests.ingest.checked_works import check_all, labels, make_due, submitted
from tests.replay import arxiv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("replay")]

SETS_NEXT = 'UPDATE "ingest_scheduledfetch" SET "why"'
IDS = ("1605.08386", "1707.08567")  # recorded; their second versions are made here


@pytest.fixture
def works(monkeypatch):
    found = [submitted(f"arXiv:{one}") for one in IDS]
    seconds = {
        one: arxiv.entries()[one].replace(f"{one}v1".encode(), f"{one}v2".encode()) for one in IDS
    }
    entries = {**arxiv.entries(), **seconds}
    monkeypatch.setattr(arxiv, "entries", lambda: entries)
    return found


def at_once(call: Any) -> None:
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_without_the_tasks_lock() -> None:
    with SourceClient() as client:
        run_scheduled_fetches(client)


@pytest.mark.parametrize("call", [the_task, run_without_the_tasks_lock])
def test_two_workers_at_once_ask_for_a_work_once(works, replay, call):
    make_due()
    replay.requests.clear()
    at_once(call)
    asked = [one for request in replay.requests for one in IDS if one in request.query]
    assert sorted(asked) == sorted(IDS)
    assert [labels(work) for work in works] == [["v1", "v2"]] * 2
    assert Event.objects.filter(kind="version.seen").count() == 2


def killed_before(words: str) -> int:
    """The status of a worker that is killed before its first statement with these words."""
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of a fork beside threads
        child = os.fork()
    if not child:

        def die(execute: Any, sql: str, *rest: Any) -> Any:
            if words in sql:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(die):
                run_without_the_tasks_lock()
        finally:
            os._exit(0)
    return exit_status(child)


@pytest.mark.parametrize("words", ["FROM unnest", "UPDATE preprints_preprint", SETS_NEXT])
def test_a_worker_killed_in_the_middle_has_done_nothing_and_the_next_does_it_once(works, words):
    """Before it stores, while it stores, and before it sets the next time."""
    make_due()
    assert killed_before(words) == -signal.SIGKILL
    assert Version.objects.count() == 2
    assert all(one.checked_at is None for one in ScheduledFetch.objects.all())
    assert check_all() == {"arxiv": 2}
    assert [labels(work) for work in works] == [["v1", "v2"]] * 2
    check_all()
    assert Version.objects.count() == 4
    assert Event.objects.filter(kind="version.seen").count() == 2
