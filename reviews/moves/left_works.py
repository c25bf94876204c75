"""How the review of a work ends that is withdrawn or retracted where it was posted."""

from dataclasses import replace

from reviews.left_work_errors import NothingToEnd
from reviews.moves.endings import (
    CLOSE_WITHDRAWN_INVITATION,
    CLOSE_WITHDRAWN_ROUND,
)
from reviews.moves.move import EDITOR, Move

BY = f"{EDITOR}, the handling one once it has two"
MAILS = ("reviews.notify_of_ended_review",)

END_SUBMISSION = Move(
    "submission",
    "end_review_of_left_work",
    BY,
    before=("submitted", "accepted"),
    after="withdrawn",
    needs="the work is withdrawn or retracted where it was posted; no round of it has ended",
    events=("submission.ended",),
    mails=MAILS,
    refused=NothingToEnd,
)
END_ROUND = replace(
    CLOSE_WITHDRAWN_ROUND,
    act="end_review_of_left_work",
    who=BY,
    refused=NothingToEnd,
)
END_LATER_ROUND = replace(
    END_ROUND,
    needs="the work is withdrawn or retracted where it was posted; an earlier round has ended, so "
    "that the submission stays as it is",
    events=("round.ended",),
    mails=MAILS,
)
END_INVITATION = replace(
    CLOSE_WITHDRAWN_INVITATION, act="end_review_of_left_work", who=BY, refused=NothingToEnd
)
