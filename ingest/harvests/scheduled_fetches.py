"""Works that must be looked at by their ids: announced ones, earlier versions, texts that change.

Each is an `Errand` with a time; a batch of due ones is asked for together where the source can.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import DataError, transaction
from django.db.models import Min, Q
from django.utils import timezone

from events.services import record as record_event
from ingest.errors import (
    GuardStopped,
    IngestError,
    LinkNotRecognised,
    NotAWork,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.harvests.mass_change import check_looks
from ingest.http.client import SourceClient
from ingest.models import Errand, Source
from ingest.sources import ADAPTERS
from ingest.sources.base import Adapter, FetchesMany, Ref
from preprints.copying import insert_missing
from preprints.duplicates import resolve_duplicates
from preprints.models import Location, Version
from preprints.models import Source as Place
from preprints.record import Record
from preprints.storing import Outcome, store_records

WEB = Place.WEB.value
MOST_ATTEMPTS = 8
MOST_DIGITS = 4  # of a version's number; a longer one is a fault, and would fit into no errand
SLICE = 50  # errands taken at a time
GONE_AFTER = timedelta(hours=24)  # between two misses
# How long after a look the next one comes, by the age of what was last posted.
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
ERRAND_FIELDS = (
    "source",
    "external_id",
    "version",
    "why",
    "url",
    "due_at",
    "attempts",
    "last_error",
)


def next_look(posted_at: datetime, now: datetime) -> datetime:
    """When a text that was posted then is looked at again: often while it is new."""
    age = now - posted_at
    return now + next((pause for limit, pause in AGES if age < limit), RARELY)


def watch_new(records: Sequence[Record], outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Look again later at works whose edits only a look can find: those without version labels."""
    rows = [
        (
            record.location.source,
            record.location.external_id,
            0,
            Errand.Why.WATCH.value,
            record.location.url,
            next_look(record.posted_at, now),
            0,
            "",
        )
        for record, outcome in zip(records, outcomes, strict=True)
        if outcome.is_new_version and _is_watched(record)
    ]
    if rows:  # what was announced too early and given up has come all the same
        sources, external_ids = {row[0] for row in rows}, {row[1] for row in rows}
        given_up = Errand.objects.filter(version=0, failed_at__isnull=False)
        given_up.filter(source__in=sources, external_id__in=external_ids).delete()
    insert_missing(Errand, ERRAND_FIELDS, rows)


def _is_watched(record: Record) -> bool:
    """A text without version labels; what a feed brings, the feed itself tells of again."""
    is_from_feed = record.location.source == WEB
    return bool(record.body_html) and not record.source_version and not is_from_feed


def send_for_earlier_versions(
    records: Sequence[Record], outcomes: Sequence[Outcome], *, now: datetime
) -> None:
    """Fetch the versions a source lists and we do not have, where it can be asked for one."""
    listing = [
        (record, outcome)
        for record, outcome in zip(records, outcomes, strict=True)
        if outcome.is_new_version and len(record.history) > 1
    ]
    if not listing:
        return
    here = _stored_labels([outcome.preprint_id for _, outcome in listing])
    rows = []
    for record, outcome in listing:
        place, why = record.location, Errand.Why.VERSION.value
        for declared in record.history:
            number = declared.label.removeprefix("v")
            known_as = {
                (outcome.preprint_id, place.source, place.external_id, declared.label),
                (outcome.preprint_id, None, None, declared.label),
            }
            if number.isdecimal() and len(number) <= MOST_DIGITS and not known_as & here:
                rows.append(
                    (place.source, place.external_id, int(number), why, place.url, now, 0, "")
                )
    insert_missing(Errand, ERRAND_FIELDS, rows)


def run_errands(
    client: SourceClient, *, may_go_on: Callable[[], bool] = lambda: True
) -> dict[str, int]:
    """Go on due errands, a few of each source in turn; returns how many were done, by source."""
    done: dict[str, int] = {}
    adapters = deque(ADAPTERS[source] for source in _due_sources() if source in ADAPTERS)
    while adapters and may_go_on():
        adapter = adapters.popleft()
        count = _run_some(adapter, client)
        done[adapter.key] = done.get(adapter.key, 0) + count
        if count == _at_once(adapter):
            adapters.append(adapter)
    return done


def _due_sources() -> list[str]:
    """Those that have errands due and are not paused, whichever has waited longest first."""
    due = Errand.objects.filter(due_at__lte=timezone.now(), failed_at=None)
    # Single works of a source that nobody has started are fetched all the same.
    not_started = Q(harvests=None, is_stopped=False)
    paused = Source.objects.filter(is_paused=True).exclude(not_started).values("slug")
    longest = due.exclude(source__in=paused).values("source").annotate(since=Min("due_at"))
    return list(longest.order_by("since").values_list("source", flat=True))


def _at_once(adapter: Adapter) -> int:
    return min(adapter.most_at_once, SLICE) if isinstance(adapter, FetchesMany) else 1


def _run_some(adapter: Adapter, client: SourceClient) -> int:
    """Ask for a few works and write down what came; 0 where the source does not answer, or is
    stopped by what it said.
    """
    now = timezone.now()
    errands = _lease(adapter.key, _at_once(adapter), now)
    if not errands:
        return 0
    taken = [errand.pk for errand in errands]
    try:
        return _ask_and_write(adapter, errands, client, now)
    except Exception as fault:  # other sources must not wait for it, nor this one go on for ever
        logger.exception("Errands of %s broke off", adapter.key)
        for errand in Errand.objects.filter(pk__in=taken):
            _postpone(errand, UnexpectedAnswer(f"{type(fault).__name__}: {fault}"), now)
        return 0


def _ask_and_write(
    adapter: Adapter, errands: Sequence[Errand], client: SourceClient, now: datetime
) -> int:
    refs = [Ref(one.source, one.external_id, one.version or None, one.url) for one in errands]
    try:
        answers = _ask(adapter, refs, client)
    except IngestError as error:
        for errand in errands:
            _postpone(errand, error, now)
        return 0
    goes_on = _write_down(errands, [answers[ref] for ref in refs], now=now)
    return len(errands) if goes_on else 0


@transaction.atomic
def _lease(source: str, count: int, now: datetime) -> list[Errand]:
    """Take due errands for ten minutes, so that no other worker goes on the same ones."""
    due = Q(source=source, due_at__lte=now, failed_at=None)
    taken = list(
        Errand.objects.select_for_update(skip_locked=True).filter(due).order_by("due_at")[:count]
    )
    lease = now + timedelta(minutes=10)
    Errand.objects.filter(pk__in=[one.pk for one in taken]).update(due_at=lease)
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


def _write_down(
    errands: Sequence[Errand], answers: Sequence[Record | IngestError], *, now: datetime
) -> bool:
    """Store what came and note what did not; False where the guard stopped the source."""
    came = [
        (errand, answer)
        for errand, answer in zip(errands, answers, strict=True)
        if isinstance(answer, Record)
    ]
    goes_on = True
    try:
        _store_fitting(came, now)
    except GuardStopped as stop:
        _doubt([errand for errand, _record in came], stop, now)
        goes_on = False
    for errand, answer in zip(errands, answers, strict=True):
        try:
            if isinstance(answer, IngestError):
                _miss(errand, answer, now)
        except GuardStopped as stop:
            _doubt([errand], stop, now)
            goes_on = False
    return goes_on


def _doubt(errands: Sequence[Errand], stop: GuardStopped, now: datetime) -> None:
    """Stop the source. The looks count, though what they found was not taken in."""
    for errand in errands:
        if errand.why == Errand.Why.WATCH:
            errand.checked_at, errand.is_suspect = now, True
            errand.save(update_fields=["checked_at", "is_suspect"])
        _postpone(errand, stop, now)
    Source.objects.filter(slug=errands[0].source).update(
        is_paused=True, is_stopped=True, pause_reason=str(stop.message)[:300]
    )


def _store_fitting(came: Sequence[tuple[Errand, Record]], now: datetime) -> None:
    """Store all at once, or all but what the database refuses, which must not keep the rest."""
    try:
        with transaction.atomic():
            _store(came, now)
    except _REFUSED:
        fitting = list(_fitting(came, now))
        with transaction.atomic():
            _store(fitting, now)


def _fitting(
    came: Sequence[tuple[Errand, Record]], now: datetime
) -> Iterator[tuple[Errand, Record]]:
    """What the database takes; the rest is tried again later, and given up in the end."""
    for errand, record in came:
        try:
            with transaction.atomic():
                store_records([record], now=now)
                transaction.set_rollback(True)
        except _REFUSED as error:
            _postpone(errand, UnexpectedAnswer(f"not storable: {error}"), now)
        else:
            yield errand, record


def _store(came: Sequence[tuple[Errand, Record]], now: datetime) -> None:
    records = [record for _errand, record in came]
    outcomes = store_records(records, now=now)
    looks = {
        errand.pk: outcome.change in ("withdrawn", "emptied")
        for (errand, _), outcome in zip(came, outcomes, strict=True)
        if errand.why == Errand.Why.WATCH
    }
    if any(looks.values()):
        check_looks(came[0][0].source, looks, now=now)
    send_for_earlier_versions(records, outcomes, now=now)
    for (errand, record), outcome in zip(came, outcomes, strict=True):
        if _is_watched(record) or errand.why == Errand.Why.WATCH:
            errand.why, errand.attempts, errand.last_error = Errand.Why.WATCH, 0, ""
            errand.checked_at, errand.missed_at = now, None
            errand.is_suspect = looks.get(errand.pk, False)
            errand.due_at = next_look(record.posted_at, now)
            errand.save()
        else:
            errand.delete()
        _mark_found(record, outcome, now)
    resolve_duplicates(outcomes, now=now)


def _mark_found(record: Record, outcome: Outcome, now: datetime) -> None:
    place = record.location
    back = Location.objects.filter(
        source=place.source, external_id=place.external_id, gone_since__isnull=False
    )
    if back.update(gone_since=None):
        _tell("location.back", outcome.preprint_id, place.source, place.external_id, now)


def _miss(errand: Errand, error: IngestError, now: datetime) -> None:
    """A work that is not there: marked after two misses a day apart, never removed.

    Raises GuardStopped.
    """
    # A source's feed may know of a work hours before its interface for programs does.
    is_early = errand.why == Errand.Why.ANNOUNCED and isinstance(error, WorkNotFound)
    is_watched = errand.why == Errand.Why.WATCH
    if is_early or not isinstance(error, _MISSED if is_watched else _OF_ONE_WORK):
        _postpone(errand, error, now)
        return
    errand.last_error = str(error)[:500]
    if not is_watched:
        errand.failed_at = now
        errand.save(update_fields=["last_error", "failed_at"])
        return
    check_looks(errand.source, {errand.pk: True}, now=now)
    if errand.missed_at is None:
        errand.missed_at = now
        errand.due_at = now + GONE_AFTER
    else:
        errand.due_at = now + RARELY
        _mark_gone(errand, now)
    errand.checked_at, errand.is_suspect = now, True
    errand.save(update_fields=["last_error", "missed_at", "due_at", "checked_at", "is_suspect"])


@transaction.atomic
def _mark_gone(errand: Errand, now: datetime) -> None:
    place = (
        Location.objects.select_for_update()
        .filter(source=errand.source, external_id=errand.external_id, gone_since=None)
        .first()
    )
    if place is not None:
        place.gone_since = errand.missed_at
        place.save(update_fields=["gone_since"])
        _tell("location.gone", place.preprint_id, errand.source, errand.external_id, now)


def _tell(kind: str, preprint_id: int, source: str, external_id: str, now: datetime) -> None:
    record_event(
        kind,
        subject=f"V{preprint_id}",
        preprint_id=preprint_id,
        now=now,
        data={"source": source, "external_id": external_id},
    )


def _postpone(errand: Errand, error: IngestError, now: datetime) -> None:
    """Later again: soon at first, then ever more rarely; watched works are never given up."""
    errand.attempts += 1
    errand.last_error = str(error)[:500]
    errand.due_at = now + timedelta(minutes=5 * 2 ** min(errand.attempts, 8))
    if (
        errand.attempts >= MOST_ATTEMPTS
        and errand.why != Errand.Why.WATCH
        and not error.is_temporary
    ):
        errand.failed_at = now
    errand.save(update_fields=["attempts", "last_error", "due_at", "failed_at"])


def _stored_labels(preprint_ids: Sequence[int]) -> set[tuple[int, str | None, str | None, str]]:
    """Which declared versions are here: (preprint id, source, its identifier there, its label);
    source and identifier are None where nobody kept them.
    """
    found = Version.objects.filter(preprint__in=preprint_ids).exclude(source_version="")
    place = ("location__source", "location__external_id")
    return set(found.values_list("preprint_id", *place, "source_version"))
