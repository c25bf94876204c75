"""Fetches of single works by their ids: announced works, earlier versions, texts that change.

Each is a `ScheduledFetch` with a time. Those that are due are fetched several at once from the
sources that allow it.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import DataError, transaction
from django.db.models import Min, Q
from django.utils import timezone

from events.services import NamedSubject, record_event
from ingest.errors import (
    IngestError,
    LinkNotRecognised,
    MassChangeStopped,
    NotAWork,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.harvests.mass_change import check_fetches
from ingest.harvests.other_versions import schedule_earlier_versions
from ingest.http.client import SourceClient
from ingest.models import LONGEST_ERROR, LONGEST_PAUSE_REASON, ScheduledFetch, Source
from ingest.rows import ScheduledFetchRow
from ingest.sources import ADAPTERS
from ingest.sources.base import Adapter, FetchesMany, Ref
from preprints.copying import insert_missing
from preprints.duplicates.resolve import resolve_duplicates
from preprints.known_sources import WEB
from preprints.models import Location
from preprints.outcome import Outcome
from preprints.record import Record, RecordLocation
from preprints.storing import store_records

MOST_ATTEMPTS = 8
SLICE = 50  # scheduled fetches taken at a time
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

_MISSED = (WorkNotFound, WorkNotPublic)
_OF_ONE_WORK = (*_MISSED, NotAWork, LinkNotRecognised)  # other errors may be about its whole source
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
    """Sources with due fetches that are not paused; the one that waits longest comes first."""
    due = ScheduledFetch.objects.filter(due_at__lte=timezone.now(), failed_at=None)
    # Single works of a source that nobody has started are fetched all the same.
    not_started = Q(harvests=None, is_stopped=False)
    paused = Source.objects.filter(is_paused=True).exclude(not_started).values("slug")
    longest = due.exclude(source__in=paused).values("source").annotate(since=Min("due_at"))
    return list(longest.order_by("since").values_list("source", flat=True))


def _at_once(adapter: Adapter) -> int:
    return min(adapter.most_at_once, SLICE) if isinstance(adapter, FetchesMany) else 1


def _run_batch(adapter: Adapter, client: SourceClient) -> int:
    """Run a batch of a source's fetches; returns how many, 0 if it failed or was stopped."""
    now = timezone.now()
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
    refs = [Ref(one.source, one.external_id, one.version or None, one.url) for one in fetches]
    try:
        answers = _ask(adapter, refs, client)
    except IngestError as error:
        for scheduled in fetches:
            _postpone(scheduled, error, now)
        return 0
    may_continue = _store_answers(fetches, [answers[ref] for ref in refs], now=now)
    return len(fetches) if may_continue else 0


@transaction.atomic
def _lease(source: str, count: int, now: datetime) -> list[ScheduledFetch]:
    """Take due fetches for ten minutes, so that no other worker takes them, too."""
    due = Q(source=source, due_at__lte=now, failed_at=None)
    taken = list(
        ScheduledFetch.objects.select_for_update(skip_locked=True)
        .filter(due)
        .order_by("due_at")[:count]
    )
    lease = now + timedelta(minutes=10)
    ScheduledFetch.objects.filter(pk__in=[one.pk for one in taken]).update(due_at=lease)
    return taken


def _ask(
    adapter: Adapter, refs: Sequence[Ref], client: SourceClient
) -> Mapping[Ref, Record | IngestError]:
    if isinstance(adapter, FetchesMany) and len(refs) > 1:
        return adapter.fetch_many(refs, client)
    (ref,) = refs
    try:
        return {ref: adapter.fetch(ref, client)}
    except _OF_ONE_WORK as error:
        return {ref: error}


def _store_answers(
    fetches: Sequence[ScheduledFetch], answers: Sequence[Record | IngestError], *, now: datetime
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
            if isinstance(answer, IngestError):
                _record_missing(scheduled, answer, now)
        except MassChangeStopped as stop:
            _stop_source([scheduled], stop, now)
            may_continue = False
    return may_continue


def _stop_source(fetches: Sequence[ScheduledFetch], stop: MassChangeStopped, now: datetime) -> None:
    """Stop the source. The fetches count as suspect, though nothing of them was stored."""
    for scheduled in fetches:
        if scheduled.why == ScheduledFetch.Why.WATCH:
            scheduled.checked_at, scheduled.is_suspect = now, True
            scheduled.save(update_fields=["checked_at", "is_suspect"])
        _postpone(scheduled, stop, now)
    Source.objects.filter(slug=fetches[0].source).update(
        is_paused=True,
        is_stopped=True,
        pause_reason=str(stop.message)[:LONGEST_PAUSE_REASON],
    )


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
        if scheduled.why == ScheduledFetch.Why.WATCH
    }
    if any(suspects.values()):
        check_fetches(received[0][0].source, suspects, now=now)
    schedule_earlier_versions(records, outcomes, now=now)
    for (scheduled, record), outcome in zip(received, outcomes, strict=True):
        if _is_watched(record) or scheduled.why == ScheduledFetch.Why.WATCH:
            scheduled.why, scheduled.attempts, scheduled.last_error = (
                ScheduledFetch.Why.WATCH,
                0,
                "",
            )
            scheduled.checked_at, scheduled.missed_at = now, None
            scheduled.is_suspect = suspects.get(scheduled.pk, False)
            scheduled.due_at = next_fetch_at(record.posted_at, now)
            scheduled.save()
        else:
            scheduled.delete()
        _mark_back(record, outcome, now)
    resolve_duplicates(outcomes, now=now)


def _mark_back(record: Record, outcome: Outcome, now: datetime) -> None:
    place = record.location
    back = Location.objects.filter(
        source=place.source, external_id=place.external_id, gone_since__isnull=False
    )
    if back.update(gone_since=None):
        _record_location("location.back", outcome.preprint_id, place, now)


def _record_missing(scheduled: ScheduledFetch, error: IngestError, now: datetime) -> None:
    """Note a work that is not there. A watched one is marked gone after two misses a day apart.

    Raises MassChangeStopped.
    """
    # A feed may name a work hours before the source's API has it.
    is_early = scheduled.why == ScheduledFetch.Why.ANNOUNCED and isinstance(error, WorkNotFound)
    is_watched = scheduled.why == ScheduledFetch.Why.WATCH
    if is_early or not isinstance(error, _MISSED if is_watched else _OF_ONE_WORK):
        _postpone(scheduled, error, now)
        return
    scheduled.last_error = str(error)[:LONGEST_ERROR]
    if not is_watched:
        scheduled.failed_at = now
        scheduled.save(update_fields=["last_error", "failed_at"])
        return
    check_fetches(scheduled.source, {scheduled.pk: True}, now=now)
    if scheduled.missed_at is None:
        scheduled.missed_at = now
        scheduled.due_at = now + GONE_AFTER
    else:
        scheduled.due_at = now + RARELY
        _mark_gone(scheduled, now)
    scheduled.checked_at, scheduled.is_suspect = now, True
    scheduled.save(update_fields=["last_error", "missed_at", "due_at", "checked_at", "is_suspect"])


@transaction.atomic
def _mark_gone(scheduled: ScheduledFetch, now: datetime) -> None:
    place = (
        Location.objects.select_for_update()
        .filter(source=scheduled.source, external_id=scheduled.external_id, gone_since=None)
        .first()
    )
    if place is not None:
        place.gone_since = scheduled.missed_at
        place.save(update_fields=["gone_since"])
        _record_location("location.gone", place.preprint_id, place, now)


def _record_location(
    kind: str, preprint_id: int, place: Location | RecordLocation, now: datetime
) -> None:
    record_event(
        kind,
        about=NamedSubject(f"V{preprint_id}", preprint_id),
        now=now,
        data={"source": place.source, "external_id": place.external_id},
    )


def _postpone(scheduled: ScheduledFetch, error: IngestError, now: datetime) -> None:
    """Try later, after longer and longer pauses; watched works are never given up."""
    scheduled.attempts += 1
    scheduled.last_error = str(error)[:LONGEST_ERROR]
    scheduled.due_at = now + timedelta(minutes=5 * 2 ** min(scheduled.attempts, 8))
    if (
        scheduled.attempts >= MOST_ATTEMPTS
        and scheduled.why != ScheduledFetch.Why.WATCH
        and not error.is_temporary
    ):
        scheduled.failed_at = now
    scheduled.save(update_fields=["attempts", "last_error", "due_at", "failed_at"])
