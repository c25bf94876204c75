"""Promises of the outbox that concern sources."""

from django.db.models import Q
from django.utils import timezone

from events.outbox import TryAgainLater, handler
from ingest.errors import UnexpectedAnswer
from ingest.lookup_slots import lookup_slot
from ingest.models import Lookup
from ingest.services import links


@handler("ingest.answer_lookup", fetches=True, lease=links.LOOKUP_LEASE)
def answer_lookup(lookup_id: int) -> None:
    is_due = Q(state=Lookup.State.WAITING) | Q(next_try_at__lte=timezone.now())
    lookup = Lookup.objects.filter(is_due, pk=lookup_id).first()
    if lookup is None:
        return
    try:
        with lookup_slot(lookup.asked_by_id):
            links.answer_lookup(lookup, now=timezone.now())
    except TryAgainLater:  # it goes back into the queue; its page goes on waiting
        raise
    except Exception:
        # Somebody watches a page that says "a few seconds"; the fault itself goes to the log.
        lookup.state, lookup.message = Lookup.State.FAILED, str(UnexpectedAnswer.message)
        lookup.next_try_at = None
        lookup.save(update_fields=["state", "message", "next_try_at"])
        raise
