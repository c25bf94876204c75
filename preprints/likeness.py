"""Preprints that may be one work: suggested by what they look like, told apart by editors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_noop

from preprints.models import Likeness, Preprint

if TYPE_CHECKING:
    from accounts.models import User

ALIKE = gettext_noop("The title and the first author are the same, posted within a week.")
SHORTEST_TITLE = 20  # letters and digits; below, "Open thread" would be like every "Open thread"
WITHIN = timedelta(days=7)

# `verso_letters` and the index on its digest come with migration 0005.
_SUGGEST = """
INSERT INTO preprints_likeness (one_id, other_id, reason, state, created_at)
SELECT DISTINCT least(new.id, twin.id), greatest(new.id, twin.id), %(reason)s, 'open',
       %(now)s::timestamptz
  FROM preprints_preprint AS new
  JOIN preprints_version AS mine ON mine.id = new.current_version_id
  JOIN preprints_version AS theirs
    ON md5(verso_letters(theirs.title_plain)) = md5(verso_letters(mine.title_plain))
  JOIN preprints_preprint AS twin ON twin.id = theirs.preprint_id
   AND twin.current_version_id = theirs.id
  JOIN preprints_author AS author ON author.version_id = mine.id AND author.position = 1
  JOIN preprints_author AS namesake
    ON namesake.version_id = theirs.id AND namesake.position = 1
 WHERE new.id = ANY(%(ids)s) AND twin.id <> new.id
   AND new.merged_into_id IS NULL AND twin.merged_into_id IS NULL
   AND length(verso_letters(mine.title_plain)) >= %(shortest)s
   AND verso_letters(author.name) <> ''
   AND verso_letters(author.name) = verso_letters(namesake.name)
   AND twin.first_posted_at BETWEEN new.first_posted_at - %(within)s
                                AND new.first_posted_at + %(within)s
    ON CONFLICT (one_id, other_id) DO NOTHING
"""


def suggest_alike(preprint_ids: Sequence[int], *, now: datetime) -> int:
    """Suggest to editors what looks like one of these preprints; returns how many pairs are new.

    A pair that was suggested before, decided or not, is not suggested again.
    """
    if not preprint_ids:
        return 0
    asked: dict[str, Any] = {
        "ids": list(preprint_ids),
        "reason": ALIKE,
        "now": now,
        "shortest": SHORTEST_TITLE,
        "within": WITHIN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, asked)
        return cursor.rowcount


def suggest_pair(one: Preprint, other: Preprint, *, reason: str, now: datetime) -> Likeness:
    first, second = _in_order(one, other)
    likeness, _ = Likeness.objects.get_or_create(
        one=first, other=second, defaults={"reason": reason, "created_at": now}
    )
    return likeness


def are_different(one: Preprint, other: Preprint) -> bool:
    """Whether an editor said so."""
    first, second = _in_order(one, other)
    told_apart = Likeness.objects.filter(state=Likeness.State.DIFFERENT)
    return told_apart.filter(one=first, other=second).exists()


def call_same(one: Preprint, other: Preprint, *, by: "User | None", now: datetime) -> None:
    """Close the suggestion of this pair, if there is one."""
    first, second = _in_order(one, other)
    Likeness.objects.filter(one=first, other=second).update(
        state=Likeness.State.SAME, decided_at=now, decided_by=by
    )


def call_different(
    one: Preprint, other: Preprint, *, reason: str, by: "User | None", now: datetime
) -> None:
    """Keep that they are not one work, so that nothing merges or suggests them again."""
    first, second = _in_order(one, other)
    decided = {"state": Likeness.State.DIFFERENT, "decided_at": now, "decided_by": by}
    Likeness.objects.update_or_create(
        one=first,
        other=second,
        defaults=decided,
        create_defaults=decided | {"reason": reason, "created_at": now},
    )


def _in_order(one: Preprint, other: Preprint) -> tuple[Preprint, Preprint]:
    return (one, other) if one.pk < other.pk else (other, one)
