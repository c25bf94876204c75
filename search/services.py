"""The index follows the event log in batches, so that whoever writes need not wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import ProgramLimitExceeded

from events.locks import Lock
from events.models import Seal
from preprints.models import Preprint
from search.models import Follower
from web.sql import subquery

BATCH = 5000  # events
LONGEST_INDEXED_TEXT = 500_000  # characters of a text that are indexed
# PostgreSQL takes 1 MB of different words for a document; so many characters always fit in.
SURELY_FIT = 20_000
# Preprints that were merged away lose their document; the others get theirs anew.
_INDEX = f"""
INSERT INTO search_document (preprint_id, words, indexed_at)
SELECT work.id,
       setweight(to_tsvector('english', version.title_plain || ' ' || version.author_line), 'A')
       || setweight(to_tsvector('english', left(version.abstract, %(most)s)), 'B')
       || setweight(to_tsvector('english', left(version.body_html, %(most)s)), 'D'),
       %(now)s
  FROM {subquery(Preprint.objects.public().values("id", "current_version_id"))} AS work
  JOIN preprints_version AS version ON version.id = work.current_version_id
 WHERE work.id = ANY(%(ids)s)
    ON CONFLICT (preprint_id)
    DO UPDATE SET words = excluded.words, indexed_at = excluded.indexed_at
"""  # noqa: S608 - a constant
_FORGET = """
DELETE FROM search_document AS document USING preprints_preprint AS work
 WHERE work.id = document.preprint_id AND work.id = ANY(%(ids)s)
   AND work.merged_into_id IS NOT NULL
"""
_LAG = """
WITH follower AS (SELECT coalesce(max(position), 0) AS position FROM search_follower)
SELECT (SELECT coalesce(max(position), 0) FROM events_seal) - follower.position
       + (SELECT count(*) FROM events_unsealed),
       coalesce(
         (SELECT event.at FROM events_seal AS seal JOIN events_event AS event
              ON event.id = seal.event_id
           WHERE seal.position > follower.position ORDER BY seal.position LIMIT 1),
         (SELECT event.at FROM events_unsealed AS unsealed JOIN events_event AS event
              ON event.id = unsealed.event_id
           ORDER BY unsealed.event_id LIMIT 1)
       )
  FROM follower
"""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the index is behind: events it has not followed, and the time of the oldest."""

    events: int
    since: datetime | None


@transaction.atomic
def follow_events(*, now: datetime) -> int:
    """Index what the next batch of sealed events is about; returns how many events it followed.

    The chain gives every committed event a place in one order, so none can be overtaken by an
    earlier one whose transaction took longer. 0 also where another process is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.FOLLOW])
        if not cursor.fetchone()[0]:
            return 0
    follower, _ = Follower.objects.get_or_create(pk=1)
    seals = Seal.objects.filter(position__gt=follower.position).order_by("position")[:BATCH]
    rows = list(seals.values_list("position", "event__preprint_id"))
    if not rows:
        return 0
    preprint_ids = sorted({preprint_id for _, preprint_id in rows if preprint_id})
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"ids": preprint_ids})
    if not _index(preprint_ids, LONGEST_INDEXED_TEXT, now):
        for preprint_id in preprint_ids:
            if not _index([preprint_id], LONGEST_INDEXED_TEXT, now):
                _index([preprint_id], SURELY_FIT, now)
    follower.position, follower.followed_at = rows[-1][0], now
    follower.save(update_fields=["position", "followed_at"])
    return len(rows)


def _index(preprint_ids: Sequence[int], most: int, now: datetime) -> bool:
    """False where one of them has more words than a document may hold; then none is indexed."""
    asked: dict[str, Any] = {"ids": list(preprint_ids), "most": most, "now": now}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INDEX, asked)
    except OperationalError as error:
        if not isinstance(error.__cause__, ProgramLimitExceeded):
            raise
        return False
    return True


def lag() -> Lag:
    with connection.cursor() as cursor:
        cursor.execute(_LAG)
        events, since = cursor.fetchone()
    return Lag(max(events, 0), since)
