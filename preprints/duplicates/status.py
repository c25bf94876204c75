"""The status of two preprints that become one, or two again."""

from typing import Any

from preprints.models import Preprint

State = dict[str, Any]  # the fields of a preprint, as a merge keeps them


def newest_work(kept: Preprint, merged: Preprint) -> Preprint:
    """That of the two whose current version is the newer one."""
    ours, theirs = kept.current_version, merged.current_version
    is_theirs = theirs is not None and (ours is None or theirs.posted_at > ours.posted_at)
    return merged if is_theirs else kept


def takes_status_over(kept: State, merged: State) -> bool:
    """Of two states as they were: whether a status that the journal gave is the merged one's.

    A retraction is never lost.
    """
    if Preprint.Status.RETRACTED in (kept["status"], merged["status"]):
        return kept["status"] != Preprint.Status.RETRACTED
    return (
        _journal_status(kept) == Preprint.Status.LISTED
        and _journal_status(merged) != Preprint.Status.LISTED
    )


def _journal_status(state: State) -> str:
    """The status without the source's withdrawal."""
    if state["status"] == Preprint.Status.WITHDRAWN:
        return state.get("status_before_withdrawal") or Preprint.Status.LISTED
    return str(state["status"])


def set_withdrawn(preprint: Preprint, is_withdrawn: bool) -> None:
    is_so = preprint.status == Preprint.Status.WITHDRAWN
    if preprint.status == Preprint.Status.RETRACTED or is_so == is_withdrawn:
        return
    if is_withdrawn:
        preprint.status_before_withdrawal = preprint.status
        preprint.status = Preprint.Status.WITHDRAWN
    else:
        preprint.status = preprint.status_before_withdrawal or Preprint.Status.LISTED
        preprint.status_before_withdrawal = ""


def share_withdrawals(kept: Preprint, merged: Preprint) -> None:
    """A version that was withdrawn meanwhile takes its withdrawal along."""
    for work, other in ((kept, merged), (merged, kept)):
        current, theirs = work.current_version, other.current_version
        if current is not None and current.is_withdrawn:
            set_withdrawn(work, is_withdrawn=True)
        elif theirs is not None and theirs.is_withdrawn and newest_work(work, other) is other:
            set_withdrawn(work, is_withdrawn=False)


def copy_status(source: Preprint, target: Preprint) -> None:
    target.status, target.status_at = source.status, source.status_at
    target.selected_for = source.selected_for
    target.status_before_withdrawal = source.status_before_withdrawal
