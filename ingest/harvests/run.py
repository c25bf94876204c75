"""Running a harvest: page by page, each stored with its cursor in one transaction.

It can be killed at any moment: stored pages are not stored twice, and the stored cursor leads to
the rest.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.locks import LockKind, try_lock, unlock
from ingest.errors import (
    AlreadyHarvesting,
    IngestError,
    MassChangeStopped,
    SourceChanged,
    SourceGone,
)
from ingest.harvests import intake
from ingest.harvests.adapters import FEED, adapter_for
from ingest.harvests.mass_change import ChangeCount, check_harvest
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.models import LONGEST_ERROR, LONGEST_PAUSE_REASON, Harvest, Shelved, Source
from ingest.sources.base import Harvestable, HarvestPage, ListsLate, Window

FIRST_DAYS = 7  # how far back the first harvest of a source goes
OVERLAP = timedelta(days=1)  # sources give days, not moments, and list works late
LONGEST_WAIT = 120.0  # seconds a harvest waits because the source asks for it
AFTER_FAILURE = timedelta(minutes=30)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked a harvest for; nothing at all is the incremental one."""

    set: str = ""
    since: date | None = None
    until: date | None = None
    limit: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "set": self.set,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "limit": self.limit,
        }


@dataclass(slots=True)
class Run:
    """What to harvest, and how.

    on_page: called with each stored page. may_go_on: asked after each; False ends the slice.
    """

    source: Source
    asked: Asked = Asked()
    is_dry: bool = False
    on_page: Callable[[Harvest, HarvestPage], None] = lambda harvest, page: None
    may_go_on: Callable[[], bool] = lambda: True
    client: Callable[[], SourceClient] = field(
        default=lambda: SourceClient(hosts=SharedHosts(), longest_wait=LONGEST_WAIT)
    )


def harvest(run: Run) -> Harvest:
    """Harvest a source to its end, or until the slice is over (the state is then still RUNNING).

    Returns the harvest, whose state and error say how it ended. Raises AlreadyHarvesting.
    """
    with only_one(run.source.slug):
        job = begin(run, now=timezone.now())
        try:
            _walk(run, job)
        except MassChangeStopped as stop:
            _end(job, Harvest.State.STOPPED, str(stop.message), run)
            _pause(run.source, str(stop.message), is_stopped=True)
        except IngestError as error:
            _end(job, Harvest.State.FAILED, error.for_editors(), run)
            if isinstance(error, SourceGone) and not run.is_dry:
                _pause(run.source, str(error.message))
        except Exception as fault:
            _end(job, Harvest.State.FAILED, f"{type(fault).__name__}: {fault}", run)
            raise
    return job


@contextmanager
def only_one(slug: str) -> Iterator[None]:
    """Keep out other harvests of the source, by a lock that ends with the process."""
    key = f"harvest {slug}"
    if not try_lock(key, LockKind.HARVEST):
        raise AlreadyHarvesting(key)
    try:
        yield
    finally:
        unlock(key, LockKind.HARVEST)


def begin(run: Run, *, now: datetime) -> Harvest:
    """Continue the unfinished harvest of the same request, or begin one."""
    if run.is_dry:
        return _new(run, None, now)
    with transaction.atomic():  # so that editors choose other sets before it or after it
        locked = Source.objects.select_for_update()
        run.source.refresh_from_db(fields=["options"], from_queryset=locked)
        known = run.source.harvests.filter(window__asked=run.asked.as_json())
        last = known.order_by("-started_at", "-pk").first()
        if last is None or last.state in Harvest.ENDED:
            job = _new(run, last, now)
        else:
            job = last
            job.state, job.error, job.ended_at = Harvest.State.RUNNING, "", None
        job.save()
    return job


def _new(run: Run, last: Harvest | None, now: datetime) -> Harvest:
    asked = run.asked.as_json()
    since = run.asked.since or _first_day(run.source, now)
    if last is not None and last.state == Harvest.State.DROPPED:
        since = _day(last.window["since"])
    window = {
        "asked": asked,
        "since": since.isoformat() if since else None,
        "until": asked["until"],
    }
    job = Harvest(source=run.source, window=window, started_at=now, advanced_at=now)
    if run.asked == Asked() and "inner" in run.source.cursor:
        job.cursor = {"set": 0, "inner": run.source.cursor["inner"]}
    return job


def _first_day(source: Source, now: datetime) -> date | None:
    """None for a feed, which has no days but says whether it has changed."""
    if source.adapter == FEED:
        return None
    stored = source.cursor.get("since")
    return date.fromisoformat(stored) if stored else (now - timedelta(days=FIRST_DAYS)).date()


def _walk(run: Run, job: Harvest) -> None:
    adapter = adapter_for(run.source)
    sets = [run.asked.set] if run.asked.set else sets_of(run.source)
    since, until = _day(job.window["since"]), _day(job.window["until"])
    with run.client() as client:
        for place in range(job.cursor.get("set", 0), len(sets)):
            inner = job.cursor.get("inner", {}) if job.cursor.get("set", 0) == place else {}
            window = Window(sets[place], since, until)
            if not _walk_set(run, job, adapter, client, window, inner, place):
                return
    _end(job, Harvest.State.DONE, "", run)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def sets_of(source: Source) -> list[str]:
    """The sets to walk; "" is all that there is."""
    return source.sets or [""]


def _walk_set(
    run: Run,
    job: Harvest,
    adapter: Harvestable,
    client: SourceClient,
    window: Window,
    inner: dict[str, Any],
    place: int,
) -> bool:
    """Walk one set; False where the slice or the limit ended it."""
    limit = run.asked.limit
    for page in adapter.pages(window, inner, client, _recall(run.source)):
        if limit is not None:
            page = _cut(page, limit - job.tally.get("seen", 0))
        _keep(run, job, page, {"set": place, "inner": page.cursor})
        run.on_page(job, page)
        if limit is not None and job.tally.get("seen", 0) >= limit:
            _end(job, Harvest.State.DONE, "", run)
            return False
        if not run.may_go_on():
            return False
    job.cursor = {"set": place + 1, "inner": {}, "last": job.cursor.get("inner", {})}
    if not run.is_dry:
        _write(job, "cursor")
    return True


def _cut(page: HarvestPage, room: int) -> HarvestPage:
    records = page.records[: max(room, 0)]
    return HarvestPage(cursor=page.cursor, records=records, total=page.total, done=len(records))


def _recall(source: Source) -> Callable[[Sequence[str]], Mapping[str, Any]]:
    def recall(external_ids: Sequence[str]) -> Mapping[str, Any]:
        kept = Shelved.objects.filter(source=source.slug, external_id__in=list(external_ids))
        return dict(kept.values_list("external_id", "content"))

    return recall


def _keep(run: Run, job: Harvest, page: HarvestPage, cursor: dict[str, Any]) -> None:
    """Store one page and the cursor that leads past it, together or not at all."""
    tally = Counter(job.tally) + Counter(seen=len(page.records), rejected=len(page.rejected))
    now = timezone.now()
    intake.check_size(len(page.records) + len(page.rejected) + len(page.refs))
    if run.is_dry:
        job.tally, job.pages, job.expected = dict(tally), job.pages + 1, page.total
        return
    if run.source.adapter != FEED:  # of a feed every second entry may be malformed
        intake.check_drift(page)
    with transaction.atomic():
        done = intake.store_page(run.source, page, now=now)
        tally += done.tally
        count = ChangeCount(tally["met"], tally["suspect"])
        if not run.source.is_allowed_once:
            check_harvest(count)
        job.tally = dict(tally)
        job.pages, job.cursor, job.advanced_at = job.pages + 1, cursor, now
        job.expected = page.total if page.total is not None else job.expected
        _write(job, "tally", "pages", "cursor", "advanced_at", "expected")


def _write(job: Harvest, *fields: str) -> None:
    """Raises SourceChanged where an editor has dropped the harvest meanwhile."""
    wanted = Harvest.objects.filter(pk=job.pk).exclude(state=Harvest.State.DROPPED)
    if not wanted.update(**{name: getattr(job, name) for name in fields}):
        raise SourceChanged


def _end(job: Harvest, state: str, error: str, run: Run) -> None:
    job.state, job.error, job.ended_at = state, error[:LONGEST_ERROR], timezone.now()
    if run.is_dry:
        return
    with transaction.atomic():
        if not _is_still_wanted(job):
            job.state, job.error = Harvest.State.DROPPED, str(SourceChanged.message)
            return
        job.save(update_fields=["state", "error", "ended_at"])
        if state == Harvest.State.DONE:
            run.source.is_allowed_once = False
            if run.asked == Asked():
                run.source.cursor = _next_beginning(run.source, job)
            run.source.save(update_fields=["cursor", "is_allowed_once"])


def _is_still_wanted(job: Harvest) -> bool:
    """False if editors have chosen other sets, or removed the source, since it began.

    Locks the source before the harvest, in the same order as `choose_sets`.
    """
    list(Source.objects.select_for_update().filter(pk=job.source_id).values("pk"))
    return Harvest.objects.filter(pk=job.pk).exclude(state=Harvest.State.DROPPED).exists()


def _next_beginning(source: Source, job: Harvest) -> dict[str, Any]:
    """Where the next incremental harvest begins: a day, or the validators of a feed."""
    if source.adapter == FEED:
        return {"inner": job.cursor.get("last") or source.cursor.get("inner", {})}
    adapter = adapter_for(source)
    overlap = adapter.overlap if isinstance(adapter, ListsLate) else OVERLAP
    return {"since": (job.started_at - overlap).date().isoformat()}


def _pause(source: Source, reason: str, *, is_stopped: bool = False) -> None:
    source.is_paused, source.is_stopped = True, is_stopped
    source.pause_reason = reason[:LONGEST_PAUSE_REASON]
    source.save(update_fields=["is_paused", "is_stopped", "pause_reason"])


def due_sources(now: datetime) -> list[Source]:
    """Sources whose time has come: begun and not ended, or due."""
    is_due = Q(next_run_at__lte=now) | Q(next_run_at=None)
    return list(Source.objects.filter(is_due, is_paused=False).order_by("next_run_at"))


def run_due(source: Source, *, may_go_on: Callable[[], bool]) -> Harvest | None:
    """Run one slice of a source's scheduled harvest.

    None if another process runs it, an editor has paused it, or an unexpected error ended it. The
    end of a harvest, also of a failed one, sets the time of the next.
    """

    def is_wanted() -> bool:
        return Source.objects.filter(pk=source.pk, is_paused=False).exists()

    if not is_wanted():
        return None
    try:
        job = harvest(Run(source, may_go_on=lambda: may_go_on() and is_wanted()))
    except AlreadyHarvesting:
        return None
    except Exception:  # must not stop other sources
        logger.exception("The harvest of %s broke off", source.slug)
        _put_off(source, AFTER_FAILURE)
        return None
    pause = timedelta(minutes=source.every_minutes)
    if job.state == Harvest.State.FAILED:
        _put_off(source, min(pause, AFTER_FAILURE))
    elif job.state not in (Harvest.State.RUNNING, Harvest.State.DROPPED):
        _put_off(source, pause)
    return job


def _put_off(source: Source, pause: timedelta) -> None:
    Source.objects.filter(pk=source.pk).update(next_run_at=timezone.now() + pause)
