"""Redacting what an editor declared of a work in an issue. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from preprints.models import Preprint
from reviews.models import IssueInterests
from reviews.services.redacted_declarations import redact_copies
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    check_may_redact,
    record_redaction,
)


def redact_issue_interests(
    declared_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> IssueInterests:
    """By a managing editor who has no part in the work and did not declare it. It is redacted
    wherever else they declared it of the work."""
    published = IssueInterests.objects.published().select_related("version")
    redacted = Redacted.of(published.get(pk=declared_id), passage, reason)
    with transaction.atomic():
        Preprint.objects.select_for_update().get(versions__issue_interests=declared_id)
        declared = published.select_for_update(of=("self",)).get(pk=declared_id)
        check_may_redact(declared, editor)
        redact_copies(declared, passage, reason, editor=editor, now=now)
        event = event_of(declared, passage.part)
        return record_redaction(declared, redacted, event, editor=editor, now=now)
