"""What editors see of the checks of works that have a submission."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from ingest.harvests.mass_change import stopped_sources
from ingest.models import FetchStop, Host, ScheduledFetch
from ingest.sources import ADAPTERS
from preprints.known_sources import source_label
from preprints.models import Location
from web.list_lengths import FAILED_FETCHES

SUBMITTED = Q(every_hours__isnull=False)
_FAILING = Q(attempts__gt=0) | Q(missed_at__isnull=False)


def checks_of(preprint_id: int) -> QuerySet[ScheduledFetch, ScheduledFetch]:
    """One for each place of the work that is checked."""
    place = Location.objects.filter(
        preprint=preprint_id, source=OuterRef("source"), external_id=OuterRef("external_id")
    )
    return ScheduledFetch.objects.filter(SUBMITTED, Exists(place))


@dataclass(frozen=True, slots=True)
class WorkCheck:
    """How one place of a work is checked. is_due: now. not_before: its host rests until then."""

    label: str
    scheduled: ScheduledFetch
    is_gone: bool
    is_stopped: bool
    is_due: bool
    not_before: datetime | None


def work_checks(preprint_id: int, now: datetime) -> list[WorkCheck]:
    """In four queries, one for a work that is not checked."""
    gone = Location.objects.filter(
        preprint=preprint_id,
        source=OuterRef("source"),
        external_id=OuterRef("external_id"),
        gone_since__isnull=False,
    )
    rows = list(checks_of(preprint_id).annotate(is_gone=Exists(gone)).order_by("pk"))
    if not rows:
        return []
    resting, stopped = _resting(now), stopped_sources()
    return [
        WorkCheck(
            label=source_label(one.source),
            scheduled=one,
            is_gone=one.is_gone,
            is_stopped=one.source in stopped,
            is_due=one.due_at <= now,
            not_before=resting[one.source].closed_until if one.source in resting else None,
        )
        for one in rows
    ]


def _resting(now: datetime) -> dict[str, Host]:
    """The hosts that rest, by the source whose works they hold."""
    hosts = Host.objects.filter(closed_until__gt=now).in_bulk()
    return {
        key: hosts[adapter.pace.key]
        for key, adapter in ADAPTERS.items()
        if adapter.pace.key in hosts
    }


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """How the works of one source are checked: how many, when last, when next, how many in vain.

    stop: why they are not checked until an editor allows it.
    """

    label: str
    works: int
    checked_at: datetime | None
    due_at: datetime
    failing: int
    host: Host | None
    is_stopped: bool
    stop: FetchStop | None

    @property
    def allow_url(self) -> str:
        return reverse("ingest:allow_changes", args=[self.stop.source]) if self.stop else ""


@dataclass(frozen=True, slots=True)
class Checks:
    """failing: works that could not be read at the last check, or were not there."""

    sources: list[CheckedSource]
    failing: list[ScheduledFetch]


# What `all_checks` needs of the fetches of each source.
COUNTED = {
    "works": Count("pk", filter=SUBMITTED),
    "checked": Max("checked_at", filter=SUBMITTED),
    "next": Min("due_at", filter=SUBMITTED),
    "failing": Count("pk", filter=SUBMITTED & _FAILING),
}


def all_checks(
    counted: Mapping[str, Mapping[str, Any]], *, hosts: Mapping[str, Host], stopped: Set[str]
) -> Checks:
    """counted: `COUNTED` by source. hosts: those that rest, by their keys. stopped: sources that
    are stopped as a whole.
    """
    counted = {source: row for source, row in sorted(counted.items()) if row["works"]}
    if not counted:
        return Checks([], [])
    stops = {stop.source: stop for stop in FetchStop.objects.filter(allowed_until=None)}
    sources = [
        CheckedSource(
            label=source_label(source),
            works=row["works"],
            checked_at=row["checked"],
            due_at=row["next"],
            failing=row["failing"],
            host=hosts.get(ADAPTERS[source].pace.key) if source in ADAPTERS else None,
            is_stopped=source in stopped or source in stops,
            stop=stops.get(source),
        )
        for source, row in counted.items()
    ]
    failing = ScheduledFetch.objects.filter(SUBMITTED & _FAILING).order_by("due_at")
    is_failing = any(one.failing for one in sources)
    return Checks(sources, list(failing[:FAILED_FETCHES]) if is_failing else [])
