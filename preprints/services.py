"""Storing what the sources say, and moving a preprint's status."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from preprints.duplicates.resolve import resolve_duplicates
from preprints.models import Preprint, Version
from preprints.outcome import Outcome
from preprints.record import Record
from preprints.rules import has_left
from preprints.storing import store_records

_STATUS_FIELDS = ["status", "status_at", "selected_for"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What `store_record` did: the preprint, the version the record is, and what is new."""

    preprint: Preprint
    version: Version
    outcome: Outcome

    @property
    def is_new_preprint(self) -> bool:
        return self.outcome.is_new_preprint

    @property
    def is_new_version(self) -> bool:
        return self.outcome.is_new_version


@transaction.atomic
def store_record(record: Record, *, now: datetime) -> Stored:
    """Store one record as a preprint, or as a new version of a known one; the same record twice
    is the same version. Preprints that it shows to be one work are merged, like ones suggested.
    """
    (outcome,) = store_records([record], now=now)
    resolve_duplicates([outcome], now=now)
    version = Version.objects.select_related("preprint__current_version").get(pk=outcome.version_id)
    # Resolving duplicates may have merged the preprint into another one.
    return Stored(version.preprint, version, replace(outcome, preprint_id=version.preprint_id))


def status_it_stands_for(preprint: Preprint) -> str:
    """The status; of a withdrawn one that to which it would come back."""
    if preprint.status == Preprint.Status.WITHDRAWN:
        return preprint.status_before_withdrawal
    return preprint.status


def set_status(
    preprint: Preprint, status: str, *, now: datetime, selected_for: str | None = None
) -> None:
    """Move the status word; the caller records the event that tells why.

    A withdrawn or retracted preprint stays so; what a withdrawn one comes back to moves instead.
    One that is in an issue stays so, whatever becomes of its later versions.
    Call it inside the transaction of the write.
    """
    fields = ("status", "status_before_withdrawal")
    locked = Preprint.objects.select_for_update(of=("self",)).values_list(*fields)
    current, before = locked.get(pk=preprint.pk)
    is_selected = Preprint.Status.SELECTED in (current, before if has_left(current) else "")
    if is_selected and status != Preprint.Status.SELECTED:
        preprint.refresh_from_db(fields=_STATUS_FIELDS)
        return
    if has_left(current):
        if current == Preprint.Status.WITHDRAWN:
            Preprint.objects.filter(pk=preprint.pk).update(status_before_withdrawal=status)
        preprint.refresh_from_db(fields=[*_STATUS_FIELDS, "status_before_withdrawal"])
        return
    preprint.status, preprint.status_at = status, now
    if selected_for is not None:
        preprint.selected_for = selected_for
    preprint.save(update_fields=_STATUS_FIELDS)
