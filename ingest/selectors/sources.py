"""What editors see of the sources."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ingest.harvests.adapters import FEED
from ingest.models import Harvest, Host, Reject, ScheduledFetch, Source
from ingest.selectors.checks import COUNTED, SUBMITTED, Checks, all_checks
from ingest.services.sources import pace_key_of
from ingest.sources import ADAPTERS
from ingest.sources.base import HasSets
from web.list_lengths import FAILED_FETCHES

# By the source they are for: how many scheduled fetches wait, were given up, and are checks.
Counted = Mapping[str, Mapping[str, Any]]
NONE = {"waiting": 0, "given_up": 0}


def adapter_with_sets(source: Source) -> HasSets | None:
    """None for a source without sets."""
    adapter = ADAPTERS.get(source.adapter)
    return adapter if isinstance(adapter, HasSets) else None


def what_is_taken(source: Source) -> str:
    """ "Takes cs.LG and stat.ML.", say."""
    adapter = adapter_with_sets(source)
    if adapter is None or not source.sets:
        return _("Imports everything.")
    words = [adapter.set_in_words(one) for one in source.sets]
    return _("Imports %s.") % get_text_list(words, _("and"))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as its editors see it; `last` is its newest harvest, None before the first.

    is_due: its time has come, so that only a worker is waited for.
    """

    source: Source
    is_due: bool
    last: Harvest | None
    host: Host | None
    backlog: int
    given_up: int
    rejects: int

    @property
    def is_feed(self) -> bool:
        return self.source.adapter == FEED

    @property
    def has_sets(self) -> bool:
        return adapter_with_sets(self.source) is not None

    @property
    def taken(self) -> str:
        return what_is_taken(self.source)

    @property
    def allow_url(self) -> str:
        return reverse("ingest:allow_once", args=[self.source.slug])

    @property
    def remove_url(self) -> str:
        return reverse("ingest:remove_feed", args=[self.source.slug])

    @property
    def tally(self) -> list[tuple[str, int]]:
        counted = self.last.tally if self.last else {}
        words = {
            "new": _("new"),
            "versions": _("new versions"),
            "edits": _("edited"),
            "known": _("known"),
            "announced": _("announced"),
            "rejected": _("rejected"),
        }
        return [(words[key], counted[key]) for key in words if counted.get(key)]

    @property
    def seen(self) -> int:
        return int(self.last.tally.get("seen", 0)) if self.last else 0


@dataclass(frozen=True, slots=True)
class SingleWorks:
    """Fetches of single works of an adapter that is not harvested."""

    name: str
    host: Host | None
    backlog: int
    given_up: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """failures: the newest fetches of single works that were given up."""

    rows: list[SourceRow]
    single_works: list[SingleWorks]
    failures: list[ScheduledFetch]
    checks: Checks


def sources_page(now: datetime) -> SourcesPage:
    """All sources with their newest harvest, host, backlog and rejects, and the checks of
    submitted works, in seven queries.
    """
    newest = Harvest.objects.filter(source=OuterRef("pk")).values("pk")[:1]
    is_open = Q(rejects__state=Reject.State.OPEN)
    sources = list(
        Source.objects.annotate(
            open_rejects=Count("rejects", filter=is_open), newest=Subquery(newest)
        ).order_by("pk")  # said again: a grouped query forgets the model's order
    )
    harvests = Harvest.objects.in_bulk([one.newest for one in sources if one.newest])
    hosts = Host.objects.filter(closed_until__gt=now).in_bulk()
    counted = _scheduled_fetches(now)
    rows = [
        SourceRow(
            source,
            source.next_run_at is None or source.next_run_at <= now,
            harvests.get(source.newest),
            hosts.get(pace_key_of(source)),
            counted.get(source.slug, NONE)["waiting"],
            counted.get(source.slug, NONE)["given_up"],
            source.open_rejects,
        )
        for source in sources
    ]
    single_works = _single_works({source.slug for source in sources}, hosts, counted)
    failures = _failures(sources) if any(one.given_up for one in single_works) else []
    stopped = {source.slug for source in sources if source.is_stopped}
    checks = all_checks(counted, hosts=hosts, stopped=stopped)
    return SourcesPage(rows, single_works, failures, checks)


def _single_works(
    slugs: Set[str], hosts: Mapping[str, Host], counted: Counted
) -> list[SingleWorks]:
    found = [(key, adapter, counted.get(key, NONE)) for key, adapter in ADAPTERS.items()]
    return [
        SingleWorks(adapter.name, hosts.get(adapter.pace.key), row["waiting"], row["given_up"])
        for key, adapter, row in found
        if key not in slugs and (row["waiting"] or row["given_up"])
    ]


def _failures(sources: Iterable[Source]) -> list[ScheduledFetch]:
    failed = ScheduledFetch.objects.filter(failed_at__isnull=False)
    others = failed.exclude(source__in=[source.slug for source in sources])
    return list(others.order_by("-failed_at")[:FAILED_FETCHES])


def _scheduled_fetches(now: datetime) -> Counted:
    waiting, given_up = Q(due_at__lte=now, failed_at=None), Q(failed_at__isnull=False)
    rows = (
        ScheduledFetch.objects.filter(waiting | given_up | SUBMITTED)
        .values("source")
        .annotate(
            waiting=Count("pk", filter=waiting), given_up=Count("pk", filter=given_up), **COUNTED
        )
    )
    return {row["source"]: row for row in rows}
