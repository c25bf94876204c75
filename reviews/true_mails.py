"""Whether a mail is still true when its turn comes: what it asks for may be done by then."""

from collections.abc import Callable
from typing import Any

from reviews import moves
from reviews.asked_author_mails import DECISION, LEFT, POSTED, RETURNED, REVIEWS
from reviews.mail_rows import WithoutEditors
from reviews.models import Appeal, Assessment, Correction, Review, Round, Submission
from reviews.selectors.editor_waits import EditorWait
from reviews.services.left_works import is_left_under_way, is_under_way


def is_still_so(template: str, about: Any) -> bool:
    """Whether what the mail says is still true when it is sent."""
    if isinstance(about, WithoutEditors):
        return bool(about.former_editors)
    if isinstance(about, EditorWait):
        return about.is_waiting
    if template in OF_LEFT_WORKS:
        return OF_LEFT_WORKS[template](about)
    if template == "assessment_reopened_editors":
        return bool(about.is_waiting)
    if template == "revision_declared":
        return not about.decision
    if template in LAPSE_WARNINGS:
        return about.state in OPEN_STATES and about.lapses_at is not None
    if template == "draft_shown":
        return Assessment.objects.for_reviewer_of(about.pk).filter(state="proposed").exists()
    if isinstance(about, Review) and template in REVIEW_STATES:
        return about.status in REVIEW_STATES[template]
    wanted = STATES.get(template)
    return wanted is None or about.state in wanted


def _is_resumed(submission: Submission) -> bool:
    return submission.paused_at is None and is_under_way(submission)


def _has_left(review: Review) -> bool:
    return review.version.preprint.has_left


def _is_waited_for(review: Review) -> bool:
    return not _has_left(review) and review.status in WAITED_FOR


OF_LEFT_WORKS: dict[str, Callable[[Any], bool]] = {
    "work_left": is_left_under_way,
    LEFT: is_left_under_way,
    "work_returned": _is_resumed,
    RETURNED: _is_resumed,
    "work_left_reviewers": _has_left,
    "work_returned_reviewers": _is_waited_for,
}
WAITED_FOR = (Review.Status.DRAFT, *moves.HELD)
# What these ask for, or promise, is done once the review is public, set aside or refused.
REVIEW_STATES: dict[str, tuple[str, ...]] = {
    "volunteer": WAITED_FOR,
    "newer_version_reviewers": WAITED_FOR,
    "review_submitted": moves.HELD,
    "review_received": moves.HELD,
    "review_confirmed": moves.HELD,
    "signature_waits": moves.APPROVE_BYLINE.before,
    "signature_approved": moves.HELD,
}
LAPSE_WARNINGS = ("lapse_warned", "lapse_warned_editors")
OPEN_STATES = (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
STATES = {
    "work_lapsed": (Submission.State.LAPSED,),
    "work_lapsed_editors": (Submission.State.LAPSED,),
    "work_reopened": OPEN_STATES,
    "newer_version_editors": Round.UNDER_WAY,
    "later_round_warned": (Round.State.OPEN,),
    "later_round_warned_editors": (Round.State.OPEN,),
    "later_round_lapsed": (Round.State.LAPSED,),
    "later_round_lapsed_editors": (Round.State.LAPSED,),
    "later_round_reopened": (Round.State.OPEN,),
    "round_reopened": (Round.State.OPEN,),
    DECISION: (Submission.State.ACCEPTED, Submission.State.DECLINED),
    REVIEWS: Round.RELEASED,
    POSTED: Assessment.PUBLIC,
    "appeal_filed": (Appeal.State.WAITING,),
    "appeal_handed_back": (Appeal.State.WAITING,),
    "appeal_taken_over": (Appeal.State.TAKEN,),
    "appeal_moved": (Appeal.State.TAKEN,),
    "withdrawal_asked": (Assessment.State.PUBLISHED,),
    "submission_received": (Submission.State.SUBMITTED,),
    "decision_proposed": (Submission.State.SUBMITTED,),
    "assessment_proposed": (Assessment.State.PROPOSED,),
    "correction_asked": (Correction.State.WAITING,),
    "draft_answered": (Assessment.State.PROPOSED,),
    "assessment_returned": (Assessment.State.RETURNED,),
    "assessment_approved": (Assessment.State.APPROVED,),
}
