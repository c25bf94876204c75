"""What authors tell the editors."""

from reviews import wishes_errors
from reviews.moves.move import SAME, Move

SAVE_WISHES = Move(
    "submission",
    "save_wishes",
    "a confirmed author; before triage, while nobody is, who submitted the work as an author",
    before=("submitted", "accepted"),
    after=SAME,
    needs="no review is in",
    events=("wishes.saved",),
    refused=wishes_errors.WishesClosed,
)
