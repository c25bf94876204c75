from datetime import timedelta

import pytest

from ingest import pacing
from ingest.models import Host
from ingest.pacing import keep_pace, take_slot
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
    keep_pace("arxiv")
    keep_pace("arxiv")
    assert len(slept) == 1
    assert 2.5 < slept[0] <= 3
