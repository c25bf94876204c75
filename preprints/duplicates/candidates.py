"""Preprints that may be one work: suggested by what they have in common, decided by editors."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from accounts.models import User
from events.locks import Lock, hold
from preprints.duplicates.merged_ids import merge_target, merge_target_ids, merged_group_ids
from preprints.duplicates.steps import check_may_merge
from preprints.errors import AlreadyDecided
from preprints.models import DuplicateCandidate, Preprint

REASON_SAME_TITLE = gettext_noop(
    "The title and the first author are the same, posted within a week."
)
SHORTEST_TITLE = 20  # letters and digits; below, "Open thread" would be like every "Open thread"
POSTED_WITHIN = timedelta(days=7)

# `verso_letters` and the index on its digest come with migration 0005. The steps are fenced off
# from one another, for in a catalogue that grows fast the planner's statistics lead it astray:
# joined in one go, a page of a harvest is compared with all works of its week.
_SUGGEST_SAME_TITLE = """
WITH new AS MATERIALIZED (
  SELECT work.id, work.first_posted_at, verso_letters(author.name) AS author,
         verso_letters(version.title_plain) AS title
    FROM preprints_preprint AS work
    JOIN preprints_version AS version ON version.id = work.current_version_id
    JOIN preprints_author AS author ON author.version_id = version.id AND author.position = 1
   WHERE work.id = ANY(%(ids)s) AND work.merged_into_id IS NULL
), namesakes AS MATERIALIZED (
  SELECT new.id, new.first_posted_at, new.author, theirs.id AS version_id
    FROM new
   CROSS JOIN LATERAL (
           SELECT id FROM preprints_version
            WHERE md5(verso_letters(title_plain)) = md5(new.title) AND preprint_id <> new.id
           OFFSET 0
         ) AS theirs
   WHERE length(new.title) >= %(shortest)s AND new.author <> ''
)
INSERT INTO preprints_duplicatecandidate (one_id, other_id, reason, state, created_at)
SELECT DISTINCT least(one.id, other.id), greatest(one.id, other.id), %(reason)s, 'open',
       %(now)s::timestamptz
  FROM namesakes AS one
  JOIN preprints_preprint AS other
    ON other.current_version_id = one.version_id AND other.merged_into_id IS NULL
   AND other.first_posted_at BETWEEN one.first_posted_at - %(within)s
                                 AND one.first_posted_at + %(within)s
  JOIN preprints_author AS author
    ON author.version_id = one.version_id AND author.position = 1
   AND verso_letters(author.name) = one.author
    ON CONFLICT (one_id, other_id) DO NOTHING
"""
_KEPT_APART = """
WITH RECURSIVE member (target, id) AS (
  SELECT id, id FROM unnest(%s::bigint[]) AS asked (id)
   UNION ALL
  SELECT member.target, work.id
    FROM preprints_preprint AS work JOIN member ON work.merged_into_id = member.id
)
SELECT one.target, other.target
  FROM preprints_duplicatecandidate AS decided
  JOIN member AS one ON one.id = decided.one_id
  JOIN member AS other ON other.id = decided.other_id
 WHERE decided.state = 'different'
"""


def suggest_candidates(preprint_ids: Sequence[int], *, now: datetime) -> int:
    """Suggest to editors what looks like one of these preprints; returns how many pairs are new.

    A pair that was suggested before, decided or not, is not suggested again.
    """
    if not preprint_ids:
        return 0
    asked: dict[str, Any] = {
        "ids": list(preprint_ids),
        "reason": REASON_SAME_TITLE,
        "now": now,
        "shortest": SHORTEST_TITLE,
        "within": POSTED_WITHIN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST_SAME_TITLE, asked)
        return cursor.rowcount


def suggest_pairs(pairs: Sequence[tuple[int, int]], *, reason: str, now: datetime) -> None:
    """Suggest pairs of preprints to editors, by their ids; three queries however many they are.

    A preprint that was merged away stands for the one it was merged into. A pair that is one
    preprint by now, or was kept apart, is not suggested, and no pair is suggested twice.
    """
    if not pairs:
        return
    targets = merge_target_ids([preprint_id for pair in pairs for preprint_id in pair])
    suggested = {_in_order(targets[one], targets[other]) for one, other in pairs}
    DuplicateCandidate.objects.bulk_create(
        [
            DuplicateCandidate(one_id=one, other_id=other, reason=reason, created_at=now)
            for one, other in sorted(suggested - _kept_apart(set(targets.values())))
            if one != other
        ],
        ignore_conflicts=True,
    )


def _kept_apart(preprint_ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of these that an editor kept apart, as they are or as they were before merges."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT_APART, [list(preprint_ids)])
        return {_in_order(one, other) for one, other in cursor.fetchall()}


def add_candidate(
    one: Preprint, other: Preprint, *, reason: str, now: datetime
) -> DuplicateCandidate:
    first, second = _in_order(one.pk, other.pk)
    candidate, _ = DuplicateCandidate.objects.get_or_create(
        one_id=first, other_id=second, defaults={"reason": reason, "created_at": now}
    )
    return candidate


def open_candidate(one: Preprint, other: Preprint) -> DuplicateCandidate | None:
    """The open suggestion that these two, or what has been merged into them, are one work."""
    return _between(one, other).filter(state=DuplicateCandidate.State.OPEN).first()


def are_different(one: Preprint, other: Preprint) -> bool:
    """Whether an editor decided that they, or works merged into them, are two works."""
    return _between(one, other).filter(state=DuplicateCandidate.State.DIFFERENT).exists()


@transaction.atomic
def keep_apart(candidate: DuplicateCandidate, *, by: User, now: datetime) -> None:
    """Decide of a suggested pair that it is two works, for good. Raises a PreprintError."""
    check_may_merge(by)
    # Before the row, as whoever merges does, so that neither waits for the other.
    hold(Lock.CATALOGUE)
    candidate = DuplicateCandidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if candidate.state != DuplicateCandidate.State.OPEN:
        raise AlreadyDecided
    one, other = merge_target(candidate.one_id), merge_target(candidate.other_id)
    mark_different(one, other, reason=candidate.reason, by=by, now=now)


def mark_same(kept: Preprint, *, by: User | None, now: datetime) -> None:
    """Close all suggestions and decisions about pairs that are one preprint now."""
    members = merged_group_ids(kept.pk)
    inside = DuplicateCandidate.objects.filter(one__in=members, other__in=members)
    inside.exclude(state=DuplicateCandidate.State.SAME).update(
        state=DuplicateCandidate.State.SAME, decided_at=now, decided_by=by
    )


def mark_different(
    one: Preprint, other: Preprint, *, reason: str, by: User | None, now: datetime
) -> None:
    """Record that they are two works, so that nothing merges or suggests them again."""
    decided: dict[str, Any] = {
        "state": DuplicateCandidate.State.DIFFERENT,
        "decided_at": now,
        "decided_by": by,
    }
    if not _between(one, other).update(**decided):
        first, second = _in_order(one.pk, other.pk)
        pair = DuplicateCandidate(one_id=first, other_id=second, reason=reason, created_at=now)
        for name, value in decided.items():
            setattr(pair, name, value)
        # Another transaction may have suggested the pair since then.
        DuplicateCandidate.objects.bulk_create(
            [pair], update_conflicts=True, unique_fields=["one", "other"], update_fields=[*decided]
        )


def _between(one: Preprint, other: Preprint) -> models.QuerySet[DuplicateCandidate]:
    ones, others = merged_group_ids(one.pk), merged_group_ids(other.pk)
    return DuplicateCandidate.objects.filter(
        Q(one__in=ones, other__in=others) | Q(one__in=others, other__in=ones)
    )


def _in_order(one_id: int, other_id: int) -> tuple[int, int]:
    return min(one_id, other_id), max(one_id, other_id)
