"""Moves of appeals, and what an upheld one opens again."""

from dataclasses import replace

from reviews import appeal_errors as errors
from reviews.moves.move import AUTHOR, NEW, REVIEWER, SAME, Move

NOT_INVOLVED = "an editor who is not involved"
TAKER = "the editor who took it"
DECIDED = {"upheld": errors.AppealIsDecided, "dismissed": errors.AppealIsDecided}

APPEAL_DECLINE = Move(
    "appeal",
    "appeal_decline",
    f"{AUTHOR}, or who submitted it as an author while nobody is confirmed",
    before=(NEW,),
    after="waiting",
    needs="the submission is declined; the first appeal against this decision, or the authors' "
    "first one after that of somebody who only said to be an author",
    events=("appeal.filed",),
    mails=("reviews.notify_of_appeal",),
    refused=errors.AppealedAlready,
)
APPEAL_REFUSAL = replace(
    APPEAL_DECLINE,
    act="appeal_refusal",
    who=REVIEWER,
    needs="the review is refused; the first appeal against it",
)
APPEAL_ASSESSMENT = replace(
    APPEAL_DECLINE,
    act="appeal_assessment",
    who=AUTHOR,
    needs="the assessment is published; the first appeal against it",
)
TAKE_APPEAL = Move(
    "appeal",
    "take_appeal",
    NOT_INVOLVED,
    before=("waiting",),
    after="taken",
    events=("appeal.taken",),
    mails_where={"reviews.notify_of_moved_appeal": "the day by which it was due had passed"},
    refused={"taken": errors.AppealIsTaken, **DECIDED},
)
HAND_BACK_APPEAL = Move(
    "appeal",
    "hand_back_appeal",
    TAKER,
    before=("taken",),
    after="waiting",
    events=("appeal.handed_back",),
    mails=("reviews.notify_of_appeal_handed_back",),
    refused={"waiting": errors.AppealNotTaken, **DECIDED},
)
TAKE_OVER_APPEAL = Move(
    "appeal",
    "take_over_appeal",
    NOT_INVOLVED,
    before=("taken",),
    after=SAME,
    needs="its day has passed, or whoever took it is no editor any more or has a part in the work "
    "since; a reason",
    events=("appeal.taken_over",),
    mails=("reviews.notify_of_appeal_taken_over",),
    mails_where={"reviews.notify_of_moved_appeal": "the day by which it was due had passed"},
    refused={"waiting": errors.AppealNotTaken, **DECIDED},
)
UPHOLD_APPEAL = Move(
    "appeal",
    "uphold_appeal",
    TAKER,
    before=("taken",),
    after="upheld",
    needs="a reason",
    events=("appeal.upheld",),
    events_where={
        "assessment.appeal_decided": "it is against an assessment",
        "submission.appeal_decided": "it is against a decline that is public",
    },
    mails=("reviews.notify_of_decided_appeal",),
    refused={"waiting": errors.AppealNotTaken, **DECIDED},
)
UPHOLD_WITH_ANOTHER = Move(
    "appeal",
    "uphold_appeal",
    TAKER,
    before=("waiting", "taken"),
    after="upheld",
    needs="another appeal against the same decline is upheld, which takes the decision back",
    events=("appeal.upheld",),
    mails=("reviews.notify_of_appeal_upheld_with",),
    refused=DECIDED,
)
DISMISS_APPEAL = replace(
    UPHOLD_APPEAL, act="dismiss_appeal", after="dismissed", events=("appeal.dismissed",)
)
RESTORE_SUBMISSION = Move(
    "submission",
    "uphold_appeal",
    TAKER,
    before=("declined",),
    after="submitted",
    needs="the work is not withdrawn, and has no other open submission: that one goes on otherwise",
)
RESTORE_REVIEW = replace(
    RESTORE_SUBMISSION, thing="review", before=("refused",), after="submitted", needs=""
)
OPEN_ROUND_AFTER_APPEAL = replace(
    RESTORE_SUBMISSION,
    thing="round",
    before=(NEW,),
    after="open",
    needs="it is against an assessment, and nothing else of the work is under way",
)
