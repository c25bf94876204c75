"""Nobody waits for the broker but the thread that is there for it."""

import os
import threading
from types import SimpleNamespace

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from events import wakeup
from events.wakeup import MOST_WAITING, Waker
from tests.forked import exit_status

LONG = 30  # seconds, against hanging only


@pytest.fixture
def broker(monkeypatch):
    """A broker that takes a wake-up when it is let, and fails where a test says so."""

    class Broker:
        def __init__(self) -> None:
            self.is_let, self.asked = threading.Event(), threading.Event()
            self.took: list[str] = []
            self.tries = 0
            self.error: Exception | None = None

        def send_task(self, name: str, **_options: object) -> None:
            self.asked.set()
            assert self.is_let.wait(LONG)
            self.tries += 1
            if self.error is not None:
                raise self.error
            self.took.append(name)

    broker = Broker()
    monkeypatch.setattr(current_app, "send_task", broker.send_task)
    monkeypatch.setattr(wakeup, "PAUSE_SECONDS", 0.01)
    yield broker
    broker.is_let.set()


def test_waking_does_not_wait_for_the_broker(broker):
    waker = Waker()
    waker.wake()
    assert broker.asked.wait(LONG)
    waker.wake()  # while the broker holds the first
    assert broker.took == []
    assert not waker.wait_until_sent(0.05)
    broker.is_let.set()
    assert waker.wait_until_sent(LONG)
    assert broker.took == ["events.tasks.work_outbox"] * 2


def test_whoever_has_nothing_to_send_waits_for_nothing(broker):
    """A command that woke nobody ends at once, and so does one whose wake-up is sent."""
    waker = Waker()
    assert waker.wait_until_sent(0)
    broker.is_let.set()
    waker.wake()
    assert waker.wait_until_sent(LONG)
    assert waker.wait_until_sent(0)


def test_a_thousand_wake_ups_become_a_few(broker):
    waker = Waker()
    for _number in range(1_000):
        waker.wake()
    broker.is_let.set()
    assert waker.wait_until_sent(LONG)
    assert 1 <= len(broker.took) <= MOST_WAITING + 1


@pytest.mark.parametrize(
    ("error", "tries"), [(None, MOST_WAITING + 1), (ConnectionError(), 2)], ids=["there", "away"]
)
def test_of_what_waits_for_a_broker_that_fails_one_wake_up_is_left(broker, error, tries):
    """Each try that fails is followed by a pause; to a broker that is there all are sent."""
    waker = Waker()
    waker.wake()
    assert broker.asked.wait(LONG)
    for _number in range(MOST_WAITING + 3):  # while the broker holds the first
        waker.wake()
    broker.error = error
    broker.is_let.set()
    assert waker.wait_until_sent(LONG)
    assert broker.tries == tries
    assert len(broker.took) == (0 if error else tries)


@pytest.mark.parametrize("error", [OperationalError(), ConnectionError(), ValueError("a bug")])
def test_a_broker_that_fails_is_asked_again_at_the_next_wake_up(broker, error):
    waker = Waker()
    broker.error = error
    broker.is_let.set()
    waker.wake()
    assert waker.wait_until_sent(LONG)
    assert broker.took == []
    broker.error = None
    waker.wake()
    assert waker.wait_until_sent(LONG)
    assert broker.took == ["events.tasks.work_outbox"]


def test_after_a_failure_the_thread_pauses_before_it_asks_again(broker, monkeypatch):
    pauses = []
    monkeypatch.setattr(wakeup, "time", SimpleNamespace(sleep=pauses.append))
    waker = Waker()
    broker.is_let.set()
    for error, seen in ((ConnectionError(), []), (None, [0.01]), (None, [0.01])):
        broker.error = error
        waker.wake()
        assert waker.wait_until_sent(LONG)
        if error is None:  # it has paused after the wake-up before this one
            assert pauses == seen


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_wakes_by_a_thread_of_its_own(broker):
    waker = Waker()
    waker.wake()
    assert broker.asked.wait(LONG)  # the thread is busy, so its lock and count are in use
    child = os.fork()
    if child == 0:
        broker.is_let.set()
        waker.wake()
        was_sent = waker.wait_until_sent(LONG)
        os._exit(0 if was_sent and len(broker.took) == 1 else 1)
    assert exit_status(child) == 0
