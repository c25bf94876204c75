"""Writing to the log: `record_event` beside every write; sealing and verifying its chain."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson
from django.db import connection, transaction

from events.completeness import commitment, compare_with_published, has_published
from events.kinds import EVENT_KINDS
from events.locks import Lock
from events.models import Event, Salt, Seal, Unsealed

GENESIS = "0" * 64
BATCH = 5000
LONGEST_WAIT = timedelta(hours=1)  # for a seal; a worker makes them every ten seconds


class EventSubject(Protocol):
    """What an event is about, and which preprint that belongs to. Preprint and Version are such."""

    @property
    def identifier(self) -> str: ...

    @property
    def preprint_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class NamedSubject:
    """A subject by its identifier alone, where there is no row of a preprint or version."""

    identifier: str
    preprint_id: int | None = None


def record_event(
    kind: str,
    *,
    about: EventSubject,
    now: datetime,
    actor_id: int | None = None,
    data: dict[str, Any] | None = None,
    personal: Sequence[str] = (),
) -> Event:
    """Append one event, in the transaction of the write it is about.

    kind: one of `EVENT_KINDS`, which says whether everybody may read it, `data` included.
    personal: names and what else may have to be forgotten some day; only a salted hash is kept.
    """
    data, salt = dict(data or {}), secrets.token_hex(32)
    if personal:
        data["personal"] = commitment(salt, personal)
    event = Event.objects.create(
        kind=kind,
        subject=about.identifier,
        preprint_id=about.preprint_id,
        actor_id=actor_id,
        at=now,
        is_public=EVENT_KINDS[kind].is_public,
        data=data,
    )
    if personal:
        Salt.objects.create(event=event, value=salt)
    return event


def payload_hash(payload: dict[str, Any]) -> str:
    """SHA-256 (hex) of the payload as JSON with sorted keys and no spaces."""
    return hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chain_hash(previous: str, payload: str) -> str:
    """SHA-256 (hex) of the previous link and this event's payload hash, both as hex text."""
    return hashlib.sha256(f"{previous}{payload}".encode()).hexdigest()


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
    seals = []
    waiting = Unsealed.objects.order_by("pk").select_related("event")[:BATCH]
    for event in (one.event for one in waiting):
        digest = payload_hash(event.sealed_payload())
        previous = chain_hash(previous, digest)
        position += 1
        seals.append(Seal(event=event, position=position, payload_hash=digest, chain_hash=previous))
    Seal.objects.bulk_create(seals)
    _forget_unsealed([seal.pk for seal in seals])
    return len(seals)


def _forget_unsealed(event_ids: list[int]) -> None:
    """By their ids: events with lower ones may have been committed meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_unsealed WHERE event_id = ANY(%s)", [event_ids])


@dataclass(frozen=True, slots=True)
class LogReport:
    """What `verify_log` found: how many links were checked and the first that is wrong, if any."""

    checked: int
    unsealed: int
    head: str
    broken_at: int | None
    reason: str = ""


def verify_log(*, now: datetime) -> LogReport:
    """Recompute every link of the chain from the events, and look for what must be among them."""
    previous, checked = GENESIS, 0
    for seal in Seal.objects.select_related("event").order_by("position").iterator(BATCH):
        expected_position = checked + 1
        digest = payload_hash(seal.event.sealed_payload())
        if seal.position != expected_position:
            return _broken(checked, previous, expected_position, "a link is missing")
        if digest != seal.payload_hash:
            return _broken(checked, previous, seal.position, "the event was changed")
        if chain_hash(previous, digest) != seal.chain_hash:
            return _broken(checked, previous, seal.position, "the chain was changed")
        previous, checked = seal.chain_hash, checked + 1
    unsealed = Event.objects.filter(seal=None)
    if unsealed.exclude(pk__in=Unsealed.objects.values("pk")).exists():
        return _broken(checked, previous, checked + 1, "a link at the end was removed")
    if reason := _difference():
        return _broken(checked, previous, checked + 1, reason)
    if checked == 0 and has_published():
        return _broken(checked, previous, 1, "something is published, but no event has a seal")
    if waiting := unsealed.filter(at__lt=now - LONGEST_WAIT).count():
        reason = f"{waiting} events of more than an hour ago have no seal"
        return _broken(checked, previous, checked + 1, reason)
    return LogReport(checked=checked, unsealed=unsealed.count(), head=previous, broken_at=None)


def _difference() -> str:
    found = compare_with_published()
    reasons = []
    if found.unlogged:
        names = _some(found.unlogged)
        reasons.append(
            f"{len(found.unlogged)} published texts are not in it as they stand: {names}"
        )
    if found.unpublished:
        count, names = len(found.unpublished), _some(found.unpublished)
        reasons.append(f"{count} texts that it holds are not published: {names}")
    if found.merged_otherwise:
        count, names = len(found.merged_otherwise), _some(found.merged_otherwise)
        reasons.append(f"{count} works are not merged as it says: {names}")
    return "; ".join(reasons)


def _some(names: list[str]) -> str:
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "")


def _broken(checked: int, head: str, position: int, reason: str) -> LogReport:
    return LogReport(checked=checked, unsealed=0, head=head, broken_at=position, reason=reason)
