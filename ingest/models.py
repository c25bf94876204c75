"""A link somebody pasted, and the pace at which a host may be asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Lookup(models.Model):
    """A pasted link on its way to a record: asked in the background, shown when it is there.

    `record` is the found `Record` as JSON; nothing is listed until the person confirms it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Asking the source")
        FOUND = "found", _("Found")
        FAILED = "failed", _("Not found")

    text = models.CharField(max_length=2000)
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=200)
    version = models.PositiveIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="link_lookups"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    record = models.JSONField(null=True, blank=True)
    preprint = models.ForeignKey(
        "preprints.Preprint", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class HostPace(models.Model):
    """When a host may next be asked; one row a host, locked by whoever takes the next slot."""

    host = models.CharField(max_length=100, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.host
