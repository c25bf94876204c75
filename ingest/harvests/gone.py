"""Works that are no longer at their source, and those that are there again."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from events.services import NamedSubject, record_event
from ingest.models import ScheduledFetch
from preprints.models import Location
from preprints.record import RecordLocation

Place = ScheduledFetch | RecordLocation  # each names a source and what a work is called there


def is_gone(place: Place) -> bool:
    return _at(place).filter(gone_since__isnull=False).exists()


@transaction.atomic
def mark_gone(scheduled: ScheduledFetch, now: datetime) -> None:
    """Since the first time that it was not there."""
    place = _at(scheduled).select_for_update().filter(gone_since=None).first()
    if place is not None:
        place.gone_since = scheduled.missed_at
        place.save(update_fields=["gone_since"])
        _record("location.gone", place, now)


def mark_back(place: Place, now: datetime) -> None:
    """Call it inside a transaction."""
    for back in _at(place).select_for_update().filter(gone_since__isnull=False):
        back.gone_since = None
        back.save(update_fields=["gone_since"])
        _record("location.back", back, now)


def _at(place: Place) -> QuerySet[Location, Location]:
    return Location.objects.filter(source=place.source, external_id=place.external_id)


def _record(kind: str, place: Location, now: datetime) -> None:
    record_event(
        kind,
        about=NamedSubject(f"V{place.preprint_id}", place.preprint_id),
        now=now,
        data={"source": place.source, "external_id": place.external_id},
    )
