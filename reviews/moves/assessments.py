"""Moves of assessments and of the authors' responses."""

from collections.abc import Mapping

from reviews import errors
from reviews.moves.move import AUTHOR, HANDLING, NEW, SECOND, Move

# Why an assessment takes no more changes, by its state.
NOT_OPEN: Mapping[str, type[errors.AssessmentNotOpen]] = {
    "approved": errors.AlreadyApproved,
    "returned": errors.AlreadyReturned,
    "published": errors.AlreadyPublished,
    "withdrawn": errors.AssessmentIsWithdrawn,
}

PROPOSE = Move(
    "assessment",
    "propose_assessment",
    HANDLING,
    before=(NEW, "proposed", "returned"),
    after="proposed",
    in_round=("open", "released"),
    needs="the reviewers see each other's reviews, unless the round is the editors' alone",
    events=("assessment.proposed",),
    mails=("reviews.ask_second_editor",),
    refused=NOT_OPEN,
)
APPROVE = Move(
    "assessment",
    "approve_assessment",
    SECOND,
    before=("proposed",),
    after="approved",
    needs="it is what they have read",
    events=("assessment.approved",),
    mails=("reviews.notify_editor_of_approval",),
    refused=NOT_OPEN,
)
RETURN = Move(
    "assessment",
    "return_assessment",
    SECOND,
    before=("proposed",),
    after="returned",
    needs="it is what they have read; a comment",
    events=("assessment.returned",),
    mails=("reviews.notify_editor_of_approval",),
    refused=NOT_OPEN,
)
RESPOND = Move(
    "response",
    "post_response",
    AUTHOR,
    before=(NEW,),
    after="posted",
    in_round=("assessed",),
    needs="they have not responded to this round",
    events=("response.posted",),
    mails=("reviews.notify_of_response",),
)
