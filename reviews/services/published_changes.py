"""The one way in which something published changes: told by an event, with the hash it has then.

Triggers refuse every other change of a published review, assessment or response, and to delete one.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model

from accounts.models import User
from events.services import record_event
from reviews.models import Assessment, Response, Review
from reviews.published import key_of, tombstone_personal, tombstone_public

Published = Review | Assessment | Response


def change_published(row: Model, fields: Sequence[str]) -> None:
    """Save these fields of a published row; the caller records the event that says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.changing_published', 'on', true)")
        row.save(update_fields=fields)
        cursor.execute("SELECT set_config('verso.changing_published', '', true)")


def record_withdrawal(
    row: Published,
    kind: str,
    *,
    by: User,
    withdrawn_as: str,
    reason: str,
    now: datetime,
    facts: dict[str, int],
) -> None:
    """Put a tombstone in its place, and record it as an event of this kind. facts: for its data."""
    row.withdrawn_at, row.withdrawn_as, row.withdrawn_by = now, withdrawn_as, by
    row.withdrawal_reason = reason
    fields = ["withdrawn_at", "withdrawn_as", "withdrawn_by", "withdrawal_reason"]
    if isinstance(row, Review):
        row.status = Review.Status.WITHDRAWN
        fields.append("status")
    elif isinstance(row, Assessment):
        row.state, row.withdrawal_asked_at = Assessment.State.WITHDRAWN, None
        fields += ["state", "withdrawal_asked_at"]
    change_published(row, fields)
    record_event(
        kind,
        about=row.version,
        actor_id=by.pk,
        now=now,
        data={
            kind.partition(".")[0]: row.identifier,
            "row": key_of(row),
            "withdrawn_as": withdrawn_as,
            **facts,
        },
        public=tombstone_public(row),
        personal=tombstone_personal(row),
    )
