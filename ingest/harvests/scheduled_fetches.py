"""Fetches of single works by their ids: announced works, earlier versions, texts that change,
works that have a submission.

Each is a `ScheduledFetch` with a time. Those that are due are fetched several at once from the
sources that allow it.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import DataError, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from ingest.errors import (
    HostResting,
    IngestError,
    MassChangeStopped,
    UnexpectedAnswer,
    WorkNotFound,
)
from ingest.harvests.asking import MISSED, OF_ONE_WORK, ask
from ingest.harvests.gone import is_gone, mark_back, mark_gone
from ingest.harvests.mass_change import check_fetches, stop_fetches, stopped_sources
from ingest.harvests.other_versions import schedule_earlier_versions, schedule_other_dois
from ingest.harvests.submitted_works import leave_alone, next_check_at, schedule_submitted_works
from ingest.http.client import SourceClient
from ingest.http.pacing import is_resting
from ingest.models import LONGEST_ERROR, ScheduledFetch, Source
from ingest.rows import ScheduledFetchRow
from ingest.sources import ADAPTERS
from ingest.sources.base import Adapter, FetchesMany
from preprints.copying import insert_missing
from preprints.duplicates.resolve import resolve_duplicates
from preprints.known_sources import WEB
from preprints.outcome import Outcome
from preprints.record import Record
from preprints.storing import store_records

MOST_ATTEMPTS = 8
SLICE = 50  # scheduled fetches taken at a time
LEASE = timedelta(minutes=10)
# What is due within this time goes with a request that can ask for several works.
AHEAD = timedelta(hours=6)
GONE_AFTER = timedelta(hours=24)  # between two misses
# How long until the next fetch of a text, by its age.
AGES = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=6)),
    (timedelta(days=3), timedelta(days=1)),
    (timedelta(days=14), timedelta(days=3)),
    (timedelta(days=90), timedelta(days=7)),
)
RARELY = timedelta(days=30)

logger = logging.getLogger(__name__)

_REFUSED = (DataError, UnicodeError, ValueError)  # what storing a record raises that cannot be


def next_fetch_at(posted_at: datetime, now: datetime) -> datetime:
    """When a text that was posted at `posted_at` is fetched again: the newer, the sooner."""
    age = now - posted_at
    return now + next((pause for limit, pause in AGES if age < limit), RARELY)


def watch_new(records: Sequence[Record], outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Schedule later fetches of works without version labels, whose edits are not announced."""
    rows = [
        ScheduledFetchRow(
            source=record.location.source,
            external_id=record.location.external_id,
            why=ScheduledFetch.Why.WATCH.value,
            url=record.location.url,
            due_at=next_fetch_at(record.posted_at, now),
        )
        for record, outcome in zip(records, outcomes, strict=True)
        if outcome.is_new_version and _is_watched(record)
    ]
    if rows:  # some may have been announced before they could be fetched, and given up
        sources, external_ids = {row.source for row in rows}, {row.external_id for row in rows}
        given_up = ScheduledFetch.objects.filter(version=0, failed_at__isnull=False)
        given_up.filter(source__in=sources, external_id__in=external_ids).delete()
    insert_missing(ScheduledFetch, ScheduledFetchRow, rows)


def _is_watched(record: Record) -> bool:
    """A text without version labels; entries of a feed come again with the feed."""
    is_from_feed = record.location.source == WEB
    return bool(record.body_html) and not record.source_version and not is_from_feed


def run_scheduled_fetches(
    client: SourceClient, *, may_go_on: Callable[[], bool] = lambda: True
) -> dict[str, int]:
    """Run due fetches, a batch of each source in turn; returns how many, by source."""
    schedule_submitted_works(now=timezone.now())
    done: dict[str, int] = {}
    adapters = deque(ADAPTERS[source] for source in _due_sources() if source in ADAPTERS)
    while adapters and may_go_on():
        adapter = adapters.popleft()
        count = _run_batch(adapter, client)
        done[adapter.key] = done.get(adapter.key, 0) + count
        if count == _at_once(adapter):
            adapters.append(adapter)
    return done


def _due_sources() -> list[str]:
    """Sources with due fetches; the one that waits longest comes first."""
    due = ScheduledFetch.objects.filter(due_at__lte=timezone.now(), failed_at=None)
    due = due.exclude(source__in=stopped_sources())
    # Of a source that is paused, only works that have a submission.
    due = due.exclude(source__in=_paused_sources(), every_hours=None)
    longest = due.values("source").annotate(since=Min("due_at"))
    return list(longest.order_by("since").values_list("source", flat=True))


def _paused_sources() -> QuerySet[Source, str]:
    # Single works of a source that nobody has started are fetched all the same.
    not_started = Q(harvests=None, is_stopped=False)
    paused = Source.objects.filter(is_paused=True).exclude(not_started)
    return paused.values_list("slug", flat=True)


def _at_once(adapter: Adapter) -> int:
    return min(adapter.most_at_once, SLICE) if isinstance(adapter, FetchesMany) else 1


def _run_batch(adapter: Adapter, client: SourceClient) -> int:
    """Run a batch of a source's fetches; returns how many, 0 if it failed or was stopped."""
    now = timezone.now()
    if is_resting(adapter.pace.key, now):
        return 0
    fetches = _lease(adapter.key, _at_once(adapter), now)
    if not fetches:
        return 0
    taken = [scheduled.pk for scheduled in fetches]
    try:
        return _fetch_and_store(adapter, fetches, client, now)
    except Exception as fault:  # must not stop other sources, nor be repeated at once
        logger.exception("Scheduled fetches of %s broke off", adapter.key)
        for scheduled in ScheduledFetch.objects.filter(pk__in=taken):
            _postpone(scheduled, UnexpectedAnswer(f"{type(fault).__name__}: {fault}"), now)
        return 0


def _fetch_and_store(
    adapter: Adapter, fetches: Sequence[ScheduledFetch], client: SourceClient, now: datetime
) -> int:
    try:
        answers = ask(adapter, fetches, client)
    except IngestError as error:
        for scheduled in fetches:
            _postpone(scheduled, error, now)
        return 0
    may_continue = _store_answers(fetches, answers, now=now)
    return len(fetches) if may_continue else 0


@transaction.atomic
def _lease(source: str, count: int, now: datetime) -> list[ScheduledFetch]:
    """Take due fetches for ten minutes, so that no other worker takes them, too."""
    of_source = ScheduledFetch.objects.select_for_update(skip_locked=True).filter(
        source=source, failed_at=None
    )
    due = of_source.filter(due_at__lte=now)
    if _paused_sources().filter(slug=source).exists():
        due = due.filter(every_hours__isnull=False)
    taken = list(due.order_by("due_at")[:count])
    if taken and len(taken) < count:
        # Not those that another worker has, nor those that wait for a reason of their own.
        soon = of_source.filter(due_at__gt=now + LEASE, due_at__lte=now + AHEAD)
        soon = soon.filter(every_hours__isnull=False, attempts=0, missed_at=None)
        taken += soon.order_by("due_at")[: count - len(taken)]
    ScheduledFetch.objects.filter(pk__in=[one.pk for one in taken]).update(due_at=now + LEASE)
    return taken


def _store_answers(
    fetches: Sequence[ScheduledFetch],
    answers: Sequence[Record | IngestError | None],
    *,
    now: datetime,
) -> bool:
    """Store the records and note the errors; False if the source was stopped."""
    received = [
        (scheduled, answer)
        for scheduled, answer in zip(fetches, answers, strict=True)
        if isinstance(answer, Record)
    ]
    may_continue = True
    try:
        _store_batch(received, now)
    except MassChangeStopped as stop:
        _stop_source([scheduled for scheduled, _record in received], stop, now)
        may_continue = False
    for scheduled, answer in zip(fetches, answers, strict=True):
        try:
            if answer is None:
                _note_unchanged(scheduled, now)
            elif isinstance(answer, IngestError):
                _record_missing(scheduled, answer, now)
        except MassChangeStopped as stop:
            _stop_source([scheduled], stop, now)
            may_continue = False
    return may_continue


def _stop_source(fetches: Sequence[ScheduledFetch], stop: MassChangeStopped, now: datetime) -> None:
    """Stop the source. The fetches count as suspect, though nothing of them was stored."""
    for scheduled in fetches:
        if scheduled.is_repeated:
            scheduled.checked_at, scheduled.is_suspect = now, True
            scheduled.save(update_fields=["checked_at", "is_suspect"])
        _postpone(scheduled, stop, now)
    stop_fetches(fetches[0].source, str(stop.message), now=now)


def _store_batch(received: Sequence[tuple[ScheduledFetch, Record]], now: datetime) -> None:
    """Store all records; if the database refuses some, all but those."""
    try:
        with transaction.atomic():
            _store(received, now)
    except _REFUSED:
        storable = list(_storable(received, now))
        with transaction.atomic():
            _store(storable, now)


def _storable(
    received: Sequence[tuple[ScheduledFetch, Record]], now: datetime
) -> Iterator[tuple[ScheduledFetch, Record]]:
    """Those that the database takes; the fetches of the others are postponed."""
    for scheduled, record in received:
        try:
            with transaction.atomic():
                store_records([record], now=now)
                transaction.set_rollback(True)
        except _REFUSED as error:
            _postpone(scheduled, UnexpectedAnswer(f"not storable: {error}"), now)
        else:
            yield scheduled, record


def _store(received: Sequence[tuple[ScheduledFetch, Record]], now: datetime) -> None:
    records = [record for _scheduled, record in received]
    outcomes = store_records(records, now=now)
    suspects = {
        scheduled.pk: outcome.change in (Outcome.Change.WITHDRAWN, Outcome.Change.EMPTIED)
        for (scheduled, _), outcome in zip(received, outcomes, strict=True)
        if scheduled.is_repeated
    }
    if any(suspects.values()):
        check_fetches(received[0][0].source, suspects, now=now)
    schedule_earlier_versions(records, outcomes, now=now)
    schedule_other_dois(records, now=now)
    for scheduled, record in received:
        if _is_watched(record):
            scheduled.why = ScheduledFetch.Why.WATCH
        if scheduled.is_repeated:
            scheduled.is_suspect = suspects.get(scheduled.pk, False)
            _note_checked(scheduled, _next_due(scheduled, record.posted_at, now), now)
        else:
            scheduled.delete()
        for place in (scheduled, record.location):
            mark_back(place, now)
    resolve_duplicates(outcomes, now=now)


def _next_due(scheduled: ScheduledFetch, posted_at: datetime | None, now: datetime) -> datetime:
    """posted_at: None where the source did not say it again."""
    times = []
    if scheduled.every_hours:
        every = timedelta(hours=scheduled.every_hours)
        times.append(next_check_at(scheduled.place, every, now))
    if scheduled.why == ScheduledFetch.Why.WATCH or not times:
        times.append(next_fetch_at(posted_at, now) if posted_at else now + RARELY)
    return min(times)


def _note_checked(scheduled: ScheduledFetch, due_at: datetime, now: datetime) -> None:
    scheduled.attempts, scheduled.last_error = 0, ""
    scheduled.checked_at, scheduled.missed_at, scheduled.due_at = now, None, due_at
    scheduled.save(
        update_fields=[
            *("why", "attempts", "last_error", "checked_at", "missed_at", "due_at", "is_suspect"),
            *("etag", "last_modified"),
        ]
    )


@transaction.atomic
def _note_unchanged(scheduled: ScheduledFetch, now: datetime) -> None:
    scheduled.is_suspect = False
    _note_checked(scheduled, _next_due(scheduled, None, now), now)
    mark_back(scheduled, now)


def _record_missing(scheduled: ScheduledFetch, error: IngestError, now: datetime) -> None:
    """Note a work that is not there. A watched one is marked gone after two misses a day apart.

    Raises MassChangeStopped.
    """
    # A feed may name a work hours before the source's API has it.
    is_early = scheduled.why == ScheduledFetch.Why.ANNOUNCED and isinstance(error, WorkNotFound)
    if is_early or not isinstance(error, MISSED if scheduled.is_repeated else OF_ONE_WORK):
        _postpone(scheduled, error, now)
        return
    scheduled.last_error = _described(error, scheduled)
    if not scheduled.is_repeated:
        scheduled.failed_at = now
        scheduled.save(update_fields=["last_error", "failed_at"])
        return
    is_news = not is_gone(scheduled)
    if is_news:
        check_fetches(scheduled.source, {scheduled.pk: True}, now=now)
    if scheduled.missed_at is None:
        scheduled.missed_at = now
        scheduled.due_at = now + GONE_AFTER
    else:
        scheduled.due_at = _next_due(scheduled, None, now)
        mark_gone(scheduled, now)
    scheduled.checked_at, scheduled.is_suspect, scheduled.attempts = now, is_news, 0
    scheduled.save(
        update_fields=[
            *("last_error", "missed_at", "due_at", "checked_at", "is_suspect", "attempts"),
        ]
    )


def _postpone(scheduled: ScheduledFetch, error: IngestError, now: datetime) -> None:
    """Try later, after longer and longer pauses; watched works are never given up."""
    scheduled.last_error = _described(error, scheduled)
    if isinstance(error, HostResting) and error.until:
        scheduled.due_at = error.until  # it was not asked
    else:
        scheduled.attempts += 1
        pause = timedelta(minutes=5 * 2 ** min(scheduled.attempts, 8))
        scheduled.due_at = now + max(pause, leave_alone(scheduled, error, now))
    if scheduled.attempts >= MOST_ATTEMPTS and not scheduled.is_repeated and not error.is_temporary:
        scheduled.failed_at = now
    scheduled.save(update_fields=["attempts", "last_error", "due_at", "failed_at"])


def _described(error: IngestError, scheduled: ScheduledFetch) -> str:
    """Of a work that has a submission, in words for its editors."""
    return (error.for_editors() if scheduled.every_hours else str(error))[:LONGEST_ERROR]
