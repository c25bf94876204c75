"""Moves that end in a tombstone: what was published is withdrawn, never deleted."""

from dataclasses import replace

from reviews import withdrawal_errors as errors
from reviews.moves.move import HANDLING, NEW, SAME, SECOND, Move

FOR_CAUSE = "a managing editor for cause"
WITHDRAW_REVIEW = Move(
    "review",
    "withdraw_review",
    f"its reviewer, or {FOR_CAUSE}",
    before=("published",),
    after="withdrawn",
    needs="a reason, which readers see",
    events=("review.withdrawn",),
    mails=("reviews.notify_of_withdrawn_review",),
    refused=errors.NotPublished,
)
WITHDRAW_RESPONSE = Move(
    "response",
    "withdraw_response",
    f"the author who wrote it, or {FOR_CAUSE}",
    before=("posted",),
    after="withdrawn",
    needs="a reason, which readers see",
    events=("response.withdrawn",),
    mails=("reviews.notify_of_withdrawn_response",),
    refused=errors.NotPublished,
)
ASK_FOR_WITHDRAWAL = Move(
    "assessment",
    "ask_for_withdrawal",
    HANDLING,
    before=("published",),
    after=SAME,
    needs="a reason; the second editor is not asked already",
    events=("assessment.withdrawal_asked",),
    mails=("reviews.ask_to_agree_to_withdrawal",),
    refused=errors.NotPublished,
)
KEEP_ASSESSMENT = replace(
    ASK_FOR_WITHDRAWAL,
    act="keep_assessment",
    who=SECOND,
    needs="the handling editor has asked for its withdrawal",
    events=("assessment.kept",),
    mails=("reviews.notify_editor_of_kept_assessment",),
)
WITHDRAW_ASSESSMENT = replace(
    ASK_FOR_WITHDRAWAL,
    act="withdraw_assessment",
    who=f"{SECOND}, or {FOR_CAUSE}",
    after="withdrawn",
    needs="the handling editor has asked for it; for cause, a reason instead",
    events=("assessment.withdrawn",),
    mails=("reviews.notify_of_withdrawn_assessment",),
    mails_where={"reviews.reopen_selected_work": "the work is in an issue"},
)
OPEN_ROUND_AGAIN = Move(
    "round",
    "withdraw_assessment",
    f"{SECOND}, or {FOR_CAUSE}",
    before=(NEW,),
    after="open",
    needs="no later assessment is public, the work is not withdrawn, and nothing else of it is "
    "under way: it is assessed anew by its editors",
)
