"""What editors decide about checks of works that have a submission. NotAnEditor for anybody else.

`ingest/harvests/submitted_works.py` says which works those are.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.services import NamedSubject, record_event
from ingest import rules
from ingest.models import FetchStop, ScheduledFetch
from ingest.selectors.checks import checks_of
from ingest.services.sources import FETCHES_ALLOWED
from preprints.models import Preprint


@transaction.atomic
def check_now(preprint_id: int, *, by: User, now: datetime) -> bool:
    """Let a work be checked as soon as a worker is free; False if it is not checked at all.

    A pause that a single work waits for does not count for a person; a host that rests is not
    asked.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    checked = list(checks_of(preprint_id).select_for_update().order_by("pk"))
    waiting = [one.pk for one in checked if one.due_at > now]
    if waiting:
        ScheduledFetch.objects.filter(pk__in=waiting).update(due_at=now)
        preprint = Preprint.objects.get(pk=preprint_id)
        record_event("preprint.check_requested", about=preprint, actor_id=by.pk, now=now)
    return bool(checked)


@transaction.atomic
def allow_changes(source: str, *, by: User, now: datetime) -> None:
    """Let the checks of a source that is not harvested make what changes they find, for two days.

    Nothing happens where they are not stopped.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    stop = FetchStop.objects.select_for_update().filter(source=source, allowed_until=None).first()
    if stop is None:
        return
    stop.allowed_until = now + FETCHES_ALLOWED
    stop.save(update_fields=["allowed_until"])
    subject = NamedSubject(f"source:{source}", None)
    record_event("source.changes_allowed", about=subject, actor_id=by.pk, now=now)
