"""The append-only log of what happened, its seals, and the outbox of what must still be done."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

SALTED = 4  # the format from which on the hash of what is published has a salt
NEWEST = 5  # from which on it covers an issue's evidence and the numbered points of a review, too


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(is_public=True)

    def about_preprint(self, preprint_id: int) -> "EventQuerySet":
        return self.filter(preprint_id=preprint_id)


class Event(models.Model):
    """One thing that happened. Rows are never changed or removed (a trigger refuses it).

    Public, where `is_public` is set (its kind decides, `events/kinds.py`): every field but
    `actor_id`. Never public: `actor_id`, the `Salt`, and events whose kind is private.
    Sealed, public or not: every field; what is not public by a salted hash (`sealed_payload`).

    `preprint_id` and `actor_id` are plain numbers: the log stands below the apps it speaks of.
    `data` names nobody: it can never be changed. Who is named in public stands in the row that the
    event tells of, and is covered by `data["personal"]` (see `Salt`).

    payload_format: what the seal covers, and how `verify_log` compares with what is published: from
    format 4 on, `data["hash"]` of what is published is made with a `PublicSalt`; from 5 on it
    covers more.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    preprint_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    data = models.JSONField(default=dict)
    payload_format = models.PositiveSmallIntegerField(default=NEWEST, db_default=NEWEST)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["preprint_id", "at"]),
            models.Index(fields=["kind", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def needs_salt(self) -> bool:
        """Whether its seal covers something that not everybody may read, as a salted hash."""
        return self.payload_format > 2 and (self.actor_id is not None or not self.is_public)

    def whole_payload(self) -> dict[str, Any]:
        """All that it says, but who acted."""
        return {
            "id": self.pk,
            "kind": self.kind,
            "subject": self.subject,
            "preprint": self.preprint_id,
            "at": self.at.isoformat(),
            "data": self.data,
        }

    def sealed_payload(self, seal: "Seal") -> dict[str, Any]:
        """What the seal covers, by the event's format; the seal holds the hashes that are in it."""
        if self.payload_format == 1:
            return self.whole_payload()
        payload: dict[str, Any] = {"format": self.payload_format, "public": self.is_public}
        if self.payload_format == 2:
            return self.whole_payload() | payload
        payload["actor"] = seal.actor_hash
        if self.is_public:
            return self.whole_payload() | payload
        return payload | {"id": self.pk, "private": seal.private_hash}


class Salt(models.Model):
    """The salt of an event's hashes (`data["personal"]`, `Seal.actor_hash`, `Seal.private_hash`).

    Never public: with it a name could be guessed. Made when the event is written or sealed.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="salt")
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.event_id)


class PublicSalt(models.Model):
    """The salt of an event's `data["hash"]`, public beside it as long as all of the text is.

    Removed when a passage of it is redacted (`events.forgetting.forget_public_salts`): without it
    nobody can try which words had that hash.
    """

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="public_salt"
    )
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.event_id)


class ForgottenActor(models.Model):
    """An event that said who acted, until that person had their account erased.

    Neither their number nor the salt is left; the link keeps a hash that nobody can undo. The row
    holds no time: one would join all that a person did.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="forgotten")

    def __str__(self) -> str:
        return str(self.event_id)


class Unsealed(models.Model):
    """An event that has no seal yet; a trigger adds the row, in the event's own transaction.

    To look for them among all events would take longer each day.
    """

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name_plural = "unsealed events"

    def __str__(self) -> str:
        return str(self.event_id)


class Seal(models.Model):
    """The place of one event in the hash chain; written after the event has been committed.

    actor_hash, private_hash: what the link covers of who acted, and of a private event; "" where
    there is no such thing, and for events of formats 1 and 2.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="seal")
    position = models.BigIntegerField(unique=True)
    payload_hash = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)
    actor_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    private_hash = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.chain_hash[:12]}"


class Checkpoint(models.Model):
    """The journal's signature under the log as it was: whoever keeps it can prove a later change.

    journal: its address. links: how many the chain had. head: the hash of the last. public_key,
    signature: Ed25519, as Base64, of `events.checkpoints.signed_text`. Never changed or removed (a
    trigger refuses it).
    """

    links = models.BigIntegerField(primary_key=True)
    journal = models.CharField(max_length=500)
    head = models.CharField(max_length=64)
    at = models.DateTimeField()
    public_key = models.CharField(max_length=44)
    signature = models.CharField(max_length=88)

    class Meta:
        ordering = ["-links"]

    def __str__(self) -> str:
        return f"{self.links}: {self.head[:12]}"


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def open(self) -> "OutboxQuerySet":
        return self.filter(done_at=None, failed_at=None, dropped_at=None)

    def failed(self) -> "OutboxQuerySet":
        """Given up, and nobody has done anything about it."""
        return self.filter(failed_at__isnull=False, done_at=None, dropped_at=None)

    def due(self, now: Any = None) -> "OutboxQuerySet":
        return self.open().filter(due_at__lte=now or timezone.now())


class Outbox(models.Model):
    """An after-effect that was promised in the same transaction as the write it belongs to.

    `task` names a function in `events.outbox.HANDLERS`; `arguments` are its keyword arguments.
    A row ends as done, as failed, or as dropped: not needed any more, or stopped by an editor.
    `last_error` says why it failed or was dropped.
    """

    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    # What somebody else uses and this row needs, such as the only connection to a host.
    waits_for = models.CharField(max_length=150, blank=True, db_default="", default="")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=Q(done_at=None, failed_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["failed_at"],
                name="outbox_failed",
                condition=Q(failed_at__isnull=False, done_at=None, dropped_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"  # not the arguments, which may name people
