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
from ingest.rows import ScheduledFetchRow
from ingest.sources import ADAPTERS
from preprints.copying import insert_missing
from preprints.known_sources import WEB
from preprints.models import Location, Preprint, Version

LONGEST_ASKED_WAIT = timedelta(days=1)  # that a Retry-After is believed
UNDER_REVIEW = (Preprint.Status.SUBMITTED, Preprint.Status.UNDER_REVIEW)
# A final work can be withdrawn, or have another version after all.
REVIEWED = (
    Preprint.Status.REVIEWED,
    Preprint.Status.REVISED,
    Preprint.Status.SELECTED,
    Preprint.Status.FINAL,
)


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
    known = ScheduledFetch.objects.filter(
        source=OuterRef("source"), external_id=OuterRef("external_id"), version=0
    )
    # The annotations are not known to their type.
    changed: Iterable[Any] = (
        places.filter(~Exists(known.filter(every_hours=OuterRef("hours"))))
        .annotate(is_known=Exists(known))
        .order_by("pk")
    )
    new = []
    for place in changed:
        due_at = next_check_at(str(place), timedelta(hours=place.hours), now)
        if place.is_known:
            _change_scheduled(place, place.hours, due_at)
        else:
            new.append(
                ScheduledFetchRow(
                    source=place.source,
                    external_id=place.external_id,
                    why=ScheduledFetch.Why.SUBMISSION.value,
                    url=place.url,
                    due_at=due_at,
                    every_hours=place.hours,
                )
            )
    insert_missing(ScheduledFetch, ScheduledFetchRow, new)


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
    submitted = ScheduledFetch.objects.filter(every_hours__isnull=False)
    ended = list(submitted.filter(~Exists(wanted)).values_list("pk", flat=True))
    if ended:
        submitted.filter(pk__in=ended, why=ScheduledFetch.Why.SUBMISSION).delete()
        submitted.filter(pk__in=ended).update(every_hours=None)


def _change_scheduled(place: Location, hours: int, due_at: datetime) -> None:
    """Of a work that is fetched for another reason, or was checked in another interval."""
    rows = ScheduledFetch.objects.select_for_update().filter(version=0)
    scheduled = rows.filter(source=place.source, external_id=place.external_id).first()
    if scheduled is None:  # fetched in the meantime; the next minute schedules it anew
        return
    if not scheduled.is_repeated:  # announced, or given up
        scheduled.why, scheduled.attempts, scheduled.failed_at = (
            ScheduledFetch.Why.SUBMISSION,
            0,
            None,
        )
    scheduled.every_hours = hours
    scheduled.due_at = min(scheduled.due_at, due_at)
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
