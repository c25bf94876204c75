"""Who is an author of the work that a submission is about: it leaves the states as they are."""

from reviews import errors
from reviews.moves.move import EDITOR, SAME, Move

EVERY_STATE = ("submitted", "accepted", "declined")

CONFIRM_AUTHOR = Move(
    "submission",
    "confirm_author",
    f"{EDITOR}, of the two once it has them",
    before=EVERY_STATE,
    after=SAME,
    needs="the person has an account and neither edits nor reviews the work",
    events=("author.confirmed",),
    mails=("reviews.notify_author",),
    refused=errors.ReviewError,
)
TAKE_BACK_AUTHOR = Move(
    "submission",
    "take_back_author",
    f"{EDITOR}, of the two once it has them",
    before=EVERY_STATE,
    after=SAME,
    needs="a reason",
    events=("author.taken_back",),
    mails=("reviews.notify_author",),
    refused=errors.ReviewError,
)
