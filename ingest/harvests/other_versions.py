"""Versions of a stored work that its source names and that are not stored yet."""

from collections.abc import Sequence
from datetime import datetime

from ingest.models import ScheduledFetch
from ingest.parsing.versioned_dois import is_of_same_registrant
from ingest.rows import ScheduledFetchRow
from preprints.copying import insert_missing
from preprints.known_sources import DOI
from preprints.models import Version
from preprints.outcome import Outcome
from preprints.record import Record, RecordLocation

MOST_DIGITS = 4  # of a version's number; longer ones are errors of the source


def schedule_earlier_versions(
    records: Sequence[Record], outcomes: Sequence[Outcome], *, now: datetime
) -> None:
    """Schedule the versions that a source lists and that are not stored yet."""
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
        place, why = record.location, ScheduledFetch.Why.VERSION.value
        for declared in record.history:
            number = declared.label.removeprefix("v")
            known_as = {
                (outcome.preprint_id, place.source, place.external_id, declared.label),
                (outcome.preprint_id, None, None, declared.label),
            }
            if number.isdecimal() and len(number) <= MOST_DIGITS and not known_as & here:
                rows.append(
                    ScheduledFetchRow(
                        source=place.source,
                        external_id=place.external_id,
                        version=int(number),
                        why=why,
                        url=place.url,
                        due_at=now,
                    )
                )
    insert_missing(ScheduledFetch, ScheduledFetchRow, rows)


def schedule_other_dois(records: Sequence[Record], *, now: datetime) -> None:
    """Schedule the versions with DOIs of their own that are not stored yet."""
    others = [place for record in records for place in _other_dois(record)]
    seen = Version.objects.filter(
        location__source=DOI, location__external_id__in=[one.external_id for one in others]
    )
    here = set(seen.values_list("location__external_id", flat=True)) if others else set()
    rows = [
        ScheduledFetchRow(
            source=place.source,
            external_id=place.external_id,
            why=ScheduledFetch.Why.VERSION.value,
            url=place.url,
            due_at=now,
        )
        for place in others
        if place.external_id not in here
    ]
    insert_missing(ScheduledFetch, ScheduledFetchRow, rows)


def _other_dois(record: Record) -> list[RecordLocation]:
    own = record.location
    return [
        place
        for place in record.other_locations
        if own.source == place.source == DOI
        and is_of_same_registrant(own.external_id, place.external_id)
    ]


def _stored_labels(preprint_ids: Sequence[int]) -> set[tuple[int, str | None, str | None, str]]:
    """Stored versions as (preprint id, source, external id, label).

    Source and external id are None where the version's location is not known.
    """
    found = Version.objects.filter(preprint__in=preprint_ids).exclude(source_version="")
    place = ("location__source", "location__external_id")
    return set(found.values_list("preprint_id", *place, "source_version"))
