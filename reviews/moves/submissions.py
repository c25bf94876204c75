"""Moves of submissions and their rounds."""

from dataclasses import replace

from reviews import errors
from reviews.moves.move import CLOCK, EDITOR, HANDLING, NEW, SUBMITTER, Move

COMPLETE = "as many reviews as are wanted, all accepted; nobody writes one or is still asked"

SUBMIT = Move(
    "submission",
    "submit_preprint",
    SUBMITTER,
    before=(NEW,),
    after="submitted",
    needs="the work has no open submission and is not withdrawn; a reason, unless it is theirs",
    events=("submission.received",),
    events_where={
        "consent.asked": "addresses of authors are given",
        "submission.consent_changed": "addresses of authors are given by a reader",
        "wishes.saved": "an author names reviewers, aspects, or why it is sensitive",
    },
    mails=("reviews.notify_editors_of_submission", "reviews.confirm_submission"),
    mails_where={"reviews.send_consent_mail": "addresses of authors are given"},
    refused=errors.AlreadySubmitted,
)
OF_CONSENT = {
    "author.confirmed": "the editor has found the submitter to be an author",
    "submission.consent_changed": "what is public of the consent changes with it",
}
NAME_REFUSED = {"triage.name_refused": "whoever is named second editor cannot be"}
ACCEPT = Move(
    "submission",
    "accept_submission",
    EDITOR,
    before=("submitted",),
    after="accepted",
    needs="a second editor, who is no author either and has not reviewed the work; it is not "
    "withdrawn",
    events=("submission.accepted",),
    events_where={**OF_CONSENT, **NAME_REFUSED},
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
RELEASE = Move(
    "round",
    "release_round",
    HANDLING,
    before=("open",),
    after="released",
    needs="a review has been accepted; a reason not to wait for the others; the work is where it "
    "was posted",
    events=("round.released",),
    mails=("reviews.notify_of_release",),
    refused=errors.RoundClosed,
)
RELEASE_COMPLETE = replace(
    RELEASE,
    act="release_complete_round",
    who=CLOCK,
    needs=COMPLETE,
)
RELEASE_WITH_LAST = replace(
    RELEASE_COMPLETE, act="accept_review", who=HANDLING, needs=f"it was the last: {COMPLETE}"
)
