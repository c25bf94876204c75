"""Moves by which an editor answers a submitted review: returned with a question, or refused."""

from reviews import errors
from reviews.moves.move import HANDLING, Move

RETURN_REVIEW = Move(
    "review",
    "return_review",
    HANDLING,
    before=("submitted",),
    after="draft",
    in_round=("open", "released"),
    needs="a question; the work is where it was posted",
    events=("review.returned",),
    mails=("reviews.notify_reviewer_of_question",),
    refused=errors.ReviewNotSubmitted,
)
REFUSE_REVIEW = Move(
    "review",
    "refuse_review",
    HANDLING,
    before=("submitted",),
    after="refused",
    needs="what breaks the code of conduct, in words; no appeal against it was upheld",
    events=("review.refused",),
    mails=("reviews.notify_reviewer_of_refusal",),
    refused=errors.ReviewNotSubmitted,
)
