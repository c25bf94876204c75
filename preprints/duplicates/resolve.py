"""What newly stored records show of other preprints: merged where it is certain, else suggested."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from events.locks import Lock, hold
from preprints.duplicates.candidates import (
    add_candidate,
    are_different,
    suggest_candidates,
    suggest_pairs,
)
from preprints.duplicates.merge import merge_pair
from preprints.duplicates.merged_ids import merge_target
from preprints.errors import CannotMerge
from preprints.models import Merge
from preprints.outcome import Outcome

REASON_SAME_IDENTIFIER = gettext_noop("They have an identifier in common.")
REASON_CLAIMED = gettext_noop("One of them says that it is the other.")
_CLAIMED = """
SELECT claim.preprint_id, place.preprint_id
  FROM preprints_relation AS claim
  JOIN preprints_location AS place
    ON place.source = claim.scheme AND place.external_id = claim.external_id
 WHERE claim.kind = 'claims' AND claim.preprint_id = ANY(%(ids)s)
 UNION
SELECT claim.preprint_id, place.preprint_id
  FROM preprints_location AS place
  JOIN preprints_relation AS claim
    ON claim.scheme = place.source AND claim.external_id = place.external_id
 WHERE claim.kind = 'claims' AND place.preprint_id = ANY(%(ids)s)
"""


def resolve_duplicates(outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Merge what an identifier shows to be one work; suggest to editors what looks like one."""
    merge_exact(outcomes, now=now)
    new = [one.preprint_id for one in outcomes if one.is_new_preprint]
    claiming = [one.preprint_id for one in outcomes if one.claims]
    _suggest_claimed([*new, *claiming], now=now)
    suggest_candidates(new, now=now)


@transaction.atomic
def merge_exact(outcomes: Sequence[Outcome], *, now: datetime) -> list[Merge]:
    """Merge the preprints that records showed to be one work, by an identifier they share.

    Those that cannot be merged are suggested to an editor; those found different stay apart.
    """
    merges = []
    pairs = [(one.preprint_id, other) for one in outcomes for other in one.also_at]
    if pairs:
        hold(Lock.CATALOGUE)
    for one_id, other_id in pairs:
        one, other = merge_target(one_id), merge_target(other_id)
        if one == other or are_different(one, other):
            continue
        try:
            merges.append(merge_pair(one, other, reason=REASON_SAME_IDENTIFIER, now=now))
        except CannotMerge:
            add_candidate(one, other, reason=REASON_SAME_IDENTIFIER, now=now)
    return merges


def _suggest_claimed(preprint_ids: Sequence[int], *, now: datetime) -> None:
    """Suggest what a page or a depositor says that a work is, whichever of the two came first."""
    if not preprint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED, {"ids": list(preprint_ids)})
        pairs = cursor.fetchall()
    suggest_pairs(pairs, reason=REASON_CLAIMED, now=now)
