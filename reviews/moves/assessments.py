"""Moves of assessments and of the authors' responses."""

from collections.abc import Mapping

from reviews import errors, round_errors
from reviews.moves.move import AUTHOR, HANDLING, NEW, REVIEWER, SAME, SECOND, Move

# Why an assessment takes no more changes, by its state.
NOT_OPEN: Mapping[str, type[errors.AssessmentNotOpen]] = {
    "approved": errors.AlreadyApproved,
    "returned": errors.AlreadyReturned,
    "published": errors.AlreadyPublished,
    "withdrawn": errors.AssessmentIsWithdrawn,
}
# Why reviewers cannot answer a draft, by the state of the assessment.
NOT_A_DRAFT: Mapping[str, type[errors.ReviewError]] = {
    "returned": round_errors.DraftIsChanged,
    "approved": round_errors.DraftIsApproved,
    "published": round_errors.DraftIsApproved,
    "withdrawn": round_errors.DraftIsApproved,
}

PROPOSE = Move(
    "assessment",
    "propose_assessment",
    HANDLING,
    before=(NEW, "proposed", "returned"),
    after="proposed",
    in_round=("open", "released"),
    needs="the reviewers see each other's reviews, unless the round is the editors' alone; what "
    "the catalogue shows of the editor is declared",
    events=("assessment.proposed",),
    mails=("reviews.ask_second_editor",),
    mails_where={"reviews.show_draft_to_reviewers": "its reviewers are asked about the draft"},
    refused=NOT_OPEN,
)
APPROVE = Move(
    "assessment",
    "approve_assessment",
    SECOND,
    before=("proposed",),
    after="approved",
    needs="it is what they have read; its reviewers have answered, or their days are over, or a "
    "reason",
    events=("assessment.approved",),
    mails=("reviews.notify_editor_of_approval",),
    refused=NOT_OPEN,
)
ANSWER_DRAFT = Move(
    "assessment",
    "answer_draft",
    REVIEWER,
    before=("proposed",),
    after=SAME,
    in_round=("released",),
    needs="their review is accepted, and they are asked; it is what they have read; to dissent, "
    "a text",
    events=("assessment.answered",),
    mails_where={"reviews.notify_of_draft_answers": "they are the last to answer"},
    refused=NOT_A_DRAFT,
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
HOLD_RESPONSE = Move(
    "round",
    "hold_response",
    AUTHOR,
    before=("with-authors",),
    after=SAME,
    needs="the text is another than the one that is held",
    events=("response.held",),
    refused=round_errors.NotWithAuthors,
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
