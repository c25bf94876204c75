"""Stop a source that would change many known works at once, until an editor allows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.errors import MassChangeStopped
from ingest.models import LONGEST_PAUSE_REASON, FetchStop, ScheduledFetch, Source

FEWEST_WORKS = 10  # a share of fewer known works means little
LATELY = timedelta(days=3)  # both misses of a work, a day apart, must count
_IN_A_HARVEST = _(
    "The source would withdraw, empty or rewrite %(suspect)d of %(met)d known works. "
    "The page with these changes was not imported. Check the source, then allow the change once."
)
_IN_FETCHES = _(
    "Of %(met)d works looked at lately, the source says that %(suspect)d are gone, withdrawn or "
    "empty. Check the source, then allow the change once."
)


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """met: known works in the answers. suspect: those of them withdrawn, emptied or rewritten."""

    met: int
    suspect: int


def check_harvest(count: ChangeCount) -> None:
    """Raise MassChangeStopped where too many of the known works are suspect: more than the share
    INGEST_MASS_CHANGE_SHARE.
    """
    _check(count, _IN_A_HARVEST)


def check_fetches(source: str, suspects: Mapping[int, bool], *, now: datetime) -> None:
    """The same for the works of a source that are fetched one by one, now and in the last days.

    suspects: by the id of its scheduled fetch, whether a work was found gone, withdrawn or empty.
    """
    if (
        Source.objects.filter(slug=source, fetches_allowed_until__gt=now).exists()
        or FetchStop.objects.filter(source=source, allowed_until__gt=now).exists()
    ):
        return
    lately = ScheduledFetch.objects.filter(source=source, checked_at__gte=now - LATELY)
    lately = lately.exclude(pk__in=suspects)
    counted = lately.aggregate(met=Count("pk"), suspect=Count("pk", filter=Q(is_suspect=True)))
    met, suspect = counted["met"] + len(suspects), counted["suspect"] + sum(suspects.values())
    _check(ChangeCount(met, suspect), _IN_FETCHES)


def stop_fetches(source: str, reason: str, *, now: datetime) -> None:
    """Stop a source that is harvested as a whole; of any other, the fetches of single works."""
    reason = reason[:LONGEST_PAUSE_REASON]
    harvested = Source.objects.filter(slug=source, is_paused=False)
    if not harvested.update(is_paused=True, is_stopped=True, pause_reason=reason):
        FetchStop.objects.update_or_create(
            source=source,
            defaults={"reason": reason, "stopped_at": now, "allowed_until": None},
        )


def stopped_sources() -> list[str]:
    """Of which no single work is fetched until an editor allows it."""
    harvested = Source.objects.filter(is_stopped=True).values_list("slug", flat=True)
    others = FetchStop.objects.filter(allowed_until=None).values_list("source", flat=True)
    return [*harvested, *others]


def _check(count: ChangeCount, words: Promise) -> None:
    is_much = count.suspect > settings.INGEST_MASS_CHANGE_SHARE * count.met
    if count.met >= FEWEST_WORKS and is_much:
        raise MassChangeStopped(message=str(words) % {"suspect": count.suspect, "met": count.met})
