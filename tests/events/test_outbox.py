from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from events import outbox
from events.models import Outbox
from events.tasks import sweep_outbox, work_outbox
from events.wakeup import waker
from tests.events.forgetting import a_month_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """A handler that remembers its calls; "fail", "later" and "needless" raise."""
    calls = []

    def handle(word):
        calls.append(word)
        if word == "fail":
            raise ValueError("broken")
        if word == "later":
            raise outbox.TryAgainLater
        if word == "needless":
            raise outbox.NotNeeded("the round is closed")

    monkeypatch.setitem(outbox.HANDLERS, "test.note", handle)
    return calls


def test_a_promise_is_kept_once(done):
    outbox.promise("test.note", word="hello")
    assert work_outbox() == 1
    Outbox.objects.update(due_at=timezone.now() - timedelta(days=1))  # no lease holds it back
    assert work_outbox() == 0
    assert done == ["hello"]
    assert Outbox.objects.get().done_at


def test_a_promise_of_a_write_that_failed_is_not_kept(done):
    def write():
        with transaction.atomic():
            outbox.promise("test.note", word="hello")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert work_outbox() == 0
    assert done == []


def test_a_worker_is_woken_after_the_commit(done, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: woken.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        outbox.promise("test.note", word="hello")
        assert woken == []
    assert waker.wait_until_sent(30)
    assert woken == ["events.tasks.work_outbox"]


def test_without_a_broker_the_sweeper_does_the_work(
    done, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(name, **_):
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.promise("test.note", word="hello")
    assert sweep_outbox() == 1
    assert done == ["hello"]


@pytest.mark.parametrize("word", ["fail", "later"])
def test_what_fails_is_kept_with_its_reason_and_tried_later(done, word):
    outbox.promise("test.note", word=word)
    outbox.promise("test.note", word="next")
    assert outbox.work() == 2
    row = Outbox.objects.get(arguments={"word": word})
    assert row.attempts == 1
    assert row.done_at is None
    assert row.due_at > timezone.now()
    assert ("broken" in row.last_error) == (word == "fail")
    assert done == [word, "next"]


def test_what_fails_for_good_is_given_up_and_kept(done):
    outbox.promise("test.note", word="fail")
    Outbox.objects.update(attempts=outbox.MOST_TASK_TRIES - 1)
    outbox.work()
    assert Outbox.objects.get().failed_at
    Outbox.objects.update(due_at=timezone.now() - timedelta(days=1))  # no pause holds it back
    assert outbox.work() == 0
    assert done == ["fail"]


def test_what_is_not_needed_any_more_is_dropped_with_the_reason_and_not_done(done):
    outbox.promise("test.note", word="needless")
    outbox.promise("test.note", word="next")
    assert outbox.work() == 2
    assert done == ["needless", "next"]
    dropped = Outbox.objects.get(arguments={"word": "needless"})
    assert (dropped.done_at, dropped.last_error) == (None, "the round is closed")
    assert dropped.dropped_at
    assert Outbox.objects.get(arguments={"word": "next"}).dropped_at is None
    Outbox.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert outbox.work() == 0
    assert outbox.forget_done(a_month_before(timezone.now() + timedelta(days=31))) == 2


@pytest.mark.parametrize("forgets", [True, False])
def test_a_secret_is_forgotten_also_when_its_row_is_given_up(done, monkeypatch, forgets):
    monkeypatch.setattr(outbox, "FORGETTING", {"test.note"} if forgets else set())
    outbox.promise("test.note", word="fail")
    work_outbox()
    waiting = Outbox.objects.get()
    assert waiting.arguments == {"word": "fail"}, "it is tried again with what it needs"
    Outbox.objects.update(attempts=outbox.MOST_TASK_TRIES - 1, due_at=timezone.now())
    work_outbox()
    given_up = Outbox.objects.get()
    assert given_up.failed_at
    assert given_up.arguments == ({} if forgets else {"word": "fail"})


def test_a_row_being_worked_is_not_taken_by_somebody_else(done):
    outbox.promise("test.note", word="hello")
    assert outbox._lease_one(Outbox.objects.all()) is not None
    assert outbox._lease_one(Outbox.objects.all()) is None


def test_a_row_whose_worker_died_is_taken_again(done):
    outbox.promise("test.note", word="hello")
    outbox._lease_one(Outbox.objects.all())
    Outbox.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert outbox.work() == 1
    assert done == ["hello"]


def test_a_promise_may_be_for_later(done):
    outbox.promise("test.note", due_at=timezone.now() + timedelta(hours=1), word="hello")
    assert outbox.work() == 0


def test_an_unknown_promise_is_refused_at_once():
    with pytest.raises(LookupError):
        outbox.promise("test.unknown")


def test_rows_done_long_ago_are_forgotten(done):
    outbox.promise("test.note", word="hello")
    outbox.work()
    assert outbox.forget_done(a_month_before(timezone.now())) == 0
    assert outbox.forget_done(a_month_before(timezone.now() + timedelta(days=31))) == 1
