"""Storing a page of a harvest: records, rejects, announced works, what a later pass needs."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DataError, connection, transaction

from ingest.errors import UnexpectedAnswer
from ingest.harvests import other_versions, scheduled_fetches
from ingest.models import LONGEST_ERROR, Reject, ScheduledFetch, Shelved, Source
from ingest.parsing.limits import LONGEST_EXTERNAL_ID
from ingest.record_json import record_bytes
from ingest.rows import ScheduledFetchRow
from ingest.sources.base import HarvestPage, Ref, Rejected
from preprints.copying import insert_missing
from preprints.duplicates.resolve import resolve_duplicates
from preprints.outcome import Outcome
from preprints.record import Record
from preprints.storing import store_records

MOST_ITEMS_A_PAGE = 10_000  # works, announced or described, and what could not be read
MOST_REJECTED = 0.2  # of a page; if more are, the source's format has changed
FEWEST_TO_JUDGE = 10
_SUSPICIOUS = (Outcome.Change.WITHDRAWN, Outcome.Change.EMPTIED)


@dataclass(frozen=True, slots=True)
class StoredPage:
    tally: Counter[str]
    outcomes: tuple[Outcome, ...]


def check_size(items: int) -> None:
    """Raise UnexpectedAnswer where a page holds more than any source sends at once.

    All of a page is stored at once, and each version compared with the others of its work.
    """
    if items > MOST_ITEMS_A_PAGE:
        raise UnexpectedAnswer(f"a page of {items} works, over {MOST_ITEMS_A_PAGE}")


def check_drift(page: HarvestPage) -> None:
    """Raise UnexpectedAnswer where so many records fail that the source's format must be new."""
    count = len(page.records) + len(page.rejected)
    if count >= FEWEST_TO_JUDGE and len(page.rejected) > MOST_REJECTED * count:
        raise UnexpectedAnswer(
            f"{len(page.rejected)} of {count} records of a page could not be read: "
            f"{page.rejected[0].reason}"
        )


def store_page(source: Source, page: HarvestPage, *, now: datetime) -> StoredPage:
    """Store a page; call it inside the transaction that also writes the cursor."""
    outcomes, refused = _store(page.records, now=now)
    records = [record for record, outcome in zip(page.records, outcomes, strict=True) if outcome]
    stored = [outcome for outcome in outcomes if outcome]
    keep_rejects(source, [*page.rejected, *refused], now=now)
    announced = _schedule_announced(page.refs, now)
    _shelve(source, page, now)
    follow_up(records, stored, now=now)
    tally = Counter(_tally_key(outcome) for outcome in stored)
    tally["announced"] = announced
    tally["rejected"] = len(refused)
    tally["met"] = sum(not outcome.is_new_preprint for outcome in stored)
    tally["suspect"] = sum(map(_is_suspect, records, stored))
    return StoredPage(tally, tuple(stored))


def follow_up(records: Sequence[Record], outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Schedule earlier versions and later fetches of stored works, and resolve duplicates."""
    other_versions.schedule_earlier_versions(records, outcomes, now=now)
    scheduled_fetches.watch_new(records, outcomes, now=now)
    resolve_duplicates(outcomes, now=now)


def _store(
    records: Sequence[Record], *, now: datetime
) -> tuple[list[Outcome | None], list[Rejected]]:
    """Store all at once; if the database refuses, each alone, so that only some are left out."""
    try:
        with transaction.atomic():
            return list(store_records(records, now=now)), []
    except (DataError, UnicodeError, ValueError):
        pass
    outcomes: list[Outcome | None] = []
    refused = []
    for record in records:
        try:
            with transaction.atomic():
                outcomes += store_records([record], now=now)
        except (DataError, UnicodeError, ValueError) as error:
            outcomes.append(None)
            refused.append(Rejected(record.location.external_id, record_bytes(record), str(error)))
    return outcomes, refused


def keep_rejects(source: Source, rejected: Sequence[Rejected], *, now: datetime) -> None:
    """Keep the bytes and the reason; the same bytes again are the same reject."""
    Reject.objects.bulk_create(
        [
            Reject(
                source=source,
                external_id=one.external_id[:LONGEST_EXTERNAL_ID],
                content=one.content,
                content_hash=hashlib.sha256(one.content).hexdigest(),
                reason=one.reason[:LONGEST_ERROR],
                seen_at=now,
            )
            for one in rejected
        ],
        ignore_conflicts=True,
    )


def _schedule_announced(refs: Sequence[Ref], now: datetime) -> int:
    return insert_missing(
        ScheduledFetch,
        ScheduledFetchRow,
        [
            ScheduledFetchRow(
                source=ref.source,
                external_id=ref.external_id,
                version=ref.version or 0,
                why=ScheduledFetch.Why.ANNOUNCED.value,
                url=ref.url,
                due_at=now,
            )
            for ref in dict.fromkeys(refs)
        ],
    )


def _shelve(source: Source, page: HarvestPage, now: datetime) -> None:
    Shelved.objects.bulk_create(
        [
            Shelved(source=source.slug, external_id=external_id, content=content, shelved_at=now)
            for external_id, content in page.shelved.items()
        ],
        update_conflicts=True,
        unique_fields=["source", "external_id"],
        update_fields=["content", "shelved_at"],
    )
    used = [record.location.external_id for record in page.records]
    with connection.cursor() as cursor:  # one array: thousands of placeholders are slow
        cursor.execute(
            "DELETE FROM ingest_shelved WHERE source = %s AND external_id = ANY(%s)",
            [source.slug, used],
        )


def _tally_key(outcome: Outcome) -> str:
    if outcome.is_new_preprint:
        return "new"
    if outcome.is_new_version:
        return "versions"
    return "edits" if outcome.change == Outcome.Change.EDIT else "known"


def _is_suspect(record: Record, outcome: Outcome) -> bool:
    """Whether a change may be a fault of the source: not if its authors declared a new version."""
    if outcome.is_new_preprint or not outcome.change:
        return False
    return outcome.change in _SUSPICIOUS or not record.source_version
