import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from ingest.errors import AccessForbidden, ChallengePage, HostResting, SourceUnavailable
from ingest.http import pacing
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts, check_is_open, note_failure, open_again, take_slot
from ingest.models import Host
from ingest.services import links
from ingest.sources import ADAPTERS
from ingest.sources.recognise import recognise
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
PACE = timedelta(seconds=3)


@pytest.fixture(autouse=True)
def _three_seconds(settings):
    settings.INGEST_MIN_INTERVAL = 3.0


def test_a_host_that_was_not_asked_lately_may_be_asked_at_once():
    assert take_slot("arxiv", NOW) == NOW


def test_later_requests_wait_longer():
    slots = [take_slot("arxiv", NOW) for _ in range(3)]
    assert slots == [NOW, NOW + PACE, NOW + 2 * PACE]


def test_each_host_has_its_own_pace():
    take_slot("arxiv", NOW)
    assert take_slot("lesswrong", NOW) == NOW
    assert Host.objects.count() == 2


def test_a_host_that_was_not_asked_for_a_while_has_no_wait():
    take_slot("arxiv", NOW)
    assert take_slot("arxiv", NOW + 2 * PACE) == NOW + 2 * PACE


def test_keeping_pace_sleeps_until_the_slot(monkeypatch):
    slept = []
    monkeypatch.setattr(pacing.time, "sleep", slept.append)
    SharedHosts().pace("arxiv")
    SharedHosts().pace("arxiv")
    assert len(slept) == 1
    assert 2.5 < slept[0] <= 3


@pytest.mark.parametrize(("key", "seconds"), [("arxiv", 3.0), ("crossref", 0.5), ("web:x", 1.0)])
def test_each_source_has_a_pace_of_its_own(settings, key, seconds):
    settings.INGEST_MIN_INTERVAL = None
    assert pacing.interval(key) == seconds


def test_adapters_of_one_pace_declare_the_same():
    paces = [adapter.pace for adapter in ADAPTERS.values()]
    assert len({pace.key for pace in paces}) == len(set(paces))


def test_a_host_that_fails_three_times_rests_and_longer_each_time():
    for _ in range(2):
        note_failure("arxiv", SourceUnavailable("HTTP 500"), NOW)
    check_is_open("arxiv", NOW)
    for minutes in (5, 10, 20):
        note_failure("arxiv", SourceUnavailable("HTTP 500"), NOW)
        assert Host.objects.get().closed_until == NOW + timedelta(minutes=minutes)
    with pytest.raises(HostResting, match="HTTP 500"):
        check_is_open("arxiv", NOW)
    check_is_open("arxiv", NOW + timedelta(minutes=21))


@pytest.mark.parametrize("error", [ChallengePage("a page for people"), AccessForbidden("HTTP 403")])
def test_a_host_that_turns_us_away_rests_for_hours_at_once(error):
    note_failure("lesswrong", error, NOW)
    with pytest.raises(HostResting):
        check_is_open("lesswrong", NOW + timedelta(hours=5))


@pytest.mark.parametrize(
    ("asked", "rest"),
    [("1800", timedelta(minutes=30)), ("999999999", timedelta(hours=1))],
)
def test_a_host_that_asks_for_a_long_wait_is_not_asked_before(asked, rest, replay):
    replay.fail(status=429, headers={"Retry-After": asked})
    with SourceClient(hosts=SharedHosts()) as client:
        for error in (SourceUnavailable, HostResting):
            with pytest.raises(error):
                client.get(replay.settings["ARXIV_API_URL"], params={}, pace_key="arxiv")
    assert len(replay.requests) == 1
    host = Host.objects.get()
    assert abs(host.closed_until - host.failed_at - rest) < timedelta(seconds=1)


def test_one_good_answer_or_an_editor_ends_the_rest():
    for end in (lambda: SharedHosts().report("arxiv", None), lambda: open_again("arxiv")):
        note_failure("arxiv", ChallengePage("a page for people"), NOW)
        end()
        check_is_open("arxiv", NOW)
        assert Host.objects.get().failures == 0


@pytest.mark.parametrize("is_urgent", [False, True])
def test_one_connection_at_a_time_is_a_lock_that_is_given_back(is_urgent):
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with connection.cursor() as cursor:
        with SharedHosts(is_urgent=is_urgent).alone("arxiv"):
            assert cursor.execute(held).fetchone()[0] == 1
        assert cursor.execute(held).fetchone()[0] == 0


# Who goes first

ARXIV = "hashtextextended('arxiv', %s)"
WAITING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@pytest.fixture
def naps(monkeypatch):
    """Counts the naps of who lets others pass; what is appended to `then` happens in the third."""
    naps, then = [], []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            then.pop()()

    monkeypatch.setattr(pacing.time, "sleep", nap)
    return naps, then


@pytest.mark.parametrize(
    "held", [f"pg_advisory_lock_shared({ARXIV % 3})", f"pg_advisory_lock({ARXIV % 1})"]
)
def test_background_work_lets_people_pass(held, naps, second_connection):
    """A person who waits holds the one lock, whoever asks the host holds the other."""
    second_connection.execute(f"SELECT {held}")
    naps, then = naps
    then.append(lambda: second_connection.execute("SELECT pg_advisory_unlock_all()"))
    with SharedHosts().alone("arxiv"):
        assert len(naps) == 3


def test_waiting_for_one_host_does_not_delay_another(naps, second_connection):
    second_connection.execute(f"SELECT pg_advisory_lock({ARXIV % 1})")
    with SharedHosts().alone("lesswrong"):
        assert naps[0] == []


def test_a_person_does_not_wait_for_another_who_waits(naps, second_connection):
    second_connection.execute(f"SELECT pg_advisory_lock_shared({ARXIV % 3})")
    with SharedHosts(is_urgent=True).alone("arxiv"):
        assert naps[0] == []


def test_a_person_who_comes_last_goes_first(second_connection):
    second_connection.execute(f"SELECT pg_advisory_lock({ARXIV % 1})")
    second_connection.commit()
    came = []

    def ask(name, *, is_urgent):
        try:
            with SharedHosts(is_urgent=is_urgent).alone("arxiv"):
                came.append(name)
        finally:
            connection.close()

    harvests = [
        threading.Thread(target=ask, args=(name,), kwargs={"is_urgent": False})
        for name in ("harvest", "scheduled")
    ]
    person = threading.Thread(target=ask, args=("person",), kwargs={"is_urgent": True})
    for thread in harvests:
        thread.start()
    time.sleep(0.2)
    person.start()
    while second_connection.execute(WAITING).fetchone()[0] == 0:
        time.sleep(0.01)
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    for thread in [*harvests, person]:
        thread.join()
    assert came[0] == "person"
    assert sorted(came[1:]) == ["harvest", "scheduled"]


def test_a_person_keeps_the_pace_too(monkeypatch):
    slept = []
    monkeypatch.setattr(pacing.time, "sleep", slept.append)
    SharedHosts().pace("arxiv")
    SharedHosts(is_urgent=True).pace("arxiv")
    assert 2.5 < slept[0] <= 3


def test_a_look_up_is_urgent(replay, monkeypatch):
    asked = []
    monkeypatch.setattr(
        SharedHosts, "pace", lambda hosts, pace_key: asked.append((pace_key, hosts._is_urgent))
    )
    links.fetch_record(recognise("arXiv:1605.08386"))
    assert asked == [("arxiv", True)]
