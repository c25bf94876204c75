"""Telling the editors which works have become eligible since they were last told."""

from datetime import datetime

from django.db import connection, transaction

from curation.selectors.candidates import candidates
from events.locks import Lock
from events.models import Event
from events.outbox import promise
from events.services import NamedSubject, record_event

KIND = "candidates.assembled"


@transaction.atomic
def assemble_candidates(*, now: datetime) -> Event | None:
    """Record the eligible works nobody was told of and promise a mail about them; None without any.

    Running it again does nothing until another work becomes eligible.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.ASSEMBLE])
    eligible = {one.preprint.pk for one in candidates(now=now).eligible}
    notified: set[int] = set()
    for notified_before in Event.objects.filter(kind=KIND).values_list(
        "data__preprints", flat=True
    ):
        notified.update(notified_before)
    new = sorted(eligible - notified)
    if not new:
        return None
    event = record_event(
        KIND,
        about=NamedSubject("candidates"),
        is_public=False,
        now=now,
        data={"preprints": new},
    )
    promise("curation.notify_editors_of_candidates", event_id=event.pk)
    return event
