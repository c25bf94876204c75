"""Notifying the editors of works that have become eligible since they were last notified."""

from datetime import datetime

from django.db import transaction

from curation.selectors.candidates import candidates
from events.locks import Lock, hold
from events.models import Event
from events.outbox import promise
from events.services import NamedSubject, record_event

KIND = "candidates.assembled"


@transaction.atomic
def assemble_candidates(*, now: datetime) -> Event | None:
    """Record the eligible works of which no mail was sent and promise one; None without any.

    Running it again does nothing until another work becomes eligible.
    """
    hold(Lock.ASSEMBLE)
    eligible = {candidate.preprint.pk for candidate in candidates(now=now).eligible}
    notified: set[int] = set()
    mails = Event.objects.filter(kind=KIND)
    for preprint_ids in mails.values_list("data__preprints", flat=True):
        notified.update(preprint_ids)
    new = sorted(eligible - notified)
    if not new:
        return None
    event = record_event(
        KIND,
        about=NamedSubject("candidates"),
        now=now,
        data={"preprints": new},
    )
    promise("curation.notify_editors_of_candidates", event_id=event.pk)
    return event
