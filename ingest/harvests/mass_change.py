"""Stop a source that would change many known works at once, until an editor allows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.errors import MassChangeStopped
from ingest.models import ScheduledFetch, Source

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
    if Source.objects.filter(slug=source, fetches_allowed_until__gt=now).exists():
        return
    lately = ScheduledFetch.objects.filter(
        source=source, why=ScheduledFetch.Why.WATCH, checked_at__gte=now - LATELY
    ).exclude(pk__in=suspects)
    counted = lately.aggregate(met=Count("pk"), suspect=Count("pk", filter=Q(is_suspect=True)))
    met, suspect = counted["met"] + len(suspects), counted["suspect"] + sum(suspects.values())
    _check(ChangeCount(met, suspect), _IN_FETCHES)


def _check(count: ChangeCount, words: Promise) -> None:
    is_much = count.suspect > settings.INGEST_MASS_CHANGE_SHARE * count.met
    if count.met >= FEWEST_WORKS and is_much:
        raise MassChangeStopped(message=str(words) % {"suspect": count.suspect, "met": count.met})
