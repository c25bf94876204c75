"""Moves by which a passage of a published text is taken out of what readers see."""

from dataclasses import replace

from reviews import redaction_errors as errors
from reviews.moves.move import SAME, Move

ONE_OF_TWO = "one of the two editors of the work, or a managing editor for cause"
REDACT_REVIEW = Move(
    "review",
    "redact_review",
    ONE_OF_TWO,
    before=("published", "withdrawn"),
    after=SAME,
    needs="the passage stands in one part, and in one point of it; a declaration only of a signed "
    "review; of a withdrawn one it stands in why it was; a reason, which readers see",
    events=(),
    events_where={
        "review.redacted": "it is published",
        "review.tombstone_redacted": "it is withdrawn",
    },
    mails=("reviews.notify_of_redaction",),
    refused=errors.NothingToRedact,
)
REDACT_RESPONSE = replace(
    REDACT_REVIEW,
    thing="response",
    act="redact_response",
    before=("posted", "withdrawn"),
    needs="the passage stands in its text or its declaration, or in why it was withdrawn; a "
    "reason, which readers see",
    events=(),
    events_where={
        "response.redacted": "it is posted",
        "response.tombstone_redacted": "it is withdrawn",
    },
)
REDACT_ASSESSMENT = replace(
    REDACT_RESPONSE,
    thing="assessment",
    act="redact_assessment",
    who="a managing editor who has no part in the work",
    before=("published", "withdrawn"),
    events=(),
    events_where={
        "assessment.redacted": "it is published",
        "assessment.tombstone_redacted": "it is withdrawn",
    },
)
REDACT_REVISION = replace(
    REDACT_RESPONSE,
    thing="revision",
    act="redact_revision",
    before=("waiting", "decided"),
    needs="the passage stands in its note or in the answer to one review; a reason, which readers "
    "see",
    events=("revision.redacted",),
    events_where={},
)
REDACT_CORRECTION = replace(
    REDACT_RESPONSE,
    thing="correction",
    act="redact_correction",
    before=("waiting", "accepted", "refused"),
    needs="it is posted; the editor’s note is redacted by a managing editor alone; a reason, which "
    "readers see",
    events=("corrections.redacted",),
    events_where={},
)
REDACT_APPEAL = replace(
    REDACT_ASSESSMENT,
    thing="appeal",
    act="redact_appeal",
    before=("upheld", "dismissed"),
    needs="the appeal is against an assessment; who decided it does not; a reason, which readers "
    "see",
    events=("assessment.appeal_redacted",),
    events_where={},
)
REDACT_REOPENING = replace(
    REDACT_APPEAL,
    thing="reopening",
    act="redact_reopening",
    before=("waiting", "decided"),
    needs="the passage stands in why it was opened, or in why it was decided so; neither is by who "
    "redacts it; a reason, which readers see",
    events=(),
    events_where={
        "reopening.reason_redacted": "the passage stands in why it was opened",
        "reopening.decision_redacted": "it stands in why it was decided so",
    },
)
REDACT_CONFIRMATION = replace(
    REDACT_APPEAL,
    thing="assessment",
    act="redact_confirmation",
    before=("published", "withdrawn"),
    needs="the passage stands in why the assessment was confirmed for a later version; who "
    "confirmed it does not redact it; a reason, which readers see",
    events=("assessment.confirmation_redacted",),
    events_where={},
)
REDACT_DECLINE = replace(
    REDACT_APPEAL,
    thing="submission",
    act="redact_decline",
    before=("submitted", "accepted", "declined", "withdrawn", "lapsed"),
    needs="an author has published why it was declined, also where an appeal has taken that back; "
    "the passage stands in the reasons, or in what an editor declares with them; who declined it "
    "does not redact it; a reason, which readers see",
    events=("submission.reasons_redacted",),
    events_where={},
)
