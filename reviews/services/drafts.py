"""Keeping what somebody types."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import errors, rules
from reviews.models import Draft


@dataclass(frozen=True, slots=True)
class SavedDraft:
    revision: int
    saved_at: datetime


@transaction.atomic
def save_draft(
    owner: User, key: str, *, fields: dict[str, str], known_revision: int, now: datetime
) -> SavedDraft:
    """Save a form as typed. known_revision: the one the writer's page was loaded with, 0 for none.

    Raises DraftOutOfDate when a newer one was saved elsewhere, DraftTooLong over 300 kB.
    """
    if sum(len(value.encode("utf-8", "replace")) for value in fields.values()) > rules.MAX_DRAFT_BYTES:
        raise errors.DraftTooLong
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        owner=owner, key=key, defaults={"fields": fields, "saved_at": now}
    )
    if is_new:
        return SavedDraft(draft.revision, now)
    if draft.revision != known_revision and draft.fields != fields:
        raise errors.DraftOutOfDate
    draft.fields, draft.revision, draft.saved_at = fields, draft.revision + 1, now
    draft.save(update_fields=["fields", "revision", "saved_at"])
    return SavedDraft(draft.revision, now)


def find_draft(owner: User, key: str) -> Draft | None:
    return Draft.objects.filter(owner=owner, key=key).first()
