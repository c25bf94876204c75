"""Whether the log still says what it said: its links, its checkpoints, and what is published."""

from dataclasses import dataclass
from datetime import datetime

from events.checkpoints import SignedHead, wrong_checkpoint
from events.completeness import compare_with_published, has_published
from events.forgetting import forgotten_without_erasure, kept_salts
from events.models import Checkpoint, Event, Seal, Unsealed
from events.sealing import (
    BATCH,
    GENESIS,
    LONGEST_WAIT,
    actor_hash,
    chain_hash,
    payload_hash,
    private_hash,
)


@dataclass(frozen=True, slots=True)
class LogReport:
    """What `verify_log` found: how many links were checked and the first that is wrong, if any."""

    checked: int
    unsealed: int
    head: str
    broken_at: int | None
    reason: str = ""


class _BrokenLogError(Exception):
    """At this link, or at none that can be named, for this reason."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position, self.reason = position, reason


def verify_log(*, now: datetime, since: SignedHead | None = None) -> LogReport:
    """Recompute every link of the chain from the events, and look for what must be among them.

    since: what somebody kept of the log: the chain must have had this head at this length.
    """
    links = _Links()
    try:
        links.check(_heads(since))
        unsealed = _check_beside_links(links, now)
    except _BrokenLogError as broken:
        return LogReport(links.checked, 0, links.head, broken.position, broken.reason)
    return LogReport(links.checked, unsealed, links.head, None)


class _Links:
    """The links that were checked so far."""

    def __init__(self) -> None:
        self.head, self.checked = GENESIS, 0

    def check(self, heads: dict[int, str]) -> None:
        """heads: that checkpoints say the chain had, by their number of links."""
        seals = Seal.objects.select_related("event__salt", "event__forgotten").order_by("position")
        for seal in seals.iterator(BATCH):
            if reason := _wrong_link(seal, self.head, self.checked + 1):
                raise _BrokenLogError(self.checked + 1, reason)
            self.head, self.checked = seal.chain_hash, self.checked + 1
            if heads.pop(self.checked, self.head) != self.head:
                raise _BrokenLogError(
                    self.checked, "a checkpoint says otherwise: the log was made anew"
                )
        if heads:
            raise _BrokenLogError(self.checked + 1, f"a checkpoint knows of {max(heads)} links")


def _wrong_link(seal: Seal, head: str, position: int) -> str:
    event = seal.event
    salt = getattr(event, "salt", None)
    digest = payload_hash(event.sealed_payload(seal))
    if seal.position != position:
        return "a link is missing"
    if digest != seal.payload_hash:
        return "the event was changed"
    if chain_hash(head, digest) != seal.chain_hash:
        return "the chain was changed"
    if getattr(event, "forgotten", None) is not None:
        is_empty = event.actor_id is None and salt is None
        return "" if is_empty else "who acted was forgotten, and is said again"
    hashes = ("", "")
    if event.needs_salt():
        if salt is None:
            return "the salt of the event was removed"
        hashes = actor_hash(event, salt.value), private_hash(event, salt.value)
    return "" if hashes == (seal.actor_hash, seal.private_hash) else "the event was changed"


def _heads(since: SignedHead | None) -> dict[int, str]:
    """By the number of links. Raises _BrokenLogError where two signed ones are of one length."""
    heads: dict[int, str] = {}
    for checkpoint in Checkpoint.objects.order_by("links"):
        if reason := wrong_checkpoint(checkpoint):
            raise _BrokenLogError(checkpoint.links, reason)
        heads[checkpoint.links] = checkpoint.head
    if since is not None and heads.setdefault(since.links, since.head) != since.head:
        raise _BrokenLogError(since.links, "the log's own checkpoint is not the one that was kept")
    return heads


def _check_beside_links(links: _Links, now: datetime) -> int:
    """What has no link yet, and what is published; returns how many events wait for their seal."""
    unsealed, after = Event.objects.filter(seal=None), links.checked + 1
    if unsealed.exclude(pk__in=Unsealed.objects.values("pk")).exists():
        raise _BrokenLogError(after, "a link at the end was removed")
    if reason := _difference():
        raise _BrokenLogError(after, reason)
    if kept := kept_salts():
        raise _BrokenLogError(after, f"the salt of a redacted text is there again: {_some(kept)}")
    if count := forgotten_without_erasure():
        raise _BrokenLogError(after, f"who acted was forgotten {count} times without an erasure")
    if links.checked == 0 and has_published():
        raise _BrokenLogError(1, "something is published, but no event has a seal")
    if waiting := unsealed.filter(at__lt=now - LONGEST_WAIT).count():
        raise _BrokenLogError(after, f"{waiting} events of more than an hour ago have no seal")
    return unsealed.count()


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
    if found.resealed:
        count, names = len(found.resealed), _some(found.resealed)
        reasons.append(f"{count} sealed originals are not as it says: {names}")
    return "; ".join(reasons)


def _some(names: list[str]) -> str:
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
