"""A link that somebody pasted holds up nobody else: neither mail nor others' links."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from events import outbox
from events.models import Outbox
from ingest import tasks
from ingest.errors import IngestError, SourceUnavailable
from ingest.http import pacing
from ingest.http.client import SourceClient
from ingest.http.pacing import KeptHosts, SharedHosts
from ingest.models import Lookup
from ingest.services import links
from ingest.sources.recognise import recognise
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.replay.raw import RawServer

pytestmark = pytest.mark.django_db

ARXIV, FORUM = "arXiv:1605.08386", "https://www.lesswrong.com/posts/SyntheticRich0001/x"
HOST = "hashtextextended(%s, 1)"
OK = b"HTTP/1.1 200 OK\r\n"
SLOW_PAGE = [OK + b"Content-Type: text/html\r\n\r\n", *[b"a"] * 2000]


def look_up(link, person=None):
    return links.look_up_link(link, asked_by=person or UserFactory(), now=NOW)


def states(*lookups):
    return [Lookup.objects.get(pk=lookup.pk).state for lookup in lookups]


def is_free(second_connection, host):
    query = f"SELECT pg_try_advisory_lock({HOST})"
    free = second_connection.execute(query, [host]).fetchone()[0]
    if free:
        second_connection.execute(f"SELECT pg_advisory_unlock({HOST})", [host])
    return free


def test_a_host_that_is_taken_is_not_waited_for(replay, second_connection):
    second_connection.execute(f"SELECT pg_advisory_lock({HOST})", ["arxiv"])
    taken, other = look_up(ARXIV), look_up(FORUM)
    outbox.work()
    assert states(taken, other) == ["waiting", "found"]
    row = Outbox.objects.get(arguments={"lookup_id": taken.pk})
    assert (row.attempts, row.failed_at, row.done_at) == (0, None, None)
    assert row.due_at < timezone.now() + timedelta(seconds=30)
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
    outbox.work()
    assert states(taken) == ["found"]


@pytest.mark.usefixtures("replay")
def test_a_lookup_is_due_as_soon_as_its_host_is_free(second_connection):
    second_connection.execute(f"SELECT pg_advisory_lock({HOST})", ["arxiv"])
    lookup = look_up(ARXIV)
    outbox.work()
    assert outbox.work() == 0
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    with SharedHosts().alone("lesswrong"):
        pass
    assert outbox.work() == 0, "another host was freed"
    with SharedHosts(is_urgent=True).alone("arxiv"):
        pass
    assert outbox.work() == 1
    assert states(lookup) == ["found"]


@pytest.mark.usefixtures("replay")
def test_two_lookups_of_one_person_run_at_once(second_connection):
    person, other = UserFactory(), UserFactory()
    place = "SELECT pg_advisory_lock(hashtextextended(%s, 6))"
    second_connection.execute(place, [f"lookups of {person.pk}: 1"])
    second = look_up(ARXIV, person)
    outbox.work()
    assert states(second) == ["found"]
    second_connection.execute(place, [f"lookups of {person.pk}: 0"])
    third, of_another = look_up(FORUM, person), look_up(FORUM, other)
    outbox.work()
    assert states(third, of_another) == ["waiting", "found"]
    assert Outbox.objects.get(arguments={"lookup_id": third.pk}).attempts == 0
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    outbox.release(f"lookups of {other.pk}")
    assert outbox.work() == 0, "it is another person's"
    outbox.release(f"lookups of {person.pk}")
    outbox.work()
    assert states(third) == ["found"]


def test_a_lookup_keeps_its_host_until_its_end(second_connection):
    with KeptHosts() as hosts:
        for _ in range(2):
            with hosts.alone("arxiv"):
                pass
            assert not is_free(second_connection, "arxiv")
        assert is_free(second_connection, "lesswrong")
    assert is_free(second_connection, "arxiv")


def test_a_lookup_that_breaks_off_gives_its_hosts_back(second_connection):
    with pytest.raises(ZeroDivisionError), KeptHosts() as hosts, hosts.alone("arxiv"):
        raise ZeroDivisionError
    assert is_free(second_connection, "arxiv")


def test_background_work_lets_queued_lookups_pass_for_a_limited_time(monkeypatch):
    """A row of the queue may wait for the very slot that the harvest holds."""
    row = outbox.promise("ingest.answer_lookup", lookup_id=0)
    Outbox.objects.filter(pk=row.pk).update(waits_for="host arxiv")
    naps = []
    monkeypatch.setattr(pacing.time, "sleep", naps.append)
    with SharedHosts().alone("lesswrong"):
        assert naps == []
    monkeypatch.setattr(
        pacing.time, "sleep", lambda _s: Outbox.objects.update(waits_for=naps.append(1) or "")
    )
    with SharedHosts().alone("arxiv"):
        assert naps == [1]
    Outbox.objects.update(waits_for="host arxiv")
    monkeypatch.setattr(pacing, "LONGEST_LET_PASS", 0.0)
    with SharedHosts().alone("arxiv"):
        assert naps == [1]


# How long one link may take


@pytest.mark.parametrize("pieces", [SLOW_PAGE, [OK[:9], *[b"x"] * 2000]], ids=["body", "headers"])
def test_a_page_sent_too_slowly_ends_with_its_lookup(monkeypatch, settings, pieces):
    monkeypatch.setattr(links, "LOOKUP_SECONDS", 0.5)
    began = time.monotonic()
    with RawServer(pieces, pause=0.05) as server:
        settings.INGEST_ALLOWED_HOSTS = [server.url.removeprefix("http://").strip("/")]
        lookup = look_up(f"{server.url}/page")
        outbox.work()
    assert time.monotonic() - began < 20  # dripping it takes 100 seconds
    assert states(lookup) == ["failed"]


def test_all_requests_of_one_lookup_share_one_time_limit(replay):
    replay.fail(times=20, status=200, body=b"x", delay=0.2)
    answers = []

    def ask_for_ever(client):
        while True:
            url = replay.settings["ARXIV_API_URL"]
            answers.append(client.get(url, params={}, pace_key="arxiv"))

    with SourceClient(longest_in_all=0.9) as client, pytest.raises(SourceUnavailable):
        ask_for_ever(client)
    assert 1 <= len(answers) < 6


def test_no_retry_is_waited_for_beyond_the_time(replay):
    replay.fail(times=20, status=503)
    waits = []
    with SourceClient(longest_in_all=20, sleep=waits.append, jitter=lambda: 5.0) as client:
        with pytest.raises(SourceUnavailable, match="out of time"):
            client.get(replay.settings["ARXIV_API_URL"], params={}, pace_key="arxiv")
        with pytest.raises(SourceUnavailable):
            client.get(replay.settings["ARXIV_API_URL"], params={}, pace_key="arxiv")
    assert waits == [5.0, 10.0, 5.0, 10.0]


def test_a_lookup_is_asked_within_its_time_and_taken_again_soon_after(monkeypatch, replay):
    replay.fail(status=403)
    asked = []

    class Client(SourceClient):
        def __init__(self, **options):
            asked.append(options["longest_in_all"])
            super().__init__(**options)

    monkeypatch.setattr(links, "SourceClient", Client)
    with pytest.raises(IngestError):
        links.fetch_record(recognise(ARXIV))
    assert asked == [60.0]
    row = outbox.promise("ingest.answer_lookup", lookup_id=0)
    outbox._lease_one(Outbox.objects.all())
    row.refresh_from_db()
    lease = (row.due_at - timezone.now()).total_seconds()
    assert 60 < lease <= 90


# What runs by itself


@pytest.mark.parametrize("task", [tasks.harvest_due, tasks.run_scheduled_fetches])
def test_harvests_and_scheduled_fetches_run_in_a_slot(task, monkeypatch, second_connection):
    ran = []
    monkeypatch.setattr(tasks.harvest_run, "due_sources", lambda now: ran.append(1) or [])
    monkeypatch.setattr(
        tasks.scheduled_fetches, "run_scheduled_fetches", lambda *a, **o: ran.append(1) or {}
    )
    slot = "hashtextextended(' 0', 5)"
    second_connection.execute(f"SELECT pg_advisory_lock({slot})")
    task()
    assert ran == []
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    task()
    assert ran == [1]
