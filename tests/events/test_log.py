from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from events.models import Event, Seal, Unsealed
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from events.tasks import seal_events
from events.verifying import verify_log
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def three_events():
    return [
        record_event("preprint.listed", about=NamedSubject(f"V{n}", n), now=NOW) for n in (1, 2, 3)
    ]


def test_public_events_are_those_that_were_recorded_so():
    public, *_others = three_events()
    private = record_event("source.paused", about=NamedSubject("arxiv"), now=NOW)
    assert public in Event.objects.public()
    assert set(Event.objects.all()) - set(Event.objects.public()) == {private}


def test_sealed_events_verify():
    three_events()
    assert seal_new_events() == 3
    assert seal_events() == 0
    report = verify_log(now=NOW)
    assert (report.checked, report.unsealed, report.broken_at) == (3, 0, None)
    assert report.head == Seal.objects.get(position=3).chain_hash


def test_what_is_not_sealed_yet_is_counted():
    three_events()
    assert verify_log(now=NOW).unsealed == 3


def test_what_is_committed_late_under_a_lower_number_is_sealed_too():
    first, *later = three_events()
    with connection.cursor() as cursor:  # as if the first one's transaction were still open
        cursor.execute("DELETE FROM events_unsealed WHERE event_id = %s", [first.pk])
        assert seal_new_events() == 2
        cursor.execute("INSERT INTO events_unsealed VALUES (%s)", [first.pk])
    assert seal_new_events() == 1
    order = Seal.objects.order_by("position").values_list("event_id", flat=True)
    assert list(order) == [*(event.pk for event in later), first.pk]


def test_sealing_looks_only_at_what_waits():
    three_events()
    seal_new_events()
    assert not Unsealed.objects.exists()
    record_event("preprint.listed", about=NamedSubject("V4", 4), now=NOW)
    assert Unsealed.objects.count() == 1


def tamper(statement):
    """Change the log as somebody with the database's keys could: with its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_changed_event_is_found():
    three_events()
    seal_new_events()
    middle = Seal.objects.get(position=2).event_id
    tamper(f"UPDATE events_event SET subject = 'V9' WHERE id = {middle}")
    report = verify_log(now=NOW)
    assert (report.broken_at, report.reason) == (2, "the event was changed")


def test_a_removed_event_is_found():
    three_events()
    seal_new_events()
    middle = Seal.objects.get(position=2).event_id
    tamper(f"DELETE FROM events_seal WHERE event_id = {middle}")
    assert verify_log(now=NOW).reason == "a link is missing"


def test_a_changed_seal_is_found():
    three_events()
    seal_new_events()
    tamper("UPDATE events_seal SET chain_hash = repeat('a', 64) WHERE position = 3")
    assert verify_log(now=NOW).reason == "the chain was changed"


def test_the_database_refuses_to_change_an_event():
    event = three_events()[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(kind="other")


def test_the_database_refuses_to_remove_an_event():
    event = three_events()[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


@pytest.mark.parametrize("table", ["events_event", "events_seal", "events_checkpoint"])
def test_the_database_refuses_to_empty_the_log(table):
    three_events()
    seal_new_events()
    with connection.cursor() as cursor:
        # PostgreSQL empties nothing while a check of it waits for the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert Event.objects.count() == 3


def test_who_acted_cannot_be_read_from_what_is_sealed():
    event = record_event("review.published", about=NamedSubject("V1.1"), now=NOW, actor_id=4711)
    seal_new_events()
    payload = event.sealed_payload(Seal.objects.get(event=event))
    assert len(payload["actor"]) == 64
    assert "4711" not in str(payload | {"id": 0, "actor": ""})


def test_events_are_asked_for_by_preprint_and_by_being_public():
    three_events()
    record_event("triage.proposed", about=NamedSubject("V1", 1), now=NOW)
    assert Event.objects.about_preprint(1).count() == 2
    assert Event.objects.about_preprint(1).public().count() == 1
    assert str(Event.objects.first()) == "preprint.listed V1"


def test_the_command_says_that_the_log_holds(capsys):
    three_events()
    seal_new_events()
    call_command("verify_log")
    assert "3 links hold" in capsys.readouterr().out


def test_the_command_fails_with_one_clear_line_where_the_log_does_not_hold():
    three_events()
    seal_new_events()
    tamper("UPDATE events_seal SET chain_hash = repeat('a', 64) WHERE position = 3")
    with pytest.raises(CommandError, match="does not hold at link 3"):
        call_command("verify_log")


def test_events_that_wait_long_for_a_seal_are_found():
    """As after all seals were removed and every event was made to look new."""
    three_events()
    seal_new_events()
    tamper("DELETE FROM events_seal")
    tamper("INSERT INTO events_unsealed (event_id) SELECT id FROM events_event")
    assert verify_log(now=NOW + timedelta(minutes=30)).broken_at is None, "the worker may be away"
    report = verify_log(now=NOW + timedelta(minutes=61))
    assert (report.broken_at, report.reason) == (
        1,
        "3 events of more than an hour ago have no seal",
    )
    with pytest.raises(CommandError, match="have no seal"):
        call_command("verify_log")
