"""The moves by which a work gets another editor, and by which an editor declares interests."""

from reviews import handover_errors as errors
from reviews.moves.move import SAME, Move

HAND_OVER = Move(
    "submission",
    "hand_over",
    "whose place it is; the other editor of the work, if that is no editor any more; or a managing "
    "editor who has no part in the work",
    before=("accepted",),
    after=SAME,
    needs="an editor who has no part in the work, within their subjects; nobody becomes second "
    "editor who has handled it; a managing editor who takes a place themselves says why",
    events=("submission.handed_over",),
    events_where={"submission.hand_over_refused": "whoever is named cannot take it"},
    mails=("reviews.notify_of_new_editor",),
    refused=errors.NotUnderReview,
)
DECLARE_INTERESTS = Move(
    "submission",
    "declare_interests",
    "one of the two editors of the work",
    before=("accepted", "withdrawn", "lapsed"),
    after=SAME,
    needs="what the catalogue shows is declared",
    events=("interests.declared",),
    refused=errors.NotUnderReview,
)
