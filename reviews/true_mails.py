"""Whether a mail is still true when its turn comes: what it tells may be undone by then, what it
asks for done.

Every kind of `reviews.send_mail` stands in `TRUE_WHILE` or in `STAYS_TRUE`; tests hold both
against the table of kinds.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from events.outbox import NotNeeded, PutOff
from reviews import moves
from reviews.asked_author_mails import DECISION, ENDED, LEFT, POSTED, RETURNED, REVIEWS
from reviews.mail_promises import return_of
from reviews.models import (
    Appeal,
    Assessment,
    Correction,
    EditorInterests,
    Invitation,
    Review,
    Round,
    Submission,
)
from reviews.models.review_queries import ENDED_ROUNDS
from reviews.selectors.draft_mail import DraftMail
from reviews.services.left_matches import left_matches
from reviews.services.left_works import is_left_under_way, is_under_way


def check_turn(template: str, about: Any, submission: Submission | None) -> None:
    """submission: to which the row belongs, if to one. Raises NotNeeded where the mail is not true
    any more, and PutOff where it is for later: until the work is back where it was posted."""
    if not is_still_so(template, about):
        raise NotNeeded(gettext("What it says is not so any more."))
    if template in FOR_AFTER_RETURN and submission is not None and submission.is_away:
        until = timezone.now() + LOOK_AGAIN_AFTER
        raise PutOff(by=return_of(submission.pk), until=until)


def is_still_so(template: str, about: Any) -> bool:
    """Whether what the mail says is still true when it is sent."""
    check = TRUE_WHILE.get(template)
    return check is None or check(about)


def _while_in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _of_review(statuses: Iterable[str]) -> Callable[[Any], bool]:
    """While its round goes on: of one that ended before an assessment nothing is asked any more."""
    return lambda review: review.status in statuses and review.round_state not in ENDED_ROUNDS


def _with_status(status: str) -> Callable[[Review], bool]:
    return lambda review: review.status == status


def _of_draft(*states: str) -> Callable[[Any], bool]:
    """Of an assessment that is not posted: it stays as it is where its round ends."""
    return lambda row: row.state in states and row.round.state in Round.UNDER_WAY


def _of_closed_round(*states: str) -> Callable[[DraftMail], bool]:
    """What was written cannot be submitted: not so where the round takes reviews again."""
    return lambda draft: draft.review.round_state in states


def _is_waiting(row: Any) -> bool:
    return bool(row.is_waiting)


def _is_resumed(submission: Submission) -> bool:
    return submission.paused_at is None and is_under_way(submission)


def _has_left(review: Review) -> bool:
    return review.version.preprint.has_left


def _is_left_and_waited_for(review: Review) -> bool:
    """Not once the editors have ended its review: then it does not come back."""
    goes_on = review.status in WAITED_FOR and review.round_state not in ENDED_ROUNDS
    return _has_left(review) and goes_on


def _is_waited_for(review: Review) -> bool:
    return not _has_left(review) and review.status in WAITED_FOR


def _can_be_submitted_late(review: Review) -> bool:
    is_released = review.round_state == Round.State.RELEASED
    return is_released and review.status == Review.Status.DRAFT


def _lapses(submission: Submission) -> bool:
    """What is away waits for nobody; once it is back, it begins to wait anew."""
    is_open = submission.state in OPEN_STATES
    return is_open and submission.lapses_at is not None and not submission.is_away


def _is_open_and_here(later: Round) -> bool:
    return later.state == Round.State.OPEN and not later.submission.is_away


def _has_undeclared_second_editor(submission: Submission) -> bool:
    asked = EditorInterests.objects.filter(
        submission=submission, editor=submission.second_editor_id, declared_at=None
    )
    return submission.state == Submission.State.ACCEPTED and asked.exists()


def _is_shown_a_draft(review: Review) -> bool:
    return Assessment.objects.for_reviewer_of(review.pk).filter(state="proposed").exists()


def _is_to_be_read_first(sent: Round) -> bool:
    """Of a work that is away nothing is posted; who is told that it is back is told the rest."""
    return sent.state == Round.State.WITH_AUTHORS and not sent.version.preprint.has_left


def _is_released_and_here(released: Round) -> bool:
    return released.state in Round.RELEASED and not released.version.preprint.has_left


def _is_asked_to_be_withdrawn(assessment: Assessment) -> bool:
    return assessment.is_published and assessment.withdrawal_asked_at is not None


def _is_kept(assessment: Assessment) -> bool:
    return assessment.is_published and assessment.withdrawal_asked_at is None


def _is_revoked(draft: DraftMail) -> bool:
    invitation = draft.review.invitation
    return invitation is not None and invitation.state == Invitation.State.REVOKED


def _proposes_a_day(invitation: Invitation) -> bool:
    is_open = invitation.round.state == Round.State.OPEN
    is_pending = invitation.state == Invitation.State.PENDING
    return is_open and is_pending and invitation.proposed_due_on is not None


OPEN_STATES = (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
WAITED_FOR = (Review.Status.DRAFT, *moves.HELD)
_is_published = _of_review(Review.PUBLIC)
_is_held = _of_review(moves.HELD)
_is_lapsed = _while_in(Submission.State.LAPSED)
_is_lapsed_round = _while_in(Round.State.LAPSED)
_is_open_round = _while_in(Round.State.OPEN)
_is_decided_appeal = _while_in(Appeal.State.UPHELD, Appeal.State.DISMISSED)

TRUE_WHILE: dict[str, Callable[[Any], bool]] = {
    # Submissions and their editors
    "submission_received": _while_in(Submission.State.SUBMITTED),
    "submission_confirmed": _while_in(Submission.State.SUBMITTED),
    "submission_decided": _while_in(Submission.State.ACCEPTED, Submission.State.DECLINED),
    DECISION: _while_in(Submission.State.ACCEPTED, Submission.State.DECLINED),
    "named_second_editor": _has_undeclared_second_editor,
    "decision_proposed": _while_in(Submission.State.SUBMITTED),
    "author_match_left": lambda submission: bool(left_matches(submission)),
    "submission_withdrawn": _while_in(Submission.State.WITHDRAWN),
    "work_left": is_left_under_way,
    LEFT: is_left_under_way,
    "work_left_reviewers": _is_left_and_waited_for,
    "work_returned": _is_resumed,
    RETURNED: _is_resumed,
    "work_returned_reviewers": _is_waited_for,
    "lapse_warned": _lapses,
    "lapse_warned_editors": _lapses,
    "work_lapsed": _is_lapsed,
    "work_lapsed_editors": _is_lapsed,
    "work_reopened": _while_in(*OPEN_STATES),
    "editors_missing": lambda work: bool(work.former_editors),
    "editor_left": lambda work: bool(work.former_editors),
    "triage_due": _is_waiting,
    "decision_due": _is_waiting,
    "approval_due": _is_waiting,
    "appeal_due": _is_waiting,
    "work_neglected": _is_waiting,
    # Rounds
    "later_round_warned": _is_open_and_here,
    "later_round_warned_editors": _is_open_and_here,
    "later_round_lapsed": _is_lapsed_round,
    "later_round_lapsed_editors": _is_lapsed_round,
    "later_round_reopened": _is_open_round,
    "round_reopened": _is_open_round,
    "reviewer_left": _while_in(*Round.UNDER_WAY),
    "newer_version_editors": _while_in(*Round.UNDER_WAY),
    "round_released": _while_in(Round.State.RELEASED),
    "reviews_for_authors": _is_to_be_read_first,
    REVIEWS: _is_released_and_here,
    "round_lapsed": _of_closed_round(Round.State.LAPSED),
    "round_closed": _of_closed_round(Round.State.WITH_AUTHORS, Round.State.ASSESSED),
    "review_not_needed": _of_closed_round(Round.State.WITHDRAWN),
    "review_not_published": _of_closed_round(Round.State.WITHDRAWN),
    "invitation_withdrawn": _is_revoked,
    "day_proposed": _proposes_a_day,
    # Reviews
    "volunteer": _of_review(WAITED_FOR),
    "review_extended": _of_review([Review.Status.DRAFT]),
    "newer_version_reviewers": _of_review(WAITED_FOR),
    "review_submitted": _is_held,
    "review_received": _is_held,
    "review_confirmed": _is_held,
    "signature_waits": _of_review(moves.APPROVE_BYLINE.before),
    "signature_approved": _is_held,
    "review_returned": _of_review([Review.Status.DRAFT]),
    "review_refused": _with_status(Review.Status.REFUSED),
    "review_disowned": _with_status(Review.Status.DISOWNED),
    "reviews_released": lambda review: _is_held(review) and review.round_state in Round.RELEASED,
    "round_goes_on": _can_be_submitted_late,
    "draft_shown": _is_shown_a_draft,
    "review_published": _is_published,
    "review_published_reviewer": _is_published,
    "review_signed": lambda review: _is_published(review) and review.is_signed,
    "review_withdrawn": _with_status(Review.Status.WITHDRAWN),
    # Assessments, and what authors say
    "assessment_proposed": _of_draft(Assessment.State.PROPOSED),
    "draft_answered": _of_draft(Assessment.State.PROPOSED),
    "assessment_returned": _of_draft(Assessment.State.RETURNED),
    "assessment_approved": _of_draft(Assessment.State.APPROVED),
    "assessment_published": _while_in(*Assessment.PUBLIC),
    POSTED: _while_in(*Assessment.PUBLIC),
    "withdrawal_asked": _is_asked_to_be_withdrawn,
    "assessment_kept": _is_kept,
    "assessment_withdrawn": _while_in(Assessment.State.WITHDRAWN),
    "assessment_confirmed": lambda confirmed: confirmed.assessment.is_published,
    "assessment_reopened": _is_waiting,
    "assessment_reopened_editors": _is_waiting,
    "reopening_decided": lambda reopening: bool(reopening.decision),
    "correction_asked": _while_in(Correction.State.WAITING),
    "correction_decided": lambda correction: not correction.is_void,
    "response_posted": lambda response: not response.is_withdrawn,
    "response_withdrawn": lambda response: response.is_withdrawn,
    "revision_declared": lambda revision: not revision.decision,
    "revision_decided": lambda revision: bool(revision.decision),
    # Appeals
    "appeal_received": _while_in(Appeal.State.WAITING, Appeal.State.TAKEN),
    "appeal_filed": _while_in(Appeal.State.WAITING),
    "appeal_handed_back": _while_in(Appeal.State.WAITING),
    "appeal_taken_over": _while_in(Appeal.State.TAKEN),
    "appeal_moved": _while_in(Appeal.State.TAKEN),
    "appeal_decided": _is_decided_appeal,
    "appeal_decided_editors": _is_decided_appeal,
}
# They ask for an act that is refused while the work is away, or name a day that moves.
FOR_AFTER_RETURN = frozenset(
    {
        *("submission_received", "decision_proposed", "signature_waits", "revision_declared"),
        *("reviews_released", "round_goes_on", "draft_shown", "assessment_proposed"),
    }
)
LOOK_AGAIN_AFTER = timedelta(days=1)  # where the submission ends meanwhile
# What these say has happened, whatever came later; or who they are for is asked elsewhere.
STAYS_TRUE = frozenset(
    {
        ENDED,
        "review_ended",
        "consent_declined",  # `consent_mails.is_news`
        "editor_changed",  # with the editors as they are then
        "invitation_accepted",
        "invitation_declined",
        "name_allowed",
        "passage_redacted",
    }
)
