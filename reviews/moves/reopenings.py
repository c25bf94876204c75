"""Moves of assessments that are looked at again, once their work is in an issue."""

from reviews import reopening_errors
from reviews.moves.move import CLOCK, EDITOR, HANDLING, NEW, Move

REOPEN_ASSESSMENT = Move(
    "reopening",
    "reopen_assessment",
    EDITOR,
    before=(NEW,),
    after="waiting",
    needs="the work is in an issue; no round of it is under way, and it is not reopened already; "
    "a reason",
    events=("assessment.reopened",),
    mails=("reviews.notify_of_reopened_assessment",),
    refused=reopening_errors.AlreadyReopened,
)
REOPEN_SELECTED_WORK = Move(
    "reopening",
    "reopen_selected_work",
    CLOCK,
    before=(NEW,),
    after="waiting",
    needs="the work is in an issue, no round of it is under way, and since the selection it was "
    "withdrawn or retracted, a newer version appeared, its assessment was withdrawn, or a later "
    "assessment or review finds the evidence too weak for an issue; each once",
    events=("assessment.reopened",),
    mails=("reviews.notify_of_reopened_assessment",),
)
DECIDE_REOPENING = Move(
    "reopening",
    "decide_reopening",
    HANDLING,
    before=("waiting",),
    after="decided",
    needs="a reason, which readers see; that it stands needs an assessment, that nothing follows a "
    "work that was withdrawn or retracted; for another review, that the work is not withdrawn, no "
    "round of it is under way and no revision of it waits",
    events=("reopening.decided",),
    mails=("reviews.notify_of_decided_reopening",),
    refused=reopening_errors.NothingReopened,
)
ANSWER_BY_CONFIRMING = Move(
    "reopening",
    "confirm_assessment",
    HANDLING,
    before=("waiting",),
    after="decided",
    needs="a newer version has opened it: the assessment is confirmed for that",
    events=("reopening.decided",),
)
ANSWER_WITHOUT_REVIEW = Move(
    "reopening",
    "decide_revision",
    HANDLING,
    before=("waiting",),
    after="decided",
    needs="the version of the revision has opened it, and no review of that follows: the "
    "assessment stands, and everybody reads why",
    events=("reopening.decided",),
)
OPEN_ROUND_OF_REOPENING = Move(
    "round",
    "decide_reopening",
    HANDLING,
    before=(NEW,),
    after="open",
    needs="the decision is a full review, or one by the editors alone",
)
INVITE_AGAIN_AFTER_REOPENING = Move(
    "invitation",
    "decide_reopening",
    HANDLING,
    before=(NEW,),
    after="pending",
    needs="the decision is a full review; the earlier reviewer is no author or editor by now",
    events=("invitation.sent",),
    mails=("reviews.send_invitation_mail",),
)
