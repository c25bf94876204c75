"""Moves by which a round goes to the authors and is then posted, all at once."""

from dataclasses import replace

from reviews import errors, round_errors
from reviews.moves.move import AUTHOR, CLOCK, HANDLING, NEW, Move

APPROVED = "the second editor has approved the assessment"
NOT_APPROVED = {
    "proposed": errors.NotApproved,
    "returned": errors.NotApproved,
    "published": errors.AlreadyPublished,
    "withdrawn": errors.AssessmentIsWithdrawn,
}

SEND_TO_AUTHORS = Move(
    "round",
    "send_to_authors",
    HANDLING,
    before=("open", "released"),
    after="with-authors",
    needs=f"{APPROVED}; an author of the work is confirmed",
    events=("round.sent_to_authors",),
    mails=("reviews.notify_authors_first",),
    refused=errors.RoundClosed,
)
# By the handling editor, where no author of the work is confirmed.
CLOSE_ROUND = Move(
    "round",
    "publish_assessment",
    HANDLING,
    before=("open", "released"),
    after="assessed",
    needs=f"{APPROVED}; no author of the work is confirmed, who would read it first",
    refused=errors.RoundClosed,
)
PUBLISH = Move(
    "assessment",
    "publish_assessment",
    HANDLING,
    before=("approved",),
    after="published",
    in_round=CLOSE_ROUND.before,
    events=("assessment.published",),
    mails=("reviews.notify_of_published_assessment",),
    mails_where={"reviews.reopen_selected_work": "the work is in an issue"},
    refused=NOT_APPROVED,
)
PUBLISH_HELD = Move(
    "review",
    "publish_assessment",
    HANDLING,
    before=("accepted",),
    after="published",
    events=("review.published",),
    mails=("reviews.thank_reviewer",),
)
# By an author who needs no more time, and by the schedule once the time is over.
POST_NOW = replace(
    CLOSE_ROUND,
    act="post_round",
    who=AUTHOR,
    before=("with-authors",),
    needs="every correction is answered, or the editors' days for that are over",
    events_where={"corrections.posted": "the authors have asked for corrections"},
    refused=round_errors.NotWithAuthors,
)
POST_DUE = replace(
    POST_NOW,
    act="post_due_round",
    who=CLOCK,
    needs=f"the authors' time to respond is over; {POST_NOW.needs}",
)
WITH_AUTHORS = POST_NOW.before
POST_NOW_ASSESSMENT = replace(PUBLISH, act="post_round", who=AUTHOR, in_round=WITH_AUTHORS)
POST_DUE_ASSESSMENT = replace(PUBLISH, act="post_due_round", who=CLOCK, in_round=WITH_AUTHORS)
POST_NOW_REVIEW = replace(PUBLISH_HELD, act="post_round", who=AUTHOR)
POST_DUE_REVIEW = replace(PUBLISH_HELD, act="post_due_round", who=CLOCK)
# Each response that an author has written in that time.
POST_HELD = Move(
    "response",
    "post_round",
    AUTHOR,
    before=(NEW,),
    after="posted",
    needs="an author has written one",
    events=("response.posted",),
    mails=("reviews.notify_of_response",),
)
POST_HELD_DUE = replace(POST_HELD, act="post_due_round", who=CLOCK)
POSTING = (
    *(CLOSE_ROUND, PUBLISH, PUBLISH_HELD),
    *(POST_NOW, POST_NOW_ASSESSMENT, POST_NOW_REVIEW),
    *(POST_DUE, POST_DUE_ASSESSMENT, POST_DUE_REVIEW),
    *(POST_HELD, POST_HELD_DUE),
)
