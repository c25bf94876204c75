"""The status of two preprints that become one, or two again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from events.outbox import promise
from preprints.models import Preprint

State = dict[str, Any]  # the fields of a preprint, as a merge keeps them


def newest_work(kept: Preprint, merged: Preprint) -> Preprint:
    """That of the two whose current version is the newer one."""
    ours, theirs = kept.current_version, merged.current_version
    is_theirs = theirs is not None and (ours is None or theirs.posted_at > ours.posted_at)
    return merged if is_theirs else kept


def takes_status_over(kept: State, merged: State) -> bool:
    """Whether the kept preprint gets the merged one's status, by both as they were before.

    It does where the merged one is retracted, or where the journal has done something with the
    merged one (it is submitted, reviewed…) and nothing with the kept one. A retracted preprint
    keeps its own status.
    """
    if kept["status"] == Preprint.Status.RETRACTED:
        return False
    if merged["status"] == Preprint.Status.RETRACTED:
        return True
    return _is_only_listed(kept) and not _is_only_listed(merged)


def _is_only_listed(state: State) -> bool:
    """Whether the journal has done nothing with it; a withdrawal is its source's doing."""
    status = state["status"]
    if status == Preprint.Status.WITHDRAWN:
        status = state.get("status_before_withdrawal") or Preprint.Status.LISTED
    return bool(status == Preprint.Status.LISTED)


def set_withdrawn(preprint: Preprint, is_withdrawn: bool, *, now: datetime) -> None:
    """Withdraw it, or give it back the status it had before; a retraction stays."""
    is_so = preprint.status == Preprint.Status.WITHDRAWN
    if preprint.status == Preprint.Status.RETRACTED or is_so == is_withdrawn:
        return
    if is_withdrawn:
        preprint.status_before_withdrawal = preprint.status
        preprint.status = Preprint.Status.WITHDRAWN
    else:
        preprint.status = preprint.status_before_withdrawal or Preprint.Status.LISTED
        preprint.status_before_withdrawal = ""
    preprint.status_at = now


def promise_to_follow(preprint: Preprint, *, had_left: Collection[bool]) -> None:
    """Its review stops, or goes on, as when its source says so. had_left: whether the works had
    left their source to which its submissions belonged before."""
    if all(before == preprint.has_left for before in had_left):
        return
    task = "notify_of_left_work" if preprint.has_left else "notify_of_returned_work"
    promise(f"reviews.{task}", preprint_id=preprint.pk)


def share_withdrawals(kept: Preprint, merged: Preprint, *, now: datetime) -> None:
    """After an undone merge a withdrawal goes with the version that says it.

    A work whose current version is withdrawn is withdrawn. One that was so for the other's newer
    version is not any more.
    """
    for work, other in ((kept, merged), (merged, kept)):
        current, theirs = work.current_version, other.current_version
        if current is not None and current.is_withdrawn:
            set_withdrawn(work, is_withdrawn=True, now=now)
        elif theirs is not None and theirs.is_withdrawn and newest_work(work, other) is other:
            set_withdrawn(work, is_withdrawn=False, now=now)


def copy_status(source: Preprint, target: Preprint) -> None:
    target.status, target.status_at = source.status, source.status_at
    target.selected_for = source.selected_for
    target.status_before_withdrawal = source.status_before_withdrawal
