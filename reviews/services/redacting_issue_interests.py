"""Redacting what an editor declared of a work in an issue. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews.models import IssueInterests
from reviews.published_issue_interests import interests_key, interests_personal, interests_public
from reviews.services.redacted_declarations import redact_declarations
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    RedactionEvent,
    check_may_redact,
    record_redaction,
)
from reviews.services.submissions import lock_submission


def redact_issue_interests(
    declared_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> IssueInterests:
    """By a managing editor who has no part in the work and did not declare it."""
    published = IssueInterests.objects.published().select_related("version")
    redacted = Redacted.of(published.get(pk=declared_id), passage, reason)
    with transaction.atomic():
        known = published.get(pk=declared_id)
        if known.submission is not None:
            lock_submission(known.submission.pk)
        declared = published.select_for_update(of=("self",)).get(pk=declared_id)
        check_may_redact(declared, editor)
        redact_declarations(declared, passage)
        event = RedactionEvent(
            about=declared.version,
            data={"issue": declared.issue, "row": interests_key(declared)},
            public=lambda: interests_public(declared),
            personal=lambda: interests_personal(declared),
        )
        return record_redaction(
            "issue.interests_redacted", declared, redacted, event, editor=editor, now=now
        )
