"""What a row of the outbox holds before, while and after it is worked on."""

import logging
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from events import outbox
from events.models import Outbox
from events.tasks import sweep_outbox, work_outbox
from tests.events.forgetting import a_month_before
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
NEW = {
    "task": "test.note",
    "arguments": {"word": "hello"},
    "created_at": NOW,
    "due_at": NOW,
    "attempts": 0,
    "last_error": "",
    "done_at": None,
    "failed_at": None,
    "dropped_at": None,
    "waits_for": "",
}


@pytest.fixture
def clock(monkeypatch):
    at = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    return at


@pytest.fixture
def done(clock, monkeypatch):
    """What was done, in its order; some words raise."""
    calls = []

    def handle(word):
        calls.append(word)
        if word == "fail":
            raise ValueError("broken " * 400)
        if word == "later":
            raise outbox.TryAgainLater("the server is away")
        if word == "in use":
            raise outbox.TryAgainLater(waits_for="host a")
        if word == "never":
            raise outbox.GiveUp("refused for good")

    monkeypatch.setitem(outbox.HANDLERS, "test.note", handle)
    return calls


def row_of(word):
    return Outbox.objects.filter(arguments={"word": word}).values(*NEW).get()


def promise(word="hello", **fields):
    row = outbox.promise("test.note", word=word)
    Outbox.objects.filter(pk=row.pk).update(**fields)
    return row


def test_a_promise_is_a_row_that_is_due_now_or_when_it_says(done):
    promise()
    assert row_of("hello") == NEW
    outbox.promise("test.note", due_at=NOW + 5 * SECOND, word="in five")
    assert row_of("in five") == NEW | {
        "arguments": {"word": "in five"},
        "due_at": NOW + 5 * SECOND,
    }


@pytest.mark.parametrize(
    ("due_at", "is_woken"), [(None, True), (NOW, True), (NOW - SECOND, True), (NOW + SECOND, False)]
)
def test_a_worker_is_woken_for_what_is_due_only(
    done, monkeypatch, django_capture_on_commit_callbacks, due_at, is_woken
):
    woken = []
    monkeypatch.setattr(outbox.waker, "wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        outbox.promise("test.note", due_at=due_at, word="hello")
        assert woken == []
    assert woken == [1] * is_woken


def test_a_row_in_hand_is_due_again_after_its_lease_of_ten_minutes(done):
    promise(waits_for="host a", attempts=2)
    promise("bystander")
    outbox._lease_one(Outbox.objects.filter(arguments={"word": "hello"}))
    assert row_of("hello") == NEW | {"attempts": 3, "due_at": NOW + timedelta(minutes=10)}
    assert row_of("bystander") == NEW | {"arguments": {"word": "bystander"}}


def test_rows_are_done_in_the_order_in_which_they_are_due(done):
    for word, due_at in (("third", NOW), ("first", NOW - 2 * SECOND), ("second", NOW - SECOND)):
        promise(word, due_at=due_at)
    promise("fourth", due_at=NOW)
    promise("not yet", due_at=NOW + SECOND)
    assert work_outbox() == 4
    assert done == ["first", "second", "third", "fourth"]


def test_no_more_rows_are_done_than_asked_for(done):
    for word in ("first", "second", "third"):
        promise(word)
    assert outbox.work(limit=2) == 2
    assert done == ["first", "second"]
    assert outbox.work(limit=0) == 0


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_worker_is_taking_is_passed_over(done, second_connection):
    first, _second = promise("first", due_at=NOW - SECOND), promise("second")
    second_connection.execute("SELECT 1 FROM events_outbox WHERE id = %s FOR UPDATE", [first.pk])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")  # fails where it would wait
        taken = outbox._lease_one(Outbox.objects.all())
    assert taken.arguments == {"word": "second"}
    second_connection.rollback()
    assert outbox._lease_one(Outbox.objects.all()).pk == first.pk


def test_a_row_that_is_done_says_when_and_nothing_is_wrong(done):
    promise(last_error="ValueError: before", attempts=1)
    promise("bystander", due_at=NOW + SECOND)
    assert outbox.work() == 1
    assert row_of("hello") == NEW | {
        "attempts": 2,
        "due_at": NOW + timedelta(minutes=10),
        "done_at": NOW,
    }
    assert row_of("bystander") == NEW | {
        "arguments": {"word": "bystander"},
        "due_at": NOW + SECOND,
    }


@pytest.mark.parametrize("is_secret", [True, False])
def test_a_row_that_is_done_forgets_its_secret(done, monkeypatch, is_secret):
    monkeypatch.setattr(outbox, "FORGETTING", {"test.note"} if is_secret else {"test.other"})
    promise()
    outbox.work()
    assert Outbox.objects.get().arguments == ({} if is_secret else {"word": "hello"})


PAUSED = {"attempts": 1, "due_at": NOW + timedelta(seconds=15)}


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("fail", PAUSED | {"last_error": f"ValueError: {'broken ' * 400}"[:2000]}),
        ("later", PAUSED | {"last_error": "TryAgainLater: the server is away"}),
        (
            "in use",
            PAUSED | {"attempts": 0, "last_error": "TryAgainLater: host a", "waits_for": "host a"},
        ),
        (
            "never",
            {
                "attempts": 1,
                "due_at": NOW + timedelta(minutes=10),
                "failed_at": NOW,
                "last_error": "GiveUp: refused for good",
            },
        ),
    ],
)
def test_a_row_that_fails_says_why_and_when_it_is_tried_again(done, word, kept):
    promise(word)
    promise("bystander")
    assert outbox.work() == 2
    assert row_of(word) == NEW | {"arguments": {"word": word}} | kept
    assert row_of("bystander")["done_at"] == NOW
    assert len(row_of(word)["last_error"]) <= 2000


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 15), (1, 30), (2, 60), (7, 1920), (8, 3600), (400, 3600)]
)
def test_a_pause_doubles_up_to_an_hour(done, attempts, seconds):
    """ "later" is never given up by its count: `GIVE_UP_WAITING_AFTER` alone ends it."""
    promise("later", attempts=attempts)
    outbox.work()
    assert row_of("later")["due_at"] == NOW + seconds * SECOND


@pytest.mark.parametrize(
    ("word", "fields", "is_given_up"),
    [
        ("fail", {"attempts": 6}, False),
        ("fail", {"attempts": 7}, True),
        ("fail", {"created_at": NOW - timedelta(days=9)}, False),
        ("later", {"attempts": 90}, False),
        ("later", {"created_at": NOW - timedelta(days=5) + SECOND}, False),
        ("later", {"created_at": NOW - timedelta(days=5)}, True),
        ("in use", {"created_at": NOW - timedelta(days=5) + SECOND}, False),
        ("in use", {"created_at": NOW - timedelta(days=5)}, True),
        ("never", {}, True),
    ],
)
def test_when_a_row_is_given_up(done, clock, word, fields, is_given_up):
    """A fault after eight tries; what waits for somebody else after five days."""
    promise(word, **fields)
    outbox.work()
    assert row_of(word)["failed_at"] == (NOW if is_given_up else None)
    clock[0] += timedelta(days=9)
    assert outbox.work() == (0 if is_given_up else 1)


def test_what_is_done_or_given_up_is_never_due(done):
    promise("done", done_at=NOW - SECOND)
    promise("given up", failed_at=NOW - SECOND)
    due, _later = promise("due"), promise("later", due_at=NOW + SECOND)
    assert list(Outbox.objects.due()) == [due]
    assert list(Outbox.objects.due(NOW - SECOND)) == []
    assert set(Outbox.objects.due(NOW + SECOND).values_list("arguments__word", flat=True)) == {
        "due",
        "later",
    }


@pytest.mark.parametrize(
    ("word", "fields", "said", "with_traceback"),
    [
        ("fail", {}, "WARNING test.note failed, will try again", True),
        ("fail", {"attempts": 7}, "ERROR Gave up on test.note after 8 tries: ValueError: b", True),
        ("never", {}, "ERROR Gave up on test.note after 1 tries: GiveUp: refused", False),
        (
            "later",
            {"created_at": NOW - timedelta(days=5)},
            "ERROR Gave up on test.note after 1 tries: TryAgainLater: the server is away",
            False,
        ),
        ("later", {}, "", False),
        ("in use", {}, "", False),
    ],
)
def test_who_keeps_the_journal_reads_of_faults_alone(
    done, caplog, word, fields, said, with_traceback
):
    promise(word, **fields)
    with caplog.at_level(logging.INFO, logger="events.outbox"):
        outbox.work()
    lines = [f"{entry.levelname} {entry.getMessage()}" for entry in caplog.records]
    assert len(lines) == bool(said)
    assert not said or lines[0].startswith(said)
    assert [bool(entry.exc_info) for entry in caplog.records] == [with_traceback] * bool(said)


def test_a_handler_knows_the_row_it_works_on_and_nobody_else_does(done, monkeypatch):
    rows = []
    monkeypatch.setitem(
        outbox.HANDLERS, "test.note", lambda word: rows.append(outbox.current_row.get())
    )
    first, second = promise("first"), promise("second")
    outbox.work()
    assert rows == [first.pk, second.pk]
    assert outbox.current_row.get() is None
    monkeypatch.setitem(outbox.HANDLERS, "test.note", lambda word: 1 / 0)
    promise("third")
    outbox.work()
    assert outbox.current_row.get() is None


def test_what_an_atomic_handler_wrote_is_taken_back_where_it_fails(done, monkeypatch):
    def write_and_fail(word):
        outbox.promise("test.note", word=f"written by {word}")
        raise ZeroDivisionError

    monkeypatch.setitem(outbox.HANDLERS, "test.writes", write_and_fail)
    for is_atomic in (True, False):
        monkeypatch.setattr(outbox, "ATOMIC", {"test.writes"} if is_atomic else {"test.note"})
        outbox.promise("test.writes", word=f"atomic {is_atomic}")
        outbox.work()
    assert done == ["written by atomic False"]


def test_a_handler_is_registered_with_all_that_it_says_of_itself(monkeypatch):
    names = ("HANDLERS", "FORGETTING", "ATOMIC", "FETCHING", "LEASES")
    for name in names:
        monkeypatch.setattr(outbox, name, type(getattr(outbox, name))())

    def plain():
        pass

    def other():
        pass

    assert outbox.handler("test.plain")(plain) is plain
    lease = timedelta(minutes=30)
    outbox.handler("test.other", forgets=True, atomic=True, fetches=True, lease=lease)(other)
    assert {name: getattr(outbox, name) for name in names} == {
        "HANDLERS": {"test.plain": plain, "test.other": other},
        "FORGETTING": {"test.other"},
        "ATOMIC": {"test.other"},
        "FETCHING": {"test.other"},
        "LEASES": {"test.plain": timedelta(minutes=10), "test.other": lease},
    }


def test_what_waits_for_one_name_is_due_when_that_is_released(
    done, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(outbox.waker, "wake", lambda: woken.append(1))
    later = NOW + timedelta(minutes=5)
    waiting, other = ({"waits_for": f"host {name}", "due_at": later} for name in "ab")
    promise("waits", **waiting)
    promise("waits for another", **other)
    promise("done", **waiting, done_at=NOW)
    promise("given up", **waiting, failed_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.release("host c")
    assert woken == []
    with django_capture_on_commit_callbacks(execute=True):
        outbox.release("host a")
        assert woken == []
    assert woken == [1]
    due = dict(Outbox.objects.values_list("arguments__word", "due_at"))
    assert due == {"waits": NOW} | dict.fromkeys(("waits for another", "done", "given up"), later)


def test_rows_are_forgotten_thirty_days_after_they_were_done(done, clock):
    def days_ago(days: int) -> datetime:
        return NOW - timedelta(days=days)

    promise("long done", done_at=days_ago(30) - SECOND)
    promise("lately done", done_at=days_ago(30))
    promise("given up", failed_at=days_ago(90), created_at=days_ago(90))
    promise("waits", due_at=NOW + SECOND, created_at=days_ago(90))
    promise("due")
    assert sweep_outbox() == 1
    assert done == ["due"]
    assert outbox.forget_done(a_month_before(NOW)) == 1
    assert set(Outbox.objects.values_list("arguments__word", flat=True)) == {
        *("lately done", "given up", "waits", "due"),
    }
    assert outbox.forget_done(a_month_before(NOW)) == 0
    assert outbox.forget_done(a_month_before(NOW + SECOND)) == 1
