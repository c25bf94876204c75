"""Mail never waits for a slow site: what asks other sites comes last, and in a limited number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import fetch_slots, outbox
from events.fetch_slots import Worker, fetch_slot
from events.models import Outbox
from journal.celery import count_processes

pytestmark = pytest.mark.django_db

SLOT = "hashtextextended(%s, 5)"


@pytest.fixture
def done(monkeypatch):
    """What was done, in its order; `fetch` asks another site, `mail` does not."""
    calls = []

    def fetch(word):
        calls.append(word)
        if word == "busy":
            raise outbox.TryAgainLater(waits_for="host a")

    monkeypatch.setitem(outbox.HANDLERS, "test.fetch", fetch)
    monkeypatch.setitem(outbox.LEASES, "test.fetch", timedelta(seconds=90))
    monkeypatch.setattr(outbox, "FETCHING", {"test.fetch"})
    monkeypatch.setitem(outbox.HANDLERS, "test.mail", lambda word: calls.append(word))
    return calls


@pytest.fixture
def worker(monkeypatch):
    def start(processes):
        monkeypatch.setattr(fetch_slots, "_worker", Worker("here", processes))

    return start


def hold(second_connection, *slots):
    for slot in slots:
        second_connection.execute(f"SELECT pg_advisory_lock({SLOT})", [f"here {slot}"])


def test_mail_goes_before_whatever_asks_other_sites(done):
    earlier = timezone.now() - timedelta(minutes=5)
    for word in ("a", "b"):
        outbox.promise("test.fetch", due_at=earlier, word=word)
    outbox.promise("test.mail", word="mail")
    assert outbox.work(limit=1) == 1
    assert done == ["mail"]
    outbox.work(limit=1)
    outbox.promise("test.mail", word="a later mail")
    outbox.work()
    assert done == ["mail", "a", "a later mail", "b"]


def test_one_process_of_a_worker_is_left_for_mail(done, worker, second_connection):
    worker(3)
    hold(second_connection, 0, 1)
    outbox.promise("test.fetch", word="fetched")
    outbox.promise("test.mail", word="mail")
    assert outbox.work() == 1
    assert done == ["mail"]
    assert Outbox.objects.get(task="test.fetch").attempts == 0
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    assert outbox.work() == 1
    assert done == ["mail", "fetched"]


@pytest.mark.parametrize(
    ("processes", "people", "background"),
    [(1, 1, 1), (2, 1, 1), (3, 2, 1), (4, 3, 2), (8, 7, 6)],
)
def test_what_somebody_waits_for_has_a_slot_more_than_harvests(processes, people, background):
    asked = Worker("here", processes)
    assert len(asked.slots(is_background=False)) == people
    assert len(asked.slots(is_background=True)) == background
    # The one slot that harvests never take is the first that a person's lookup takes.
    assert asked.slots(is_background=False)[0] == people - 1


def test_harvests_take_no_slot_that_is_left_for_people(worker, second_connection):
    worker(4)
    hold(second_connection, 0, 1)
    with fetch_slot(is_background=True) as is_ours:
        assert not is_ours
    with fetch_slot() as is_ours:
        assert is_ours


def test_a_slot_is_given_back(worker, second_connection):
    worker(2)
    with pytest.raises(ZeroDivisionError), fetch_slot():
        raise ZeroDivisionError
    query = f"SELECT pg_try_advisory_lock({SLOT})"
    assert second_connection.execute(query, ["here 0"]).fetchone()[0]


def test_workers_do_not_take_each_others_slots(done, worker, second_connection):
    worker(2)
    second_connection.execute(f"SELECT pg_advisory_lock({SLOT})", ["elsewhere 0"])
    outbox.promise("test.fetch", word="fetched")
    assert outbox.work() == 1


def test_a_worker_knows_how_many_processes_it_has(monkeypatch):
    monkeypatch.setattr(fetch_slots, "_worker", Worker())

    class Started:
        concurrency = 4

    count_processes(Started())
    assert fetch_slots._worker.processes == 4
    assert fetch_slots._worker.name


def test_what_waits_for_something_in_use_has_not_failed(done, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox.waker, "wake", lambda: woken.append(1))
    row = outbox.promise("test.fetch", word="busy")
    other = outbox.promise("test.fetch", word="other", due_at=timezone.now() + timedelta(hours=1))
    for _ in range(outbox.MOST_TASK_TRIES + 1):
        Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
        assert outbox.work() == 1
    row.refresh_from_db()
    assert (row.attempts, row.failed_at, row.done_at) == (0, None, None)
    assert timezone.now() < row.due_at <= timezone.now() + timedelta(seconds=15)
    assert done == ["busy"] * (outbox.MOST_TASK_TRIES + 1)
    assert not outbox.waiting_for("host b").exists()
    assert outbox.waiting_for("host a").get() == row
    other.refresh_from_db()
    assert other.due_at > timezone.now() + timedelta(minutes=30)


def test_a_row_is_due_when_what_it_waits_for_is_free(
    done, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(outbox.waker, "wake", lambda: woken.append(1))
    row = outbox.promise("test.fetch", word="busy")
    outbox.work()
    with django_capture_on_commit_callbacks(execute=True):
        outbox.release("host b")
    row.refresh_from_db()
    assert (woken, row.due_at > timezone.now()) == ([], True)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.release("host a")
    row.refresh_from_db()
    assert (woken, row.due_at <= timezone.now()) == ([1], True)


def test_a_row_in_hand_is_not_freed_for_somebody_else(done):
    """It waited for a host before; now it is being done."""
    row = outbox.promise("test.fetch", word="busy")
    outbox.work()
    Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
    outbox._lease_one(Outbox.objects.all())
    outbox.release("host a")
    row.refresh_from_db()
    assert row.due_at > timezone.now()


def test_a_row_is_leased_as_long_as_its_handler_may_take(done):
    for task, seconds in (("test.fetch", 90), ("test.mail", 600)):
        row = outbox.promise(task, word="hello")
        outbox._lease_one(Outbox.objects.filter(pk=row.pk))
        row.refresh_from_db()
        assert abs(row.due_at - timezone.now() - timedelta(seconds=seconds)).total_seconds() < 30
