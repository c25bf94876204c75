"""Moves of submissions and their rounds."""

from reviews import errors
from reviews.moves.move import EDITOR, HANDLING, NEW, SUBMITTER, Move

SUBMIT = Move(
    "submission",
    "submit_preprint",
    SUBMITTER,
    before=(NEW,),
    after="submitted",
    needs="the work has no open submission and is not withdrawn; a reason, unless it is theirs",
    events=("submission.received",),
    mails=("reviews.notify_editors_of_submission", "reviews.confirm_submission"),
    refused=errors.AlreadySubmitted,
)
ACCEPT = Move(
    "submission",
    "accept_submission",
    EDITOR,
    before=("submitted",),
    after="accepted",
    needs="a second editor, who is no author either",
    events=("submission.accepted",),
    events_where={"author.confirmed": "the editor has found the submitter to be an author"},
    mails=("reviews.notify_submitter_of_decision",),
    refused=errors.NotAwaitingTriage,
)
DECLINE = Move(
    "submission",
    "decline_submission",
    EDITOR,
    before=("submitted",),
    after="declined",
    needs="a reason of the list, and a text",
    events=("submission.declined",),
    mails=("reviews.notify_submitter_of_decision",),
    refused=errors.NotAwaitingTriage,
)
OPEN_ROUND = Move("round", "accept_submission", EDITOR, before=(NEW,), after="open")
CLOSE_ROUND = Move(
    "round",
    "publish_assessment",
    HANDLING,
    before=("open",),
    after="assessed",
    needs="the second editor has approved the assessment",
    refused=errors.RoundClosed,
)
