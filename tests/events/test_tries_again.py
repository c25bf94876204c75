"""When a row of the outbox is due again, and what is never done again."""

from datetime import timedelta

import pytest

from events import outbox
from events.models import Outbox
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def test_pauses_double_until_the_row_is_given_up_for_good(monkeypatch):
    clock = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    monkeypatch.setitem(outbox.HANDLERS, "test.fail", lambda: 1 / 0)
    outbox.promise("test.fail")
    pauses = []
    for _ in range(outbox.MOST_TASK_TRIES - 1):
        assert outbox.work() == 1
        pauses.append((Outbox.objects.get().due_at - clock[0]).total_seconds())
        clock[0] = Outbox.objects.get().due_at
    assert pauses == [15, 30, 60, 120, 240, 480, 960]
    assert outbox.work() == 1
    assert Outbox.objects.get().failed_at == clock[0]
    clock[0] += timedelta(days=9)
    assert outbox.work() == 0


def test_what_is_begun_anew_has_all_its_tries_again(monkeypatch):
    clock = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    monkeypatch.setitem(outbox.HANDLERS, "test.fail", lambda: 1 / 0)
    outbox.promise("test.fail")
    later = NOW + timedelta(days=9)
    bystander = Outbox.objects.create(task="test.fail", attempts=3, created_at=NOW, due_at=later)
    for _ in range(outbox.MOST_TASK_TRIES):
        outbox.work()
        row = Outbox.objects.exclude(pk=bystander.pk).get()
        clock[0] = max(clock[0], row.due_at)
    assert row.failed_at is not None
    outbox.begin_anew(row, now=clock[0])
    assert outbox.work() == 1
    row.refresh_from_db()
    assert (row.attempts, row.failed_at) == (1, None)
    assert (row.due_at - clock[0]).total_seconds() == 15
    bystander.refresh_from_db()
    assert bystander.attempts == 3
