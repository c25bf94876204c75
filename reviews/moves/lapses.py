"""Moves of works that wait for long: editors reminded; warned of, lapsed, reopened."""

from dataclasses import replace

from reviews import errors
from reviews.moves.move import CLOCK, EDITOR, HANDLING, NEW, SAME, Move

REMIND_EDITOR = Move(
    "submission",
    "remind_editor",
    CLOCK,
    before=("submitted", "accepted", "declined", "withdrawn", "lapsed"),
    after=SAME,
    needs="something waits for an editor, an appeal too: on its day, some days later, long after "
    "it, each once",
    events=("editor.reminded",),
    mails=("reviews.remind_editors",),
    refused=errors.NoReminderDue,
)
WARN_OF_LAPSE = Move(
    "submission",
    "warn_of_lapse",
    CLOCK,
    before=("submitted", "accepted"),
    after=SAME,
    needs="soon too long without a decision, a reviewer or a review",
    events=("submission.lapse_warned",),
    mails=("reviews.warn_of_lapse",),
    refused=errors.NotLapsing,
)
LAPSE = replace(
    WARN_OF_LAPSE,
    act="lapse_submission",
    after="lapsed",
    needs="it was warned of, and nobody has answered since",
    events=("submission.lapsed",),
    mails=("reviews.notify_of_lapse",),
)
LAPSE_ROUND = Move("round", "lapse_submission", CLOCK, before=("open",), after="lapsed")
LAPSE_INVITATION = Move(
    "invitation",
    "lapse_submission",
    CLOCK,
    before=("pending",),
    after="closed",
    events=("invitation.lapsed",),
    mails=("reviews.send_closed_invitation",),
)
REOPEN_TRIAGE = Move(
    "submission",
    "reopen_submission",
    EDITOR,
    before=("lapsed",),
    after="submitted",
    needs="it had not been decided on; nobody has submitted the work anew; it is not withdrawn",
    events=("submission.reopened",),
    mails=("reviews.notify_of_reopening",),
    refused=errors.NotLapsed,
)
REOPEN_REVIEW = replace(
    REOPEN_TRIAGE,
    after="accepted",
    needs="it had been accepted; nobody has submitted the work anew; it is not withdrawn",
)
REOPEN_ROUND = Move("round", "reopen_submission", EDITOR, before=("lapsed",), after="open")
LAPSE_LATER_ROUND = Move(
    "round",
    "lapse_round",
    CLOCK,
    before=("open",),
    after="lapsed",
    needs="a later round; it was warned of, and nobody has answered since",
    events=("round.lapsed",),
    mails=("reviews.notify_of_lapsed_round",),
    refused=errors.NotLapsing,
)
LAPSE_LATER_INVITATION = replace(LAPSE_INVITATION, act="lapse_round")
REOPEN_LATER_ROUND = Move(
    "round",
    "reopen_round",
    HANDLING,
    before=("lapsed",),
    after="open",
    needs="a later round; nothing else of the work is under way; it is not withdrawn, and no "
    "author has declared that version final",
    events=("round.continued",),
    mails=("reviews.notify_of_reopened_round",),
    refused=errors.NotLapsed,
)
ASSESS_ANEW = Move(
    "round",
    "assess_anew",
    HANDLING,
    before=(NEW,),
    after="open",
    needs="the newest assessment was withdrawn, or an appeal against one upheld; nothing of the "
    "work is under way, and it is not withdrawn; on the newest version that is there",
    events=("round.assessed_anew",),
)
