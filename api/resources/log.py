"""The hash chain of the log and the signatures under it, for who checks them."""

from datetime import datetime

from django.db.models import F, Subquery
from rest_framework import serializers as s

from api.resources.shared import api_url_field
from api.shapes import Resource, made
from events.checkpoints import checkpoint_text
from events.models import Checkpoint, Seal

_SIGNED = Checkpoint.objects.order_by("-links").values("links")[:1]


def _text(links: int, journal: str, head: str, at: datetime, *signed: str) -> str:
    key, signature = signed
    made = Checkpoint(links, journal, head, at, key, signature)
    return checkpoint_text(made)


class LinkSerializer(Resource):
    """One link of the chain, up to the newest checkpoint; `event` is null where it is not public.

    `id` is its place, from 1 on. `chain_hash` is the SHA-256 of the previous link's and
    `payload_hash`, both as hex text.
    """

    public = Seal.objects.annotate(id=F("event_id")).filter(position__lte=Subquery(_SIGNED))
    table = "s"
    joins = "LEFT JOIN events_event e ON e.id = s.event_id AND e.is_public"

    id = s.IntegerField(source="position")
    payload_hash = s.CharField()
    chain_hash = s.CharField()
    event = s.IntegerField(source="e.id", allow_null=True)
    api_url = api_url_field("links", "position")


class CheckpointSerializer(Resource):
    """The journal's signature under the log: how many links its chain had, and the last one's hash.

    `id` is that number of links. `text` is all of it, as `manage.py verify_log --since` reads it.
    """

    public = Checkpoint.objects.annotate(id=F("links"))
    table = "c"

    id = s.IntegerField()
    journal = s.URLField()
    head = s.CharField()
    at = s.DateTimeField()
    public_key = s.CharField()
    signature = s.CharField()
    text = s.CharField(
        source=made(_text, "links", "journal", "head", "at", "public_key", "signature")
    )
    api_url = api_url_field("checkpoints")
