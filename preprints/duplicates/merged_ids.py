"""Which preprint stands for which, where some have been merged into others."""

from collections.abc import Sequence

from django.db import connection

from preprints.models import Preprint

_TARGETS = """
WITH RECURSIVE way (start, id) AS (
  SELECT id, id FROM unnest(%s::bigint[]) AS asked (id)
   UNION ALL
  SELECT way.start, work.merged_into_id
    FROM way JOIN preprints_preprint AS work ON work.id = way.id
   WHERE work.merged_into_id IS NOT NULL
)
SELECT way.start, way.id
  FROM way JOIN preprints_preprint AS work ON work.id = way.id
 WHERE work.merged_into_id IS NULL
"""
_MEMBERS = """
WITH RECURSIVE member (id) AS (
  SELECT %s::bigint
   UNION ALL
  SELECT work.id FROM preprints_preprint AS work JOIN member ON work.merged_into_id = member.id
)
SELECT id FROM member
"""


def merge_target_ids(preprint_ids: Sequence[int]) -> dict[int, int]:
    """For each of these preprints the one that it has been merged into by now, or itself."""
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS, [list(preprint_ids)])
        return dict(cursor.fetchall())


def merge_target(preprint_id: int) -> Preprint:
    """The preprint itself, or the one that it has been merged into by now."""
    return Preprint.objects.get(pk__in=merge_target_ids([preprint_id]).values())


def merged_group_ids(preprint_id: int) -> list[int]:
    """The preprint and all that have been merged into it, at any remove."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, [preprint_id])
        return [row[0] for row in cursor.fetchall()]
