"""How a submission ends without an assessment, and what becomes public of it."""

from reviews import author_errors
from reviews.moves.move import AUTHOR, SAME, Move

OWNER = "a confirmed author of the work, or who submitted it while nobody is confirmed"

WITHDRAW = Move(
    "submission",
    "withdraw_submission",
    OWNER,
    before=("submitted", "accepted"),
    after="withdrawn",
    needs="no round of it has ended",
    events=("submission.withdrawn",),
    mails=("reviews.notify_of_withdrawn_submission",),
    refused=author_errors.NotWithdrawable,
)
CLOSE_WITHDRAWN_ROUND = Move(
    "round",
    "withdraw_submission",
    OWNER,
    before=("open", "released"),
    after="withdrawn",
    refused=author_errors.NotWithdrawable,
)
CLOSE_WITHDRAWN_INVITATION = Move(
    "invitation",
    "withdraw_submission",
    OWNER,
    before=("pending",),
    after="closed",
    events=("invitation.closed",),
    mails=("reviews.send_closed_invitation",),
    refused=author_errors.NotWithdrawable,
)
PUBLISH_REASONS = Move(
    "submission",
    "publish_reasons",
    AUTHOR,
    before=("declined",),
    after=SAME,
    needs="they are not public yet",
    events=("submission.reasons_published",),
    refused=author_errors.NotDeclined,
)
