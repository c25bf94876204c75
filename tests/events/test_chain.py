"""The chain of the log, computed here a second time, and all that `verify_log` reports of it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from events import sealing, verifying
from events.locks import Lock
from events.models import Event, Salt, Seal, Unsealed
from events.sealing import payload_hash, seal_new_events
from events.services import NamedSubject, record_event
from events.tasks import seal_events
from events.verifying import LogReport, verify_log
from tests.events.test_complete_log import tamper
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

GENESIS = "0000000000000000000000000000000000000000000000000000000000000000"
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def compact(payload):
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def links(events):
    """(position, event, payload hash, chain hash), as the documentation of the log says."""
    previous, made = GENESIS, []
    for position, event in enumerate(events, start=1):
        payload = {
            "at": "2026-03-04T05:06:07+00:00",
            "data": {"title": f"Ünder {event.subject}"},
            "actor": "",
            "format": 5,
            "id": event.pk,
            "kind": "preprint.listed",
            "preprint": event.preprint_id,
            "public": True,
            "subject": event.subject,
        }
        digest = sha256(compact(payload))
        previous = sha256(previous + digest)
        made.append((position, event.pk, digest, previous))
    return made


def sealed():
    columns = ("position", "event_id", "payload_hash", "chain_hash")
    return list(Seal.objects.order_by("position").values_list(*columns))


def log(*numbers):
    return [
        record_event(
            "preprint.listed",
            about=NamedSubject(f"V{n}", n),
            now=AT,
            data={"title": f"Ünder V{n}"},
        )
        for n in numbers
    ]


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)


def test_each_link_holds_the_one_before_also_from_one_batch_to_the_next(small_batches):
    events = log(1, 2, 3, 4, 5)
    assert [seal_new_events() for _ in range(4)] == [2, 2, 1, 0]
    assert sealed() == links(events)
    events += log(6)
    assert seal_new_events() == 1
    assert sealed() == links(events)


def test_the_task_seals_all_that_waits_batch_by_batch(small_batches):
    events = log(1, 2, 3, 4, 5)
    assert seal_events() == 5
    assert sealed() == links(events)
    assert not Unsealed.objects.exists()
    assert seal_events() == 0


def test_a_batch_that_is_not_full_takes_all_that_waits():
    events = log(1, 2, 3)
    assert seal_new_events() == 3
    assert sealed() == links(events)


def test_nobody_seals_while_another_process_does(second_connection):
    log(1, 2)
    second_connection.execute(f"SELECT pg_advisory_lock({Lock.SEAL})")
    assert seal_new_events() == 0
    assert (Seal.objects.count(), Unsealed.objects.count()) == (0, 2)
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    assert seal_new_events() == 2


def test_an_event_of_the_first_format_says_neither_its_format_nor_who_reads_it():
    payload = {
        "id": 7,
        "kind": "review.published",
        "subject": "V1.1",
        "preprint": 1,
        "at": "2026-03-04T05:06:07+00:00",
        "data": {"review": "V1.1.r1"},
    }
    event = Event(
        id=7,
        kind="review.published",
        subject="V1.1",
        preprint_id=1,
        actor_id=9,
        at=AT,
        data={"review": "V1.1.r1"},
        is_public=False,
        payload_format=1,
    )
    assert event.sealed_payload(Seal()) == payload
    event.payload_format = 2
    assert event.sealed_payload(Seal()) == payload | {"format": 2, "public": False}


# What is not public stands in the chain as a salted hash


def test_of_who_acted_the_link_of_a_public_event_holds_a_hash_of_its_own_salt():
    events = [
        record_event("preprint.listed", about=NamedSubject("V1", 1), now=AT, actor_id=9)
        for _ in range(2)
    ]
    seal_new_events()
    hashes = []
    for event in events:
        seal, salt = Seal.objects.get(event=event), Salt.objects.get(event=event).value
        assert len(salt) == 64
        assert seal.actor_hash == sha256(compact([salt, "actor", "9"]))
        payload = {
            "actor": seal.actor_hash,
            "at": "2026-03-04T05:06:07+00:00",
            "data": {},
            "format": 5,
            "id": event.pk,
            "kind": "preprint.listed",
            "preprint": 1,
            "public": True,
            "subject": "V1",
        }
        assert (seal.payload_hash, seal.private_hash) == (sha256(compact(payload)), "")
        hashes.append(seal.actor_hash)
    assert hashes[0] != hashes[1], "no number joins two acts of one person"


def test_of_a_private_event_the_link_holds_nothing_but_salted_hashes():
    event = record_event(
        "review.begun", about=NamedSubject("V1.1", 1), now=AT, actor_id=9, data={"review": 5}
    )
    seal_new_events()
    seal, salt = Seal.objects.get(event=event), Salt.objects.get(event=event).value
    whole = {
        "at": "2026-03-04T05:06:07+00:00",
        "data": {"review": 5},
        "id": event.pk,
        "kind": "review.begun",
        "preprint": 1,
        "subject": "V1.1",
    }
    assert seal.private_hash == sha256(compact([salt, "private", compact(whole)]))
    payload = {
        "actor": sha256(compact([salt, "actor", "9"])),
        "format": 5,
        "id": event.pk,
        "private": seal.private_hash,
        "public": False,
    }
    assert seal.payload_hash == sha256(compact(payload))


def test_an_event_that_hides_nothing_needs_no_salt():
    log(1)
    seal_new_events()
    assert not Salt.objects.exists()
    assert list(Seal.objects.values_list("actor_hash", "private_hash")) == [("", "")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE events_event SET actor_id = 8 WHERE id = {0}", "the event was changed"),
        ("UPDATE events_event SET actor_id = NULL WHERE id = {0}", "the event was changed"),
        (
            "UPDATE events_event SET actor_id = 9 WHERE id = {1}",
            "the salt of the event was removed",
        ),
        ("UPDATE events_event SET is_public = true WHERE id = {2}", "the event was changed"),
        ("UPDATE events_event SET is_public = false WHERE id = {0}", "the event was changed"),
        ("UPDATE events_event SET data = '{{}}' WHERE id = {2}", "the event was changed"),
        ("UPDATE events_event SET kind = 'other' WHERE id = {2}", "the event was changed"),
        (
            "UPDATE events_event SET at = at - interval '1 day' WHERE id = {2}",
            "the event was changed",
        ),
        ("UPDATE events_event SET actor_id = 8 WHERE id = {2}", "the event was changed"),
        ("UPDATE events_seal SET actor_hash = 'a' WHERE event_id = {0}", "the event was changed"),
        ("UPDATE events_seal SET private_hash = 'a' WHERE event_id = {2}", "the event was changed"),
        ("UPDATE events_salt SET value = 'a' WHERE event_id = {2}", "the event was changed"),
        ("DELETE FROM events_salt WHERE event_id = {0}", "the salt of the event was removed"),
    ],
)
def test_a_change_of_what_is_private_is_found(change, reason):
    events = [
        record_event("preprint.listed", about=NamedSubject("V1", 1), now=AT, actor_id=9),
        record_event("preprint.listed", about=NamedSubject("V2", 2), now=AT),
        record_event(
            "review.begun", about=NamedSubject("V1.1", 1), now=AT, actor_id=9, data={"review": 5}
        ),
    ]
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    tamper(change.format(*(event.pk for event in events)))
    assert verify_log(now=NOW).reason == reason


# What an event keeps


def whole(event):
    names = ("kind", "subject", "preprint_id", "actor_id", "at", "is_public", "data")
    return Event.objects.filter(pk=event.pk).values(*names).get() | {
        "payload_format": event.payload_format
    }


def test_an_event_keeps_its_values_and_is_public_as_its_kind_says():
    bare = record_event("preprint.listed", about=NamedSubject("V1"), now=AT)
    assert whole(bare) == {
        "kind": "preprint.listed",
        "subject": "V1",
        "preprint_id": None,
        "actor_id": None,
        "at": AT,
        "is_public": True,
        "data": {},
        "payload_format": 5,
    }
    facts = {"review": 5}
    full = record_event(
        "review.begun",
        about=NamedSubject("V1.1", 1),
        now=AT,
        actor_id=9,
        data=facts,
    )
    assert whole(full) == {
        "kind": "review.begun",
        "subject": "V1.1",
        "preprint_id": 1,
        "actor_id": 9,
        "at": AT,
        "is_public": False,
        "data": {"review": 5},
        "payload_format": 5,
    }
    assert not Salt.objects.exists(), "nobody is named in either"


def test_of_names_an_event_keeps_a_hash_with_a_salt_of_its_own():
    facts = {"row": "review 1"}
    events = [
        record_event(
            "review.published",
            about=NamedSubject("V1.1"),
            now=AT,
            data=facts,
            personal=("Ada", "Signed"),
        )
        for _ in range(2)
    ]
    assert facts == {"row": "review 1"}, "what was passed stays as it was"
    for event in events:
        salt = Salt.objects.get(event=event).value
        assert len(salt) == 64
        assert event.data == {
            "row": "review 1",
            "personal": sha256(compact([salt, "Ada", "Signed"])),
        }
    assert events[0].data["personal"] != events[1].data["personal"]


# What `verify_log` reports


def test_a_log_that_holds_is_reported_whole():
    assert verify_log(now=NOW) == LogReport(
        checked=0, unsealed=0, head=GENESIS, broken_at=None, reason=""
    ), "an empty journal has an empty log"
    events = log(1, 2, 3)
    seal_new_events()
    record_event("preprint.listed", about=NamedSubject("V4"), now=NOW)
    assert verify_log(now=NOW) == LogReport(
        checked=3, unsealed=1, head=links(events)[-1][3], broken_at=None, reason=""
    )


@pytest.mark.parametrize(
    ("change", "position", "reason"),
    [
        ("UPDATE events_event SET subject = 'V9' WHERE id = {0}", 1, "the event was changed"),
        ("UPDATE events_event SET subject = 'V9' WHERE id = {1}", 2, "the event was changed"),
        ("UPDATE events_event SET kind = 'other' WHERE id = {2}", 3, "the event was changed"),
        ("UPDATE events_seal SET chain_hash = 'a' WHERE position = 2", 2, "the chain was changed"),
        ("DELETE FROM events_seal WHERE position = 1", 1, "a link is missing"),
        ("DELETE FROM events_seal WHERE position = 2", 2, "a link is missing"),
        ("DELETE FROM events_seal WHERE position = 3", 3, "a link at the end was removed"),
    ],
)
def test_the_first_link_that_is_wrong_is_reported_with_what_held_before(change, position, reason):
    events = log(1, 2, 3)
    seal_new_events()
    tamper(change.format(*(event.pk for event in events)))
    head = [GENESIS, *(link[3] for link in links(events))][position - 1]
    assert verify_log(now=NOW) == LogReport(
        checked=position - 1, unsealed=0, head=head, broken_at=position, reason=reason
    )


def test_an_event_sealed_again_without_the_link_before_is_found():
    """Whoever changes an event and its own seal has to change each later one, too."""
    events = log(1, 2, 3)
    seal_new_events()
    middle = events[1]
    tamper(f"UPDATE events_event SET subject = 'V9' WHERE id = {middle.pk}")
    digest = payload_hash(Event.objects.get(pk=middle.pk).sealed_payload(Seal()))
    chained = sha256(links(events)[0][3] + digest)
    tamper(
        f"UPDATE events_seal SET payload_hash = '{digest}', chain_hash = '{chained}'"
        f" WHERE event_id = {middle.pk}"
    )
    assert verify_log(now=NOW) == LogReport(
        checked=2, unsealed=0, head=chained, broken_at=3, reason="the chain was changed"
    )


@pytest.mark.parametrize(
    ("waited", "is_found"),
    [(timedelta(minutes=59), False), (timedelta(hours=1), False), (timedelta(minutes=61), True)],
)
def test_what_waits_for_a_seal_may_wait_an_hour(waited, is_found):
    events = log(1)
    seal_new_events()
    record_event("preprint.listed", about=NamedSubject("V2"), now=NOW - waited)
    record_event("preprint.listed", about=NamedSubject("V3"), now=NOW)
    head = links(events)[0][3]
    late = LogReport(1, 0, head, 2, "1 events of more than an hour ago have no seal")
    assert verify_log(now=NOW) == (late if is_found else LogReport(1, 2, head, None))


@pytest.mark.parametrize("found", [("V1",), tuple("ABCDEFGHIJ"), tuple("ABCDEFGHIJK")])
def test_a_report_names_ten_and_says_that_there_are_more(found):
    names = verifying._some(list(found))
    assert names == ("A, B, C, D, E, F, G, H, I, J, …" if len(found) > 10 else ", ".join(found))


def test_the_log_is_not_written_by_hand():
    """The trigger adds the row of what waits, also for an event that no service wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event (kind, subject, at, is_public, data)"
            " VALUES ('a', 'b', now(), true, '{}') RETURNING id"
        )
        (event_id,) = cursor.fetchone()
    assert list(Unsealed.objects.values_list("event_id", flat=True)) == [event_id]
