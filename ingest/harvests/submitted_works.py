"""Works that have a submission are checked at their source, whatever the harvests do.

Which works those are, the status of a preprint says, which the apps above move. Each place that a
version was seen at is a `ScheduledFetch` with `every_hours`, made and removed here.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from ingest.errors import IngestError, SourceUnavailable
from ingest.http.pacing import LONGEST_REST, is_turned_away
from ingest.models import ScheduledFetch
from ingest.sources import ADAPTERS
from ingest.sources.base import Ref
from preprints.known_sources import WEB
from preprints.models import Location, Preprint, Version

LONGEST_ASKED_WAIT = timedelta(days=1)  # that a Retry-After is believed
UNDER_REVIEW = (Preprint.Status.SUBMITTED, Preprint.Status.UNDER_REVIEW)
REVIEWED = (Preprint.Status.REVIEWED, Preprint.Status.REVISED, Preprint.Status.SELECTED)


def next_check_at(name: str, every: timedelta, now: datetime) -> datetime:
    """The work's own moment of each interval, so that the checks of many works are spread over it.

    name: of the work at its source. At least half an interval from now.
    """
    own = crc32(name.encode()) % every.total_seconds()
    earliest = now + every / 2
    return earliest + timedelta(seconds=(own - earliest.timestamp()) % every.total_seconds())


@transaction.atomic
def schedule_submitted_works(*, now: datetime) -> None:
    """Bring the scheduled fetches up to the works that have a submission now."""
    places = _checked_places()
    _remove_ended(places)
    scheduled = ScheduledFetch.objects.filter(
        source=OuterRef("source"),
        external_id=OuterRef("external_id"),
        version=0,
        every_hours=OuterRef("hours"),
    )
    # The annotation is not known to their type.
    new: Iterable[Any] = places.filter(~Exists(scheduled)).order_by("pk")
    for place in new:
        _schedule(Ref(place.source, place.external_id, None, place.url), place.hours, now)


def _checked_places() -> QuerySet[Location, Location]:
    """Where versions of the works were seen, with the `hours` between two checks.

    A withdrawn work may come back. A place that is only named, such as the DOI of a deposit, says
    nothing more; where nobody kept the places of the versions, it is the main one.
    """
    was_open = Q(preprint__status_before_withdrawal__in=[*UNDER_REVIEW, *REVIEWED])
    is_open = Q(preprint__status__in=[*UNDER_REVIEW, *REVIEWED])
    of_work = Version.objects.filter(preprint=OuterRef("preprint"))
    is_main = Q(is_canonical=True) & ~Exists(of_work.filter(location__isnull=False))
    return (
        Location.objects.filter(source__in=list(ADAPTERS), preprint__merged_into=None)
        .filter(is_open | Q(was_open, preprint__status=Preprint.Status.WITHDRAWN))
        .filter(Exists(of_work.filter(location=OuterRef("pk"))) | is_main)
        .annotate(
            hours=Case(
                When(
                    preprint__status__in=UNDER_REVIEW,
                    then=Value(settings.INGEST_CHECK_HOURS_UNDER_REVIEW),
                ),
                default=Value(settings.INGEST_CHECK_HOURS_REVIEWED),
            )
        )
    )


def _remove_ended(places: QuerySet[Location, Location]) -> None:
    """Of works that are checked no more. A text that changes is watched on, as before."""
    wanted = places.filter(source=OuterRef("source"), external_id=OuterRef("external_id"))
    ended = ScheduledFetch.objects.filter(~Exists(wanted), every_hours__isnull=False)
    ended.filter(why=ScheduledFetch.Why.SUBMISSION).delete()
    ended.update(every_hours=None)


def _schedule(ref: Ref, hours: int, now: datetime) -> None:
    first = next_check_at(f"{ref.source}:{ref.external_id}", timedelta(hours=hours), now)
    scheduled, is_new = ScheduledFetch.objects.select_for_update().get_or_create(
        source=ref.source,
        external_id=ref.external_id,
        version=0,
        defaults={
            "why": ScheduledFetch.Why.SUBMISSION,
            "url": ref.url,
            "due_at": first,
            "every_hours": hours,
        },
    )
    if is_new:
        return
    if not scheduled.is_repeated:  # announced, or given up
        scheduled.why, scheduled.attempts, scheduled.failed_at = (
            ScheduledFetch.Why.SUBMISSION,
            0,
            None,
        )
    scheduled.every_hours = hours
    scheduled.due_at = min(scheduled.due_at, first)
    scheduled.save(update_fields=["why", "attempts", "failed_at", "every_hours", "due_at"])


def leave_alone(scheduled: ScheduledFetch, error: IngestError, now: datetime) -> timedelta:
    """How long a source, of pages their host, wants not to be asked; its other works wait as long.

    A host rests for an hour at most when it asks for it, because people wait; these checks do not.
    """
    asked = error.asked_wait if isinstance(error, SourceUnavailable) else 0.0
    wait = min(timedelta(seconds=asked), LONGEST_ASKED_WAIT)
    if is_turned_away(error):
        wait = max(wait, LONGEST_REST)
    if wait:
        others = ScheduledFetch.objects.filter(source=scheduled.source, every_hours__isnull=False)
        if scheduled.source == WEB:
            host = scheduled.external_id.partition("/")[0]
            others = others.filter(external_id__startswith=f"{host}/")
        others.filter(due_at__lt=now + wait).update(due_at=now + wait)
    return wait
