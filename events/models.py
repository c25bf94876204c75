"""The append-only log of what happened, its seals, and the outbox of what must still be done."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(is_public=True)

    def about_preprint(self, preprint_id: int) -> "EventQuerySet":
        return self.filter(preprint_id=preprint_id)


class Event(models.Model):
    """One thing that happened. Rows are never changed or removed (a trigger refuses it).

    Public, where `is_public` is set (its kind decides, `events/kinds.py`): every field but
    `actor_id`. Never public: `actor_id`, the `Salt`, and events whose kind is private.
    Sealed, public or not: what `sealed_payload` has.

    `preprint_id` and `actor_id` are plain numbers: the log stands below the apps it speaks of.
    `data` names nobody: it can never be changed. Who is named in public stands in the row that the
    event tells of, and is covered by `data["personal"]` (see `Salt`).

    payload_format: what the seal covers, and how `verify_log` compares with what is published.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    preprint_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    data = models.JSONField(default=dict)
    payload_format = models.PositiveSmallIntegerField(default=2, db_default=2)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["preprint_id", "at"]),
            models.Index(fields=["kind", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def sealed_payload(self) -> dict[str, Any]:
        """What the seal covers: every field but `actor_id`, which stays private."""
        payload = {
            "id": self.pk,
            "kind": self.kind,
            "subject": self.subject,
            "preprint": self.preprint_id,
            "at": self.at.isoformat(),
            "data": self.data,
        }
        if self.payload_format > 1:
            payload |= {"format": self.payload_format, "public": self.is_public}
        return payload


class Salt(models.Model):
    """The salt of an event's `data["personal"]`. Never public: with it a name could be guessed."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="salt")
    value = models.CharField(max_length=64)

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
    """The place of one event in the hash chain; written after the event has been committed."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="seal")
    position = models.BigIntegerField(unique=True)
    payload_hash = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.chain_hash[:12]}"


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: Any = None) -> "OutboxQuerySet":
        return self.filter(done_at=None, failed_at=None, due_at__lte=now or timezone.now())


class Outbox(models.Model):
    """An after-effect that was promised in the same transaction as the write it belongs to.

    `task` names a function in `events.outbox.HANDLERS`; `arguments` are its keyword arguments.
    """

    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # What somebody else uses and this row needs, such as the only connection to a host.
    waits_for = models.CharField(max_length=150, blank=True, db_default="", default="")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=Q(done_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"  # not the arguments, which may name people
