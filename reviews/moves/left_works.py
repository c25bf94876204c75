"""How the review of a work ends that is withdrawn or retracted where it was posted."""

from dataclasses import replace

from reviews.left_work_errors import NothingToEnd
from reviews.moves.endings import (
    CLOSE_WITHDRAWN_INVITATION,
    CLOSE_WITHDRAWN_ROUND,
)
from reviews.moves.move import EDITOR, Move
from reviews.moves.revisions import DECIDE_REVISION
from reviews.moves.triage import CLOSE_PROPOSAL

BY = f"{EDITOR}, the handling one once it has two"
MAILS = ("reviews.notify_of_ended_review",)
_LATER = "an earlier round has ended, so that the submission stays as it is"

END_SUBMISSION = Move(
    "submission",
    "end_review_of_left_work",
    BY,
    before=("submitted", "accepted"),
    after="withdrawn",
    needs="the work is withdrawn or retracted where it was posted; no round of it has ended",
    events=("submission.ended",),
    events_where={"round.ended": _LATER},
    mails=MAILS,
    refused=NothingToEnd,
)
END_ROUND = replace(
    CLOSE_WITHDRAWN_ROUND,
    act="end_review_of_left_work",
    who=BY,
    before=("open", "released", "with-authors"),
    refused=NothingToEnd,
    events_where={"round.ended": _LATER},
    mails_where=dict.fromkeys(MAILS, _LATER),
)
END_INVITATION = replace(
    CLOSE_WITHDRAWN_INVITATION, act="end_review_of_left_work", who=BY, refused=NothingToEnd
)
END_REVISION = replace(
    DECIDE_REVISION,
    act="end_review_of_left_work",
    needs="the work is withdrawn or retracted where it was posted",
    mails=MAILS,
    refused=NothingToEnd,
)
CLOSE_LEFT_PROPOSAL = replace(CLOSE_PROPOSAL, act="end_review_of_left_work", who=BY)
