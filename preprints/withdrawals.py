"""Works that their source withdraws, retracts or brings back, as a batch of records says it.

Some sources withdraw a version under the label it had, and some take that back under it, as after
a mistake. The version stays as it was stored; the work leaves, and comes back.
"""

from preprints import rules
from preprints.batch import Batch, Work, add_event, of_place
from preprints.known import KnownVersion
from preprints.models import Preprint
from preprints.outcome import Outcome
from preprints.record import Record


def withdraw_known(batch: Batch, work: Work, known: KnownVersion, record: Record) -> bool:
    """By a record that says it of the newest version. Returns whether that is news."""
    is_news = record.is_withdrawn and not known.is_withdrawn and known is work.current
    if not is_news or record.is_retracted or rules.has_left(work.status):
        return False
    move_status(batch, work, Preprint.Status.WITHDRAWN, record)
    work.is_changed = True
    return True


def is_back(batch: Batch, work: Work, known: KnownVersion, record: Record) -> bool:
    """Whether the place that withdrew the newest version says under its label that it is there.

    What knows less takes no withdrawal back: another place of the work, a format of the source
    without labels, or one that lists no versions where another one listed this as withdrawn.
    """
    if record.is_withdrawn or known is not work.current or record.source_version == "":
        return False
    if work.status != Preprint.Status.WITHDRAWN or record.source_version != known.source_version:
        return False
    place = record.location.source, record.location.external_id
    if known.location_id not in (None, batch.known.location_ids.get(place)):
        return False
    if not known.is_withdrawn and work.withdrawn_by not in (None, place):
        return False
    return not any(
        entry["label"] == record.source_version and entry.get("is_withdrawn", False)
        for entry in batch.known.histories.get(place, [])
    )


def bring_back(batch: Batch, work: Work, record: Record) -> None:
    """With the version that it had, to the status that it had."""
    move_status(batch, work, work.status_before or Preprint.Status.LISTED, record)
    work.is_changed = True


def retract(batch: Batch, work: Work, outcome: Outcome, record: Record) -> bool:
    """By the notice that the record of its current version tells of, also of a work that was
    withdrawn before. Returns whether that is news of a known work."""
    current = work.current
    if current is None or current.version_id != outcome.version_id:
        return False
    if work.status == Preprint.Status.RETRACTED:
        return False
    move_status(batch, work, Preprint.Status.RETRACTED, record)
    work.is_changed = True
    add_event(batch, "preprint.retracted", work, of_place(record))
    return not work.is_new


def move_status(batch: Batch, work: Work, status: str, record: Record) -> None:
    """Call it before the work gets its new version: of the first one nothing is logged."""
    is_first, had_left = work.current is None, rules.has_left(work.status)
    if not rules.has_left(status):
        work.status_before = ""
        if had_left:
            work.has_returned = True
            if not is_first:
                add_event(batch, "preprint.returned", work, of_place(record))
    elif not had_left:
        work.status_before, work.has_left = work.status, True
        work.withdrawn_by = record.location.source, record.location.external_id
        if not is_first and not record.is_retracted:
            add_event(batch, "preprint.withdrawn", work, of_place(record))
    work.status = status
