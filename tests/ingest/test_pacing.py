from datetime import timedelta

import pytest
from django.db import connection

from ingest import pacing
from ingest.errors import ChallengePage, HostResting, SourceUnavailable
from ingest.models import Host
from ingest.pacing import SharedHosts, check_is_open, note_failure, open_again, take_slot
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
PACE = timedelta(seconds=3)


@pytest.fixture(autouse=True)
def _three_seconds(settings):
    settings.INGEST_MIN_INTERVAL = 3.0


def test_a_host_that_was_not_asked_lately_may_be_asked_at_once():
    assert take_slot("arxiv", NOW) == NOW


def test_whoever_comes_later_waits_longer():
    slots = [take_slot("arxiv", NOW) for _ in range(3)]
    assert slots == [NOW, NOW + PACE, NOW + 2 * PACE]


def test_hosts_are_apart():
    take_slot("arxiv", NOW)
    assert take_slot("lesswrong", NOW) == NOW
    assert Host.objects.count() == 2


def test_after_a_rest_nobody_waits():
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


@pytest.mark.parametrize(
    "error", [ChallengePage("a page for people"), SourceUnavailable("HTTP 403")]
)
def test_a_host_that_turns_us_away_rests_for_hours_at_once(error):
    note_failure("lesswrong", error, NOW)
    with pytest.raises(HostResting):
        check_is_open("lesswrong", NOW + timedelta(hours=5))


def test_one_good_answer_or_an_editor_ends_the_rest():
    for end in (lambda: SharedHosts().report("arxiv", None), lambda: open_again("arxiv")):
        note_failure("arxiv", ChallengePage("a page for people"), NOW)
        end()
        check_is_open("arxiv", NOW)
        assert Host.objects.get().failures == 0


def test_one_connection_at_a_time_is_a_lock_that_is_given_back():
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with connection.cursor() as cursor:
        with SharedHosts().alone("arxiv"):
            assert cursor.execute(held).fetchone()[0] == 1
        assert cursor.execute(held).fetchone()[0] == 0
