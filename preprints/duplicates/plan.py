"""What a merge of two preprints will do, worked out without writing; `merge` carries it out.

Rows move from the merged preprint to the kept one. Where one cannot is for the apps above to say:
by the unique constraints of their models, which are read here, and by `never_moves`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from preprints.duplicates.steps import references_to_preprints
from preprints.errors import AlreadyMerged, CannotMerge, InPublishedIssue, SamePreprint
from preprints.known_sources import Rank, source_facts
from preprints.models import Location, Preprint, Relation

IsFixed = Callable[[int], bool]
NEVER_MOVES: list[IsFixed] = []
# The merge itself makes room: of two canonical locations one stays so, no relation stands twice.
_JOINED = (Location, Relation)


@dataclass(frozen=True, slots=True)
class NewNumber:
    """What one version is called before the merge, and after it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """old_numbers, new_numbers: of each version of the merged preprint, by its id, in order.
    shown: whose title, authors and abstract the page has afterwards, those of the newest version.
    """

    kept: Preprint
    merged: Preprint
    old_numbers: dict[int, int]
    new_numbers: dict[int, int]
    shown: Preprint

    def named_numbers(self) -> list[NewNumber]:
        return [
            NewNumber(
                before=f"{self.merged.identifier}.{old}",
                after=f"{self.kept.identifier}.{self.new_numbers[version_id]}",
            )
            for version_id, old in self.old_numbers.items()
        ]


def never_moves(function: IsFixed) -> IsFixed:
    """Register a function that says whether a preprint, by its id, has a row that cannot move."""
    NEVER_MOVES.append(function)
    return function


def plan_pair(one: Preprint, other: Preprint) -> MergePlan:
    """The merge whichever way round is possible. Raises a PreprintError."""
    kept, merged = choose_kept(one, other)
    try:
        return plan_merge(kept, merged)
    except InPublishedIssue:
        return plan_merge(merged, kept)


def choose_kept(one: Preprint, other: Preprint) -> tuple[Preprint, Preprint]:
    """The one to keep and the one to merge: one that is more than listed, else the one of the
    better place, else the older one.
    """

    def order(work: Preprint) -> tuple[bool, int, int]:
        place = work.locations.first()  # the canonical one, if there is any
        rank = source_facts(place.source).rank if place else Rank.PAGE
        return work.status == Preprint.Status.LISTED, rank, work.pk

    kept, merged = sorted([one, other], key=order)
    return kept, merged


def plan_merge(kept: Preprint, merged: Preprint) -> MergePlan:
    """Raises SamePreprint, AlreadyMerged, InPublishedIssue or CannotMerge."""
    _check_can_merge(kept, merged)
    ours = list(kept.versions.order_by("posted_at", "number").values_list("number", "posted_at"))
    theirs = list(
        merged.versions.order_by("posted_at", "number").values_list("pk", "number", "posted_at")
    )
    highest = max((number for number, _ in ours), default=0)
    # Of one day the higher number is the newer one: the numbers of the merged preprint go on.
    is_theirs_newer = bool(theirs) and (not ours or theirs[-1][2] >= ours[-1][1])
    return MergePlan(
        kept=kept,
        merged=merged,
        old_numbers={pk: number for pk, number, _ in theirs},
        new_numbers={pk: highest + at for at, (pk, *_rest) in enumerate(theirs, start=1)},
        shown=merged if is_theirs_newer else kept,
    )


def _check_can_merge(kept: Preprint, merged: Preprint) -> None:
    if kept == merged:
        raise SamePreprint
    if kept.merged_into_id or merged.merged_into_id:
        raise AlreadyMerged
    if any(is_fixed(merged.pk) for is_fixed in NEVER_MOVES):
        raise InPublishedIssue
    if any(_have_clash(model, name, kept, merged) for model, name in references_to_preprints()):
        raise CannotMerge


def _have_clash(model: type[models.Model], name: str, kept: Preprint, merged: Preprint) -> bool:
    """Whether a row that moves would be one too many beside those of the kept preprint."""
    if model in _JOINED:
        return False
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or name not in constraint.fields:
            continue
        rows = model._base_manager.filter(constraint.condition or Q())
        same = {field: OuterRef(field) for field in constraint.fields if field != name}
        if rows.filter(Exists(rows.filter(**{name: kept}, **same)), **{name: merged}).exists():
            return True
    return False
