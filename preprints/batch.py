"""What a batch of records comes to, and how it is written: in one statement for each table."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from events.models import Event
from preprints import rules
from preprints.copying import copy_rows, insert_missing
from preprints.known import Known, KnownVersion
from preprints.models import Author, Edit, Location, Preprint, Relation, Version
from preprints.record import Record

VERSION_FIELDS = (
    *("id", "preprint", "number", "location", "source_version", "title", "title_html"),
    *("title_plain", "abstract", "abstract_html", "body_html", "opening", "teaser", "author_line"),
    *("author_count", "word_count", "categories", "comment", "licence", "notes", "is_withdrawn"),
    *("posted_at", "content_hash", "seen_at"),
)
PREPRINT_FIELDS = (
    *("id", "kind", "status", "status_at", "selected_for", "current_version"),
    "status_before_withdrawal",
    *("shows_full_text", "first_posted_at", "created_at"),
)
LOCATION_FIELDS = (
    *("id", "preprint", "source", "external_id", "url", "is_canonical", "first_seen_at"),
    "history",
)
RELATION_FIELDS = ("preprint", "kind", "scheme", "external_id", "url", "first_seen_at")
AUTHOR_FIELDS = ("version", "position", "name", "orcid", "affiliation")
EVENT_FIELDS = ("kind", "subject", "preprint_id", "at", "is_public", "data")


@dataclass(slots=True)
class Work:
    """A preprint as it will be after this batch; `versions` are those known and those added."""

    preprint_id: int
    is_new: bool
    versions: list[KnownVersion]
    current: KnownVersion | None
    status: str = Preprint.Status.LISTED
    status_before: str = ""  # its withdrawal
    has_canonical: bool = False
    is_changed: bool = False
    record: Record | None = None


@dataclass(slots=True)
class Batch:
    """What is to be written; each list holds rows of one table."""

    now: datetime
    known: Known
    ids: list[int]
    version_ids: list[int]
    location_ids: list[int]
    works: dict[int, Work] = field(default_factory=dict)
    versions: list[list[Any]] = field(default_factory=list)
    authors: list[list[Any]] = field(default_factory=list)
    locations: list[list[Any]] = field(default_factory=list)
    relations: list[list[Any]] = field(default_factory=list)
    events: list[list[Any]] = field(default_factory=list)
    histories: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)


def write(batch: Batch) -> None:
    new = [work for work in batch.works.values() if work.is_new]
    copy_rows(Preprint, PREPRINT_FIELDS, [_preprint_row(batch, work) for work in new])
    copy_rows(Version, VERSION_FIELDS, batch.versions)
    copy_rows(Author, AUTHOR_FIELDS, batch.authors)
    copy_rows(Location, LOCATION_FIELDS, batch.locations)
    insert_missing(Relation, RELATION_FIELDS, batch.relations)
    copy_rows(Event, EVENT_FIELDS, batch.events)
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


def _preprint_row(batch: Batch, work: Work) -> list[Any]:
    record, current = work.record, work.current
    if record is None or current is None:
        raise AssertionError("a new preprint comes with a record and a version")
    return [
        work.preprint_id,
        "unknown",
        str(work.status),
        batch.now,
        "",
        current.version_id,
        work.status_before,
        rules.is_open_licence(record.licence),
        record.first_posted_at,
        batch.now,
    ]


def _update_works(batch: Batch) -> None:
    """Known works with a new current version: the version, and the status where it moved."""
    changed = [work for work in batch.works.values() if work.is_changed and not work.is_new]
    if not changed:
        return
    ids = [work.preprint_id for work in changed]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE preprints_preprint AS work
               SET current_version_id = new.version_id
              FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, version_id)
             WHERE work.id = new.id
            """,
            [ids, [work.current.version_id for work in changed if work.current]],
        )
        # Editors move statuses while a page is stored: then theirs stays, but for a withdrawal.
        cursor.execute(
            """
            UPDATE preprints_preprint AS work
               SET status = new.status, status_at = %(now)s,
                   status_before_withdrawal =
                     CASE new.status WHEN 'withdrawn' THEN work.status ELSE '' END
              FROM unnest(%(ids)s::bigint[], %(were)s::text[], %(statuses)s::text[])
                   AS new (id, was, status)
             WHERE work.id = new.id AND new.status <> new.was
               AND (work.status = new.was
                    OR new.status = 'withdrawn' AND work.status <> ALL (%(left_for_good)s))
            """,
            {
                "now": batch.now,
                "ids": ids,
                "were": [batch.known.works[preprint_id].status for preprint_id in ids],
                "statuses": [str(work.status) for work in changed],
                "left_for_good": list(rules.LEFT_FOR_GOOD),
            },
        )
