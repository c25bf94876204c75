"""The hash chain of the log: what a link covers, and linking the events that have none yet."""

import hashlib
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection, transaction

from events.commitments import commitment, new_salt
from events.locks import Lock
from events.models import Event, Salt, Seal, Unsealed

GENESIS = "0" * 64
BATCH = 5000
LONGEST_WAIT = timedelta(hours=1)  # for a seal; a worker makes them every ten seconds


def payload_hash(payload: dict[str, Any]) -> str:
    """SHA-256 (hex) of the payload as JSON with sorted keys and no spaces."""
    return hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chain_hash(previous: str, payload: str) -> str:
    """SHA-256 (hex) of the previous link and this event's payload hash, both as hex text."""
    return hashlib.sha256(f"{previous}{payload}".encode()).hexdigest()


def actor_hash(event: Event, salt: str) -> str:
    """Who acted, by a hash that no two events share; "" where nobody did."""
    return commitment(salt, ("actor", str(event.actor_id))) if event.actor_id else ""


def private_hash(event: Event, salt: str) -> str:
    """All that a private event says; "" of a public one, whose payload says it."""
    if event.is_public:
        return ""
    return commitment(salt, ("private", payload_text(event.whole_payload())))


def payload_text(payload: dict[str, Any]) -> str:
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode()


@transaction.atomic
def seal_new_events() -> int:
    """Link committed events that have no seal yet into the chain; returns how many.

    Sealing is apart from writing so that no writer waits for another one's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.SEAL])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("-position").first()
    position, previous = (last.position, last.chain_hash) if last else (0, GENESIS)
    waiting = Unsealed.objects.order_by("pk").select_related("event__salt")[:BATCH]
    events = [one.event for one in waiting]
    salts = _salts_of(events)
    seals = []
    for event in events:
        seal = Seal(event=event)
        if salt := salts.get(event.pk):
            seal.actor_hash, seal.private_hash = actor_hash(event, salt), private_hash(event, salt)
        seal.payload_hash = payload_hash(event.sealed_payload(seal))
        previous = seal.chain_hash = chain_hash(previous, seal.payload_hash)
        position = seal.position = position + 1
        seals.append(seal)
    Seal.objects.bulk_create(seals)
    _forget_unsealed([seal.pk for seal in seals])
    return len(seals)


def _salts_of(events: list[Event]) -> dict[int, str]:
    """By event, of those whose seal covers something private; made where there is none yet."""
    salts, new = {}, []
    for event in events:
        if not event.needs_salt():
            continue
        salt = getattr(event, "salt", None)
        if salt is None:
            salt = Salt(event=event, value=new_salt())
            new.append(salt)
        salts[event.pk] = salt.value
    Salt.objects.bulk_create(new)
    return salts


def _forget_unsealed(event_ids: list[int]) -> None:
    """By their ids: events with lower ones may have been committed meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_unsealed WHERE event_id = ANY(%s)", [event_ids])
