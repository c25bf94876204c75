"""A merge is taken back: each of the two works gets its own again.

What cannot be divided between the two is for the apps above to say, by `never_separates`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.models import User
from preprints.duplicates.candidates import mark_different
from preprints.duplicates.status import (
    copy_status,
    promise_to_follow,
    share_withdrawals,
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
from preprints.errors import AlreadyUndone, CannotSeparate, MergedOn, ReviewedTogether
from preprints.models import Location, Merge, Preprint, Version

IsDivided = Callable[[tuple[int, int]], bool]
NEVER_SEPARATES: list[IsDivided] = []


def never_separates(function: IsDivided) -> IsDivided:
    """Register a function that says, once the rows have gone back, whether two works, by their
    ids, have a part each of what must be of one work.
    """
    NEVER_SEPARATES.append(function)
    return function


@transaction.atomic
def undo_merge(merge: Merge, *, by: User | None = None, now: datetime) -> Merge:
    """Give everything back; what was made since on the moved versions goes with them.

    The two count as different works from then on. Raises a PreprintError.
    """
    check_may_merge(by)
    kept, merged = lock_pair(merge.kept_id, merge.merged_id)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise AlreadyUndone
    if kept.merged_into_id is not None:
        raise MergedOn
    try:
        with transaction.atomic():
            _return_rows(merge)
    except IntegrityError as error:
        raise CannotSeparate from error
    if any(is_divided((kept.pk, merged.pk)) for is_divided in NEVER_SEPARATES):
        raise ReviewedTogether
    had_left = (kept.has_left,)
    _restore(merge, kept, merged, now=now)
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    mark_different(kept, merged, reason=merge.reason, by=by, now=now)
    record_merge("preprint.separated", merge, by=by, now=now)
    for work in (kept, merged):
        promise_to_follow(work, had_left=had_left)
    return merge


def _return_rows(merge: Merge) -> None:
    moved = {(one["model"], one["field"]): one for one in merge.moved}
    versions = _returning_versions(merge, moved)
    for model, name in references_to_preprints():
        entry = moved.get((model._meta.label_lower, name), {"ids": []})
        belongs = models.Q(pk__in=entry["ids"])
        for field in model._meta.concrete_fields:
            if field.related_model is Version:
                belongs |= models.Q(**{f"{field.name}__in": list(versions)})
        rows = model._base_manager.filter(belongs, **{name: merge.kept_id})
        rows.update(**{name: merge.merged_id})
        if entry.get("canonical"):
            Location.objects.filter(pk__in=entry["canonical"]).update(is_canonical=True)
    place_versions(merge.merged, versions)
    merge.kept.subjects.remove(*moved["preprints.subject", "subjects"]["ids"])


def _returning_versions(merge: Merge, moved: dict[tuple[str, str], Moved]) -> dict[int, int]:
    """The moved versions under their old numbers, then what their places have posted since."""
    numbers = {int(pk): number for pk, number in merge.renumbered.items()}
    places = moved.get(("preprints.location", "preprint"), {"ids": []})["ids"]
    since = merge.kept.versions.filter(location__in=places).exclude(pk__in=numbers)
    highest = max(numbers.values(), default=0)
    newer = since.order_by("number").values_list("pk", flat=True)
    return numbers | {pk: highest + at for at, pk in enumerate(newer, start=1)}


def _restore(merge: Merge, kept: Preprint, merged: Preprint, *, now: datetime) -> None:
    """The fields as they were, but for those of the kept preprint that have moved on since."""
    given, was, now_is = merge.was["given"], merge.was["kept"], shared_state(kept)
    unchanged = {name for name in given if now_is[name] == given[name]}
    if takes_status_over(was, merge.was):
        # It took the merged one's status over, which went on with the rows that are given back.
        copy_status(kept, merged)
        unchanged |= {"status", "status_at", "selected_for", "status_before_withdrawal"}
    _set(kept, {name: was[name] for name in unchanged & was.keys()})
    kept.current_version = _current_again(kept, was)
    merged.merged_into = None
    merged.current_version = _current_again(merged, merge.was)
    share_withdrawals(kept, merged, now=now)
    save_work(kept)
    save_work(merged)


def _current_again(preprint: Preprint, was: dict[str, Any]) -> Version | None:
    """The version that was the current one, unless a newer one has come since."""
    newest, before = (
        newest_version(preprint),
        preprint.versions.filter(pk=was["current_version_id"]),
    )
    is_before = newest is not None and before.filter(posted_at__gte=newest.posted_at).exists()
    return before.get() if is_before else newest


def _set(preprint: Preprint, values: dict[str, Any]) -> None:
    for field in Preprint._meta.concrete_fields:
        if field.attname in values:
            setattr(preprint, field.attname, field.to_python(values[field.attname]))
