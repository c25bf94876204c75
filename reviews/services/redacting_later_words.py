"""Redacting what editors said of a published assessment later: why it was looked at again, why that
was decided so, and why it holds for another version. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import moves
from reviews.models import ConfirmedAssessment, Reopening
from reviews.services.redacted_declarations import redact_copies
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    check_may_redact,
    record_redaction,
)
from reviews.services.submissions import lock_submission

RELATED = ("version", "review__version", "assessment__version", "assessment__round__submission")


def redact_reopening(
    reopening_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Reopening:
    """Why it was opened, or decided so, by a managing editor who has no part in the work and said
    neither. As `redacting.redact_review`."""
    redacted = Redacted.of(Reopening.objects.get(pk=reopening_id), passage, reason)
    rows = Reopening.objects.select_related(*RELATED)
    with transaction.atomic():
        known = Reopening.objects.values_list("assessment__round__submission_id", flat=True)
        lock_submission(known.get(pk=reopening_id))
        reopening = rows.select_for_update(of=("self",)).get(pk=reopening_id)
        check_may_redact(reopening, editor)
        moves.REDACT_REOPENING.check("decided" if reopening.decision else "waiting")
        redact_copies(reopening, passage, reason, editor=editor, now=now)
        event = event_of(reopening, passage.part)
        return record_redaction(reopening, redacted, event, editor=editor, now=now)


def redact_confirmation(
    confirmed_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> ConfirmedAssessment:
    """Why the assessment holds for a later version, too. As `redact_reopening`."""
    redacted = Redacted.of(ConfirmedAssessment.objects.get(pk=confirmed_id), passage, reason)
    related = ("version", "assessment__version", "assessment__round__submission")
    rows = ConfirmedAssessment.objects.select_related(*related)
    with transaction.atomic():
        known = ConfirmedAssessment.objects.values_list(
            "assessment__round__submission_id", flat=True
        )
        lock_submission(known.get(pk=confirmed_id))
        confirmed = rows.select_for_update(of=("self",)).get(pk=confirmed_id)
        check_may_redact(confirmed, editor)
        moves.REDACT_CONFIRMATION.check(confirmed.assessment.state)
        redact_copies(confirmed, passage, reason, editor=editor, now=now)
        event = event_of(confirmed, passage.part)
        return record_redaction(confirmed, redacted, event, editor=editor, now=now)
