"""Redacting what editors said of a published assessment later: why it was looked at again, why that
was decided so, and why it holds for another version. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import moves
from reviews.models import ConfirmedAssessment, Reopening
from reviews.models.redactable import DECISION_ACT, text_part
from reviews.models.reopenings import DECISION_REASON, WHY_REOPENED
from reviews.published import confirmation_key, confirmation_personal, confirmation_public
from reviews.published_reopenings import (
    decision_personal,
    decision_public,
    reopening_key,
    reopening_personal,
    reopening_public,
)
from reviews.services.redacted_declarations import redact_declarations
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    RedactionEvent,
    check_may_redact,
    record_redaction,
)
from reviews.services.submissions import lock_submission

RELATED = ("version", "review__version", "assessment__version", "assessment__round__submission")
OF_REOPENING = {
    WHY_REOPENED: "reopening.reason_redacted",
    DECISION_REASON: "reopening.decision_redacted",
}


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
        redact_declarations(reopening, passage)
        said = text_part(reopening.redactions, passage.part)
        is_of_decision = said.startswith((DECISION_REASON, DECISION_ACT))
        event = _event(reopening, is_of_decision=is_of_decision)
        what = DECISION_REASON if is_of_decision else WHY_REOPENED
        return record_redaction(
            OF_REOPENING[what], reopening, redacted, event, editor=editor, now=now
        )


def _event(reopening: Reopening, *, is_of_decision: bool) -> RedactionEvent:
    """What was said at its opening and what at its decision was published by itself."""
    return RedactionEvent(
        about=reopening.version,
        data={"assessment": reopening.assessment.identifier, "row": reopening_key(reopening)},
        public=lambda: (decision_public if is_of_decision else reopening_public)(reopening),
        personal=lambda: (decision_personal if is_of_decision else reopening_personal)(reopening),
    )


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
        redact_declarations(confirmed, passage)
        event = RedactionEvent(
            about=confirmed.version,
            data={
                "assessment": confirmed.assessment.identifier,
                "row": confirmation_key(confirmed),
            },
            public=lambda: confirmation_public(confirmed),
            personal=lambda: confirmation_personal(confirmed),
        )
        return record_redaction(
            "assessment.confirmation_redacted",
            confirmed,
            redacted,
            event,
            editor=editor,
            now=now,
        )
