"""Writing to the log: `record_event` beside every write; `events.sealing` chains it later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from events.commitments import commitment, new_salt
from events.kinds import EVENT_KINDS
from events.models import Event, PublicSalt, Salt


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
    public: Sequence[str] = (),
    personal: Sequence[str] = (),
    sealed: str = "",
) -> Event:
    """Append one event, in the transaction of the write it is about.

    kind: one of `EVENT_KINDS`, which says whether everybody may read it, `data` included.
    public: what is published by it, as readers see it; `data["hash"]` is made of it with a salt
    that everybody may read until something of it is redacted.
    personal: names and what else may have to be forgotten some day; only a salted hash is kept.
    sealed: what stood in a redacted text before; in the same way, as `data["sealed"]`.
    """
    data, salt, public_salt = dict(data or {}), new_salt(), new_salt()
    if public:
        data["hash"] = commitment(public_salt, public)
    if personal:
        data["personal"] = commitment(salt, personal)
    if sealed:
        data["sealed"] = commitment(salt, (sealed,))
    event = Event.objects.create(
        kind=kind,
        subject=about.identifier,
        preprint_id=about.preprint_id,
        actor_id=actor_id,
        at=now,
        is_public=EVENT_KINDS[kind].is_public,
        data=data,
    )
    if public:
        PublicSalt.objects.create(event=event, value=public_salt)
    if personal or sealed:
        Salt.objects.create(event=event, value=salt)
    return event
