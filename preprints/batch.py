"""What a batch of records comes to, and how it is written: in one statement for each table."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from events.kinds import EVENT_KINDS
from events.models import Event
from preprints import rules
from preprints.copying import copy_rows, insert_missing
from preprints.known import Known, KnownVersion, Place
from preprints.models import Author, Edit, Kind, Location, Preprint, Relation, Version
from preprints.record import Record
from preprints.rows import AuthorRow, EventRow, LocationRow, PreprintRow, RelationRow, VersionRow


@dataclass(slots=True)
class Work:
    """A preprint as it will be after this batch; `versions` are those known and those added."""

    preprint_id: int
    is_new: bool
    versions: list[KnownVersion]
    current: KnownVersion | None
    status: str = Preprint.Status.LISTED
    status_before: str = ""  # its withdrawal
    withdrawn_by: Place | None = None  # where nobody kept it, or a version says it
    has_canonical: bool = False
    is_changed: bool = False
    has_left: bool = False  # by this batch: it was not withdrawn or retracted before
    has_returned: bool = False  # by this batch, from a withdrawal
    record: Record | None = None


@dataclass(slots=True)
class Batch:
    """What is to be written; each list holds rows of one table.

    preprint_ids, version_ids, location_ids: unused primary keys for rows to come; histories: new
    ones, by location id. newest_ids: of versions that take the place of another as the newest one
    of a work that somebody has submitted.
    """

    now: datetime
    known: Known
    preprint_ids: list[int]
    version_ids: list[int]
    location_ids: list[int]
    works: dict[int, Work] = field(default_factory=dict)
    versions: list[VersionRow] = field(default_factory=list)
    authors: list[AuthorRow] = field(default_factory=list)
    locations: list[LocationRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    histories: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    newest_ids: list[int] = field(default_factory=list)


def add_event(
    batch: Batch,
    kind: str,
    work: Work,
    fact: dict[str, Any],
    *,
    version: KnownVersion | None = None,
) -> None:
    """An event about the work, or about one version of it."""
    subject = f"V{work.preprint_id}" + (f".{version.number}" if version else "")
    batch.events.append(
        EventRow(
            kind=kind,
            subject=subject,
            preprint_id=work.preprint_id,
            at=batch.now,
            is_public=EVENT_KINDS[kind].is_public,
            data=fact,
        )
    )


def of_place(record: Record) -> dict[str, str]:
    return {"source": record.location.source, "external_id": record.location.external_id}


def write(batch: Batch) -> None:
    """Write all of it, each table in one statement; call it inside a transaction."""
    new = [work for work in batch.works.values() if work.is_new]
    copy_rows(Preprint, PreprintRow, [_preprint_row(batch, work) for work in new])
    copy_rows(Version, VersionRow, batch.versions)
    copy_rows(Author, AuthorRow, batch.authors)
    copy_rows(Location, LocationRow, batch.locations)
    insert_missing(Relation, RelationRow, batch.relations)
    copy_rows(Event, EventRow, batch.events)
    _update_works(batch)
    Location.objects.bulk_update(
        [Location(pk=pk, history=history) for pk, history in batch.histories.items()], ["history"]
    )
    Edit.objects.bulk_create(
        batch.edits,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["title", "body_html", "words_changed", "content_hash", "seen_at"],
    )


def _preprint_row(batch: Batch, work: Work) -> PreprintRow:
    record, current = work.record, work.current
    if record is None or current is None:
        raise AssertionError("a new preprint comes with a record and a version")
    return PreprintRow(
        id=work.preprint_id,
        kind=Kind.UNKNOWN,
        status=str(work.status),
        status_at=batch.now,
        status_before_withdrawal=work.status_before,
        selected_for="",
        current_version=current.version_id,
        shows_full_text=rules.is_open_licence(record.licence),
        first_posted_at=record.first_posted_at,
        created_at=batch.now,
    )


def _update_works(batch: Batch) -> None:
    """Known works with a new current version: the version, and the status where it moved."""
    changed = [work for work in batch.works.values() if work.is_changed and not work.is_new]
    if not changed:
        return
    ids = [work.preprint_id for work in changed]
    version_ids = [work.current.version_id for work in changed if work.current]
    if len(version_ids) != len(ids):
        raise AssertionError("a work that changed has a current version")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE preprints_preprint AS work
               SET current_version_id = new.version_id
              FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, version_id)
             WHERE work.id = new.id
            """,
            [ids, version_ids],
        )
    _move_statuses(batch, changed)


def _move_statuses(batch: Batch, changed: list[Work]) -> None:
    """Editors move statuses while a page is stored: then theirs stays, but for a withdrawal or a
    retraction. A retraction stays for good."""
    ids = [work.preprint_id for work in changed]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE preprints_preprint AS work
               SET status = new.status, status_at = %(now)s,
                   status_before_withdrawal =
                     CASE WHEN new.status <> ALL (%(left_for_good)s) THEN ''
                          WHEN work.status = ANY (%(left_for_good)s)
                          THEN work.status_before_withdrawal
                          ELSE work.status END
              FROM unnest(%(ids)s::bigint[], %(were)s::text[], %(statuses)s::text[])
                   AS new (id, was, status)
             WHERE work.id = new.id AND new.status <> new.was
               AND (work.status = new.was
                    OR new.status = ANY (%(left_for_good)s)
                       AND work.status <> ALL (ARRAY['retracted', new.status]))
            """,
            {
                "now": batch.now,
                "ids": ids,
                "were": [batch.known.works[preprint_id].status for preprint_id in ids],
                "statuses": [str(work.status) for work in changed],
                "left_for_good": list(rules.LEFT_FOR_GOOD),
            },
        )
