"""Redacting the published reasons of a decline. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import moves
from reviews.decline_parts import decline_of
from reviews.models import Appeal, Submission
from reviews.published_declines import numbered_key, personal_of_decline, public_of_decline
from reviews.services.redacted_declarations import redact_declarations
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    RedactionEvent,
    check_may_redact,
    record_redaction,
)
from reviews.services.submissions import lock_submission


def redact_decline(
    submission_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Submission:
    """The reasons that an author published, or what an editor who declined it declares, also where
    an appeal took the decline back; by a managing editor who has no part in the work. What was
    declared is redacted for later publications, too. As `redacting.redact_review`."""
    redacted = Redacted.of(Submission.objects.get(pk=submission_id), passage, reason)
    with transaction.atomic():
        submission = lock_submission(submission_id)
        list(Appeal.objects.filter(work=submission).order_by("pk").select_for_update(of=("self",)))
        check_may_redact(submission, editor)
        moves.REDACT_DECLINE.check(submission.state)
        redact_declarations(submission, passage)
        number = decline_of(submission, passage.part).number
        event = RedactionEvent(
            about=submission.preprint,
            data={"submission": submission.pk, "row": numbered_key(submission.pk, number)},
            public=lambda: public_of_decline(submission, decline_of(submission, passage.part)),
            personal=lambda: personal_of_decline(submission, decline_of(submission, passage.part)),
        )
        return record_redaction(
            "submission.reasons_redacted", submission, redacted, event, editor=editor, now=now
        )
