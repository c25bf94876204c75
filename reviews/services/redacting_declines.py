"""Redacting the published reasons of a decline. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import moves
from reviews.models import Appeal, Submission
from reviews.services.redacted_declarations import redact_copies
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    check_may_redact,
    record_redaction,
)
from reviews.services.submissions import lock_submission


def redact_decline(
    submission_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Submission:
    """The reasons that an author published, or what an editor who declined it declares, also where
    an appeal took the decline back; by a managing editor who has no part in the work. What was
    declared is redacted wherever else it was declared of the work. As `redacting.redact_review`."""
    redacted = Redacted.of(Submission.objects.get(pk=submission_id), passage, reason)
    with transaction.atomic():
        submission = lock_submission(submission_id)
        list(Appeal.objects.filter(work=submission).order_by("pk").select_for_update(of=("self",)))
        check_may_redact(submission, editor)
        moves.REDACT_DECLINE.check(submission.state)
        redact_copies(submission, passage, reason, editor=editor, now=now)
        event = event_of(submission, passage.part)
        _redact_private_copies(submission, redacted)
        return record_redaction(submission, redacted, event, editor=editor, now=now)


def _redact_private_copies(submission: Submission, redacted: Redacted) -> None:
    """What two editors decided was proposed in the same words. And what an appeal took back stays
    in the submission, until something else is decided on it."""
    said = redacted.original
    submission.proposals.filter(text=said).update(text=redacted.left)
    if submission.decided_at is None and submission.decline_text == said:
        submission.decline_text = redacted.left
        submission.save(update_fields=["decline_text"])
