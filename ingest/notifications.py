"""Promises of the outbox that concern sources."""

from django.utils import timezone

from events.outbox import handler
from ingest import services
from ingest.models import Lookup


@handler("ingest.answer_lookup")
def answer_lookup(lookup_id: int) -> None:
    lookup = Lookup.objects.filter(pk=lookup_id, state=Lookup.State.WAITING).first()
    if lookup is not None:
        services.answer_lookup(lookup, now=timezone.now())
