"""What arXiv's query API may do wrong when announced works are fetched, over real HTTP."""

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.models import Host, ScheduledFetch
from ingest.sources.arxiv import Arxiv
from preprints.models import Location, Version
from tests.ingest.bombs import gzip_bomb
from tests.replay.arxiv import RECORDINGS, entries

pytestmark = pytest.mark.django_db

SYNTHETIC = RECORDINGS / "synthetic" / "arxiv"
WORKS = ("1605.08386", "2104.12255")
PAGE = b"<!DOCTYPE html><title>Just a moment...</title>"
EMPTY_PAGE = (SYNTHETIC / "empty_page.xml").read_bytes()
ERROR = (SYNTHETIC / "error_malformed_id.xml").read_bytes()
INTERNAL_ERROR = (SYNTHETIC / "error_internal.xml").read_bytes()
ANSWER = (RECORDINGS / "arxiv_api" / "query_testing_start0_max10.xml").read_bytes()


@pytest.fixture(autouse=True)
def _two_announced_works(replay):
    for external_id in WORKS:
        ScheduledFetch.objects.create(
            source="arxiv",
            external_id=external_id,
            why="announced",
            url=f"https://arxiv.org/abs/{external_id}",
            due_at=timezone.now() - timedelta(minutes=1),
        )


def run():
    with SourceClient(hosts=SharedHosts(), sleep=lambda _seconds: None) as client:
        return run_scheduled_fetches(client)


def stored():
    return sorted(Location.objects.values_list("external_id", flat=True))


FAULTS = {
    "429": {"times": 4, "status": 429, "body": b"Rate exceeded."},
    "429 for an hour": {"status": 429, "headers": {"Retry-After": "3600"}},
    "503 HTML": {"times": 4, "status": 503, "body": PAGE},
    "challenge": {"status": 403, "headers": {"Content-Type": "text/html"}, "body": PAGE},
    "page for people": {"status": 200, "body": PAGE},
    "reset in mid-body": {"times": 4, "status": 200, "body": ANSWER, "reset": True},
    "truncated": {"status": 200, "body": ANSWER[: ANSWER.rindex(b"</entry>") + len(b"</entry>")]},
    "truncated gzip": {
        "status": 200,
        "headers": {"Content-Encoding": "gzip"},
        "body": gzip.compress(ANSWER)[:-9],
    },
    "gzip bomb": {
        "status": 200,
        "headers": {"Content-Encoding": "gzip"},
        "body": gzip_bomb(),
    },
    "entity bomb": {"status": 200, "body": (SYNTHETIC / "entities.xml").read_bytes()},
    "empty page of a result that is not empty": {"times": 3, "status": 200, "body": EMPTY_PAGE},
    "error entry about nobody": {"status": 400, "body": ERROR},
    "error entry with 200": {"status": 200, "body": ERROR},
    "internal error": {"status": 500, "times": 4, "body": INTERNAL_ERROR},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_after_a_fault_nothing_is_stored_given_up_or_lost(fault, replay):
    replay.fail(**fault)
    run()
    assert stored() == []
    later = ScheduledFetch.objects.filter(due_at__gt=timezone.now(), failed_at=None, attempts=1)
    assert later.count() == 2
    assert all(later.values_list("last_error", flat=True))
    ScheduledFetch.objects.update(due_at=timezone.now())
    Host.objects.update(closed_until=None)
    run()
    assert stored() == list(WORKS)
    assert not ScheduledFetch.objects.exists()


def test_an_empty_page_is_asked_for_again_at_once(replay):
    replay.fail(times=2, status=200, body=EMPTY_PAGE)
    assert run() == {"arxiv": 2}
    assert len(replay.requests) == 3
    assert stored() == list(WORKS)


def test_an_error_entry_is_never_a_work(replay):
    malformed = ERROR.replace(b"notanid", WORKS[1].encode())
    replay.fail(status=400, body=malformed)
    run()
    assert stored() == [WORKS[0]]
    assert not Version.objects.filter(title="Error").exists()
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.external_id, scheduled.attempts) == (WORKS[1], 1)
    assert scheduled.last_error == f"malformed to arXiv: {WORKS[1]}"


def test_a_work_that_is_twice_in_an_answer_is_stored_once(replay):
    empty = (SYNTHETIC / "empty.xml").read_bytes()
    twice = b"".join([entries()[WORKS[0]]] * 2 + [entries()[WORKS[1]]])
    replay.fail(status=200, body=empty.replace(b"</feed>", twice + b"</feed>"))
    assert run() == {"arxiv": 2}
    assert stored() == list(WORKS)
    assert Version.objects.count() == 2


@pytest.mark.parametrize("title", ["a\x00b", "half a \ud800 character"])
def test_a_work_that_the_database_refuses_does_not_keep_the_others(title, replay, monkeypatch):
    fetch_many = Arxiv.fetch_many

    def with_one_unfit(self, refs, client):
        found = dict(fetch_many(self, refs, client))
        last = refs[-1]
        return found | {last: replace(found[last], title=title)}

    monkeypatch.setattr(Arxiv, "fetch_many", with_one_unfit)
    run()
    assert len(stored()) == 1
    scheduled = ScheduledFetch.objects.get()
    assert scheduled.attempts == 1
    assert scheduled.last_error.startswith("not storable: ")
    assert scheduled.due_at > timezone.now()
