"""Two preprints that are one work become one, in a way that can be undone.

Reviews, rounds and assessments point at versions, and so move with them. What moves, and whether it
can, is planned in `plan.py`.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.models import User
from preprints.duplicates.candidates import mark_same
from preprints.duplicates.plan import choose_kept, plan_merge
from preprints.duplicates.status import (
    copy_status,
    newest_work,
    promise_to_follow,
    set_withdrawn,
    takes_status_over,
)
from preprints.duplicates.steps import (
    Moved,
    check_may_merge,
    lock_pair,
    newest_version,
    place_versions,
    record_merge,
    references_to_preprints,
    save_work,
    shared_state,
)
from preprints.errors import CannotMerge, InPublishedIssue
from preprints.lengths import LONGEST_MERGE_REASON
from preprints.models import Kind, Location, Merge, Preprint, Relation


@transaction.atomic
def merge_preprints(
    kept_id: int, merged_id: int, *, reason: str, by: User | None = None, now: datetime
) -> Merge:
    """Move all that belongs to one preprint to another. Raises a PreprintError.

    by: an editor; None for the journal itself, which knows them by an identifier they share.
    """
    check_may_merge(by)
    kept, merged = lock_pair(kept_id, merged_id)
    plan = plan_merge(kept, merged)
    merge = Merge(kept=kept, merged=merged, reason=reason[:LONGEST_MERGE_REASON], by=by, at=now)
    merge.was = shared_state(merged) | {"kept": shared_state(kept)}
    try:
        with transaction.atomic():
            place_versions(kept, plan.new_numbers)
            merge.renumbered = {str(pk): number for pk, number in plan.old_numbers.items()}
            merge.moved = [*_move_rows(kept, merged), _add_subjects(kept, merged)]
    except IntegrityError as error:
        raise CannotMerge from error  # somebody was faster than the plan
    had_left = (kept.has_left, merged.has_left)
    _take_over(kept, merged, now=now)
    merge.was["given"] = shared_state(kept)
    merge.save()
    mark_same(kept, by=by, now=now)
    record_merge("preprint.merged", merge, by=by, now=now)
    promise_to_follow(kept, had_left=had_left)
    return merge


def merge_pair(
    one: Preprint, other: Preprint, *, reason: str, by: User | None = None, now: datetime
) -> Merge:
    """Merge two preprints whichever way round is possible. Raises a PreprintError."""
    kept, merged = choose_kept(one, other)
    try:
        return merge_preprints(kept.pk, merged.pk, reason=reason, by=by, now=now)
    except InPublishedIssue:
        return merge_preprints(merged.pk, kept.pk, reason=reason, by=by, now=now)


def _move_rows(kept: Preprint, merged: Preprint) -> list[Moved]:
    moved = []
    for model, name in references_to_preprints():
        rows = model._base_manager.filter(**{name: merged})
        entry: Moved = {"model": model._meta.label_lower, "field": name}
        if model is Location:
            canonical = rows.filter(is_canonical=True)
            entry["canonical"] = list(canonical.values_list("pk", flat=True))
            canonical.update(is_canonical=False)
        if model is Relation:
            rows = _without_doubles(rows, kept)
        entry["ids"] = list(rows.values_list("pk", flat=True))
        if entry["ids"]:
            model._base_manager.filter(pk__in=entry["ids"]).update(**{name: kept})
            moved.append(entry)
    return moved


def _without_doubles(relations: models.QuerySet[Any], kept: Preprint) -> models.QuerySet[Any]:
    """The relations without those that the kept preprint has already; these do not move."""
    same = Relation.objects.filter(
        preprint=kept,
        kind=models.OuterRef("kind"),
        scheme=models.OuterRef("scheme"),
        external_id=models.OuterRef("external_id"),
    )
    return relations.exclude(models.Exists(same))


def _add_subjects(kept: Preprint, merged: Preprint) -> Moved:
    added = sorted(
        set(merged.subjects.values_list("pk", flat=True))
        - set(kept.subjects.values_list("pk", flat=True))
    )
    kept.subjects.add(*added)
    return {"model": "preprints.subject", "field": "subjects", "ids": added}


def _take_over(kept: Preprint, merged: Preprint, *, now: datetime) -> None:
    """The newest version counts, and what it says of a withdrawal; the merged one's status, where
    the kept one was only listed. A work that was there until now has left now, whenever the other
    one did.
    """
    had_left = kept.has_left
    is_withdrawn = newest_work(kept, merged).status == Preprint.Status.WITHDRAWN
    if takes_status_over(shared_state(kept), shared_state(merged)):
        copy_status(merged, kept)
    set_withdrawn(kept, is_withdrawn, now=now)
    if kept.has_left and not had_left:
        kept.status_at = now
    if kept.kind == Kind.UNKNOWN:
        kept.kind = merged.kind
    # Whoever agreed to the full text of one place did not agree to that of the other.
    kept.shows_full_text = kept.shows_full_text and merged.shows_full_text
    kept.first_posted_at = min(kept.first_posted_at, merged.first_posted_at)
    kept.current_version = newest_version(kept)
    save_work(kept)
    merged.current_version, merged.merged_into = None, kept
    save_work(merged)
