"""Keeping what somebody types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews import errors, rules
from reviews.models import Draft
from text.plain import clean_text


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
    if (
        sum(len(value.encode("utf-8", "replace")) for value in fields.values())
        > rules.MAX_DRAFT_BYTES
    ):
        raise errors.DraftTooLong
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        owner=owner, key=key, defaults={"fields": fields, "saved_at": now}
    )
    if is_new and known_revision:
        raise errors.DraftOutOfDate  # the form was sent meanwhile, which removed its draft
    if is_new:
        return SavedDraft(draft.revision, now)
    if draft.revision != known_revision and draft.fields != fields:
        raise errors.DraftOutOfDate
    draft.fields, draft.revision, draft.saved_at = fields, draft.revision + 1, now
    draft.save(update_fields=["fields", "revision", "saved_at"])
    return SavedDraft(draft.revision, now)


def check_not_older(owner: User, key: str, *, fields: dict[str, str], known_revision: int) -> None:
    """Raises DraftOutOfDate when a newer and other text was saved than the one being sent."""
    draft = find_draft(owner, key)
    if draft is None or draft.revision == known_revision:
        return
    if any(draft.fields.get(name, value) != value for name, value in fields.items()):
        raise errors.DraftOutOfDate


def sent(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, Any]:
    """What a form sent, as `save_draft` and `check_not_older` take it."""
    return {"fields": form_fields(posted, names), "known_revision": known_revision(posted)}


def find_draft(owner: User, key: str) -> Draft | None:
    return Draft.objects.filter(owner=owner, key=key).first()


def form_fields(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The values of a form's own fields as typed, without characters that no database keeps."""
    return {name: clean_text(posted[name]) for name in names if name in posted}


def known_revision(posted: Mapping[str, str]) -> int:
    """The revision the page was loaded with; 0 where it says nothing readable."""
    text = posted.get("draft_revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
