"""How a submission waits while its work is withdrawn or retracted where it was posted."""

from dataclasses import replace

from reviews.errors import WorkWithdrawn
from reviews.left_work_errors import ReviewIsPaused
from reviews.moves.move import CLOCK, SAME, Move

PAUSE = Move(
    "submission",
    "pause_submission",
    CLOCK,
    before=("submitted", "accepted"),
    after=SAME,
    needs="the work is withdrawn or retracted where it was posted",
    events=("submission.paused",),
    mails=("reviews.mail_left_work",),
    refused=ReviewIsPaused,
)
RESUME = replace(
    PAUSE,
    act="resume_submission",
    needs="it was paused, and the work is back where it was posted",
    events=("submission.resumed",),
    mails=("reviews.mail_returned_work",),
    refused=WorkWithdrawn,
)
