"""The event that says how a text stands once a passage of it is redacted, by what the text is."""

from reviews.decline_parts import decline_of
from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    IssueInterests,
    Reopening,
    Response,
    Review,
    Submission,
)
from reviews.models.reopenings import DECISION_REASON, WHY_REOPENED
from reviews.published import (
    assessment_key,
    confirmation_key,
    confirmation_personal,
    confirmation_public,
    key_of,
    personal_of,
    public_of,
    tombstone_personal,
    tombstone_public,
)
from reviews.published_appeals import appeal_personal, appeal_public
from reviews.published_declines import numbered_key, personal_of_decline, public_of_decline
from reviews.published_issue_interests import interests_key, interests_personal, interests_public
from reviews.published_reopenings import (
    decision_personal,
    decision_public,
    reopening_key,
    reopening_personal,
    reopening_public,
)
from reviews.redaction_parts import Withdrawn, is_tombstone
from reviews.selectors.declared_parts import Declares
from reviews.services.redaction_steps import RedactionEvent

OF_TEXT = {
    "review": "review.redacted",
    "response": "response.redacted",
    "assessment": "assessment.redacted",
}
OF_TOMBSTONE = {
    "review": "review.tombstone_redacted",
    "response": "response.tombstone_redacted",
    "assessment": "assessment.tombstone_redacted",
}
OF_REOPENING = {
    WHY_REOPENED: "reopening.reason_redacted",
    DECISION_REASON: "reopening.decision_redacted",
}


def event_of(row: Declares | Withdrawn, part: str) -> RedactionEvent:
    """row: with its version, or its round's, and its work."""
    if isinstance(row, Review | Response | Assessment):
        return _of_text(row)
    if isinstance(row, Reopening):
        return _of_reopening(row, part)
    if isinstance(row, ConfirmedAssessment):
        return _of_confirmation(row)
    if isinstance(row, Appeal):
        return _of_appeal(row)
    return _of_decline(row, part) if isinstance(row, Submission) else of_issue_interests(row)


def _of_text(row: Withdrawn) -> RedactionEvent:
    """Of a text, or of why it was withdrawn: each has events of its own."""
    kind, has_tombstone = str(row._meta.model_name), is_tombstone(row)
    return RedactionEvent(
        (OF_TOMBSTONE if has_tombstone else OF_TEXT)[kind],
        about=row.version,
        data={kind: row.identifier, "row": key_of(row)},
        public=lambda: tombstone_public(row) if has_tombstone else public_of(row),
        personal=lambda: tombstone_personal(row) if has_tombstone else personal_of(row),
    )


def _of_reopening(reopening: Reopening, part: str) -> RedactionEvent:
    """What was said at its opening and what at its decision was published by itself."""
    is_of_decision = reopening.is_of_decision(part)
    return RedactionEvent(
        OF_REOPENING[DECISION_REASON if is_of_decision else WHY_REOPENED],
        about=reopening.version,
        data={"assessment": reopening.assessment.identifier, "row": reopening_key(reopening)},
        public=lambda: (decision_public if is_of_decision else reopening_public)(reopening),
        personal=lambda: (decision_personal if is_of_decision else reopening_personal)(reopening),
    )


def _of_confirmation(confirmed: ConfirmedAssessment) -> RedactionEvent:
    return RedactionEvent(
        "assessment.confirmation_redacted",
        about=confirmed.version,
        data={"assessment": confirmed.assessment.identifier, "row": confirmation_key(confirmed)},
        public=lambda: confirmation_public(confirmed),
        personal=lambda: confirmation_personal(confirmed),
    )


def _of_appeal(appeal: Appeal) -> RedactionEvent:
    assessment = appeal.assessment
    assert assessment is not None  # noqa: S101 - why any other was decided so is not published
    return RedactionEvent(
        "assessment.appeal_redacted",
        about=assessment.version,
        data={"assessment": assessment.identifier, "row": assessment_key(assessment)},
        public=lambda: appeal_public(appeal),
        personal=lambda: appeal_personal(appeal),
    )


def _of_decline(submission: Submission, part: str) -> RedactionEvent:
    number = decline_of(submission, part).number
    return RedactionEvent(
        "submission.reasons_redacted",
        about=submission.preprint,
        data={"submission": submission.pk, "row": numbered_key(submission.pk, number)},
        public=lambda: public_of_decline(submission, decline_of(submission, part)),
        personal=lambda: personal_of_decline(submission, decline_of(submission, part)),
    )


def of_issue_interests(declared: IssueInterests) -> RedactionEvent:
    return RedactionEvent(
        "issue.interests_redacted",
        about=declared.version,
        data={"issue": declared.issue, "row": interests_key(declared)},
        public=lambda: interests_public(declared),
        personal=lambda: interests_personal(declared),
    )
