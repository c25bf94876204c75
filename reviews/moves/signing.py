"""A hidden reviewer signs a review that is published; nobody else can, and it is not undone."""

from reviews import signing_errors as errors
from reviews.moves.move import REVIEWER, SAME, Move

SIGN_REVIEW = Move(
    "review",
    "sign_review",
    REVIEWER,
    before=("published",),
    after=SAME,
    needs="they have an account, and it is not signed; its pseudonym is on no other review, and "
    "the name is theirs to bear",
    events=("review.signed",),
    mails=("reviews.notify_of_signed_review",),
    refused=errors.NotPublishedYet,
)
