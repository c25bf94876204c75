"""What the catalogue already has of some records, in three queries however many they are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper

from preprints.known_sources import DOI
from preprints.record import Record
from preprints.rendering import Rendered, words_of_stored

Place = tuple[str, str]  # a source's key and the identifier there


@dataclass(slots=True, kw_only=True)
class KnownVersion:
    version_id: int
    number: int
    location_id: int | None
    source_version: str
    title: str
    posted_at: datetime
    content_hash: str
    is_withdrawn: bool
    has_text: bool
    edit_hash: str = ""
    doi: str = ""  # of its place, where that is one
    rendered: Rendered | None = None  # of a version added in this batch

    @classmethod
    def of(
        cls, version_id: int, number: int, location_id: int, record: Record, rendered: Rendered
    ) -> "KnownVersion":
        return cls(
            version_id=version_id,
            number=number,
            location_id=location_id,
            source_version=record.source_version,
            title=record.title,
            posted_at=record.posted_at,
            content_hash=rendered.content_hash,
            is_withdrawn=record.is_withdrawn,
            has_text=bool(record.abstract or record.body_html),
            doi=record.location.external_id if record.location.source == DOI else "",
            rendered=rendered,
        )

    def words(self) -> Counter[str]:
        """Its words; read only for the few works whose text has changed."""
        if self.rendered is not None:
            return self.rendered.words
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT title, abstract, body_html FROM preprints_version WHERE id = %s",
                [self.version_id],
            )
            return words_of_stored(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class KnownWork:
    status: str
    current: KnownVersion | None
    status_before: str = ""  # its withdrawal
    withdrawn_by: Place | None = None  # the place that last said so of its newest version


@dataclass(slots=True)
class Known:
    """places: preprint ids by place. versions: by preprint id, oldest number first."""

    places: dict[Place, int] = field(default_factory=dict)
    location_ids: dict[Place, int] = field(default_factory=dict)
    histories: dict[Place, list[dict[str, object]]] = field(default_factory=dict)
    works: dict[int, KnownWork] = field(default_factory=dict)
    versions: dict[int, list[KnownVersion]] = field(default_factory=lambda: defaultdict(list))

    def preprints_of(self, record: Record) -> list[int]:
        """The preprints at the record's places, its own place first; more than one are one work."""
        places = (record.location, *record.other_locations)
        found = [self.places.get((place.source, place.external_id)) for place in places]
        return list(dict.fromkeys(one for one in found if one is not None))

    def preprint_of(self, record: Record) -> int | None:
        return next(iter(self.preprints_of(record)), None)

    def version_of(self, record: Record) -> KnownVersion | None:
        """The stored version that the record is: by the label of its place, or where it gives
        none, by its text, which is looked at once the record has been rendered. Of several with
        one label, as after a withdrawal by mistake, the last.
        """
        preprint_id = self.preprint_of(record)
        if preprint_id is None:
            return None
        versions = self.versions[preprint_id]
        if not record.source_version:
            return self._same_day(versions, record)
        for version in reversed(self._seen_at(record, versions)):
            if version.source_version == record.source_version:
                return version
        # Brought before by a poorer format of the source, which gives no labels, or by another
        # place where it was posted too.
        return next(
            (
                one
                for one in versions
                if one.source_version in ("", record.source_version)
                and (
                    one.posted_at.date() == record.posted_at.date()
                    or (one.source_version and _is_of_one_doi(one.doi, record))
                )
                and one.title == record.title
            ),
            None,
        )

    def latest_of(self, record: Record, versions: Sequence[KnownVersion]) -> KnownVersion | None:
        """What a text is compared with: the newest of its place, where there is none of the work.

        Else two places whose words differ would bring a new version at every look.
        """
        seen_here = self._seen_at(record, versions) or versions
        return max(seen_here, key=lambda one: one.number, default=None)

    def _seen_at(self, record: Record, versions: Sequence[KnownVersion]) -> list[KnownVersion]:
        """Those of the record's own place, and those of which nobody knows the place."""
        own = self.location_ids.get((record.location.source, record.location.external_id))
        return [one for one in versions if one.location_id in (None, own)]

    def _same_day(self, versions: list[KnownVersion], record: Record) -> KnownVersion | None:
        """A labelled version is not stored anew when a format without labels brings it again."""
        if record.body_html:
            return None
        day = record.posted_at.date()
        return next(
            (one for one in versions if one.source_version and one.posted_at.date() == day), None
        )


def _is_of_one_doi(doi: str, record: Record) -> bool:
    """Whether one DOI is that of the work and the other that of its version, ".v2" behind it.

    The work's record may be dated later than its version.
    """
    other = record.location.external_id
    if not doi or record.location.source != DOI:
        return False
    return doi.startswith(f"{other}.v") or other.startswith(f"{doi}.v")


def places_of(records: Sequence[Record]) -> set[Place]:
    return {
        (place.source, place.external_id)
        for record in records
        for place in (record.location, *record.other_locations)
    }


def read_known(records: Sequence[Record]) -> Known:
    places = places_of(records)
    known = Known()
    with connection.cursor() as cursor:
        # OFFSET 0: each by the index, also while the planner takes the table for a small one.
        cursor.execute(
            """
            SELECT place.*
              FROM unnest(%s::text[], %s::text[]) AS asked (source, external_id)
             CROSS JOIN LATERAL (
                     SELECT source, external_id, preprint_id, id, history
                       FROM preprints_location AS known
                      WHERE known.source = asked.source
                        AND known.external_id = asked.external_id
                     OFFSET 0
                   ) AS place
            """,
            [[source for source, _ in places], [external_id for _, external_id in places]],
        )
        for source, external_id, preprint_id, location_id, history in cursor.fetchall():
            key = (source, external_id)
            known.places[key] = preprint_id
            known.location_ids[key] = location_id
            known.histories[key] = orjson.loads(history)
        _read_versions(known, cursor)
    return known


_VERSIONS = """
    SELECT version.preprint_id, work.status, work.status_before_withdrawal,
           work.current_version_id, version.id AS version_id, version.number,
           version.location_id, version.source_version, version.title, version.posted_at,
           version.content_hash, version.is_withdrawn,
           version.abstract <> '' OR version.body_html <> '' AS has_text,
           coalesce(edit.content_hash, '') AS edit_hash,
           CASE place.source WHEN %s THEN place.external_id ELSE '' END AS doi,
           CASE work.status WHEN 'withdrawn' THEN (
                SELECT ARRAY[event.data ->> 'source', event.data ->> 'external_id']
                  FROM events_event AS event
                 WHERE event.preprint_id = work.id AND event.kind = 'preprint.withdrawn'
                 ORDER BY event.at DESC, event.id DESC
                 LIMIT 1) END AS withdrawn_by
      FROM preprints_version AS version
      JOIN preprints_preprint AS work ON work.id = version.preprint_id
      LEFT JOIN preprints_location AS place ON place.id = version.location_id
      LEFT JOIN preprints_edit AS edit ON edit.version_id = version.id
     WHERE version.preprint_id = ANY(%s)
     ORDER BY version.number
"""


def _read_versions(known: Known, cursor: CursorWrapper) -> None:
    preprint_ids = sorted(set(known.places.values()))
    if not preprint_ids:
        return
    cursor.execute(_VERSIONS, [DOI, preprint_ids])
    names = [column.name for column in cursor.description]
    for values in cursor.fetchall():
        _add_row(known, dict(zip(names, values, strict=True)))


def _add_row(known: Known, row: dict[str, Any]) -> None:
    preprint_id, current_id = row.pop("preprint_id"), row.pop("current_version_id")
    status, before = row.pop("status"), row.pop("status_before_withdrawal")
    source, external_id = row.pop("withdrawn_by") or ("", "")
    version = KnownVersion(**row)  # the rest, by the names of its fields
    known.versions[preprint_id].append(version)
    current = version if version.version_id == current_id else None
    if current is not None or preprint_id not in known.works:
        withdrawn_by = (source, external_id) if source else None
        known.works[preprint_id] = KnownWork(status, current, before, withdrawn_by)
