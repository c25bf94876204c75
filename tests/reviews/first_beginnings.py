"""Works on their way to the first assessment, and what has become of some before."""

from reviews.models import (
    Assessment,
    Invitation,
    Review,
    Round,
    Submission,
)
from reviews.services import invitation_mails
from tests.reviews.acts.invitations import accept_invitation, invite_reviewer, revoke_invitation
from tests.reviews.acts.reviews import (
    accept_review,
    begin_review,
    offer_account,
    submit_review,
)
from tests.reviews.acts.rounds import (
    accept_correction,
    approve_assessment,
    ask_for_correction,
    hold_response,
    post_round,
    propose_assessment,
    release_round,
    send_to_authors,
)
from tests.reviews.acts.submissions import (
    accept_submission,
    declare_interests,
    lapse_submission,
    propose_decision,
    submit_preprint,
    warn_of_lapse,
)
from tests.reviews.process import DAY, Process


def start_nothing(process: Process) -> None:
    """It is listed."""


def start_review(process: Process) -> None:
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    accept_submission(process, submission, process.editors[0], 0)


def start_neglected(process: Process) -> None:
    """Nobody has answered for so long that its authors were warned."""
    start_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 2)
    warn_of_lapse(process, opened.submission, None, 0)


def start_lapsed(process: Process) -> None:
    """Nobody has decided on it for so long that it lapsed."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    warn_of_lapse(process, submission, None, 0)
    submission.refresh_from_db()
    lapse_submission(process, submission, None, 0)


def start_guests_review(process: Process) -> None:
    """At an address that no account has."""
    start_review_at(process, f"grace{process.work.pk}@example.org")


def start_review_of_a_member(process: Process) -> None:
    """At the address of an account, by somebody signed out."""
    start_review_at(process, process.addresses[0])


def start_review_of_a_namesake(process: Process) -> None:
    """Of an author: the second editor must allow the signature."""
    start_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    begin_review(process, opened, process.reviewers[1], 0)
    declare_interests(process, opened.submission, process.editors[1], 0)


def start_review_at(process: Process, address: str) -> None:
    start_review(process)
    editor = process.editors[0]
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, editor, 2)
    invitation = Invitation.objects.get(round=opened)
    process.now += DAY
    invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email=address, now=process.now
    )
    accept_invitation(process, invitation, None, 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, review.reviewer, 0)
    offer_account(process, review, None, 0)


def start_assessment_of_a_guest(process: Process) -> None:
    """The only accepted review is a guest's, who has not confirmed it."""
    start_review(process)
    editor = process.editors[0]
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, editor, 2)
    accept_invitation(process, Invitation.objects.get(round=opened), None, 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, review.reviewer, 1)
    accept_review(process, review, editor, 0)
    release_round(process, opened, editor, 0)
    propose_assessment(process, opened, editor, 0)


def start_assessment(process: Process) -> None:
    start_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    _submit_reviews(process, opened)
    review = Review.objects.get(round=opened, reviewer=process.reviewers[0])
    invite_reviewer(process, opened, process.editors[0], 2)
    accept_review(process, review, process.editors[0], 0)
    release_round(process, opened, process.editors[0], 0)
    propose_assessment(process, opened, process.editors[0], 0)
    declare_interests(process, opened.submission, process.editors[1], 0)


def _submit_reviews(process: Process, opened: Round) -> None:
    for reviewer in process.reviewers:
        begin_review(process, opened, reviewer, 0)
        submit_review(process, Review.objects.get(round=opened, reviewer=reviewer), reviewer, 1)


def start_release(process: Process) -> None:
    """Two reviews are in, one of them accepted; nobody else is waited for."""
    start_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    _submit_reviews(process, opened)
    review = Review.objects.get(round=opened, reviewer=process.reviewers[0])
    accept_review(process, review, process.editors[0], 0)


def start_last_answer(process: Process) -> None:
    """Both reviews are accepted; one person is still asked."""
    start_release(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 2)
    review = Review.objects.get(round__submission__preprint=process.work, status="submitted")
    accept_review(process, review, process.editors[0], 0)


def start_work_of_a_stranger(process: Process) -> None:
    """A reader submitted it, and no author is known."""
    submit_preprint(process, None, process.editors[2], 0)
    accept_submission(process, Submission.objects.get(preprint=process.work), process.editors[0], 0)
    opened = Round.objects.get(submission__preprint=process.work)
    begin_review(process, opened, process.reviewers[0], 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, process.reviewers[0], 1)
    accept_review(process, review, process.editors[0], 0)
    release_round(process, opened, process.editors[0], 0)
    propose_assessment(process, opened, process.editors[0], 0)


def start_assessment_of_a_stranger(process: Process) -> None:
    """It is approved, and nobody is there to read it first."""
    start_work_of_a_stranger(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    declare_interests(process, assessment.round.submission, process.editors[1], 0)
    approve_assessment(process, assessment, process.editors[1], 0)


def start_approval(process: Process) -> None:
    """Approved, with an author who can read it first."""
    start_assessment(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    approve_assessment(process, assessment, process.editors[1], 0)


def start_revoked(process: Process) -> None:
    """An invitation was revoked after it was accepted."""
    start_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 0)
    invitation = Invitation.objects.get(round=opened)
    accept_invitation(process, invitation, process.reviewers[0], 0)
    revoke_invitation(process, invitation, process.editors[0], 0)


def start_complete_round(process: Process) -> None:
    """Both reviews are accepted; the last who was asked is waited for no more."""
    start_last_answer(process)
    invitation = Invitation.objects.get(round__submission__preprint=process.work)
    revoke_invitation(process, invitation, process.editors[0], 0)


def start_reading_by_the_authors(process: Process) -> None:
    start_approval(process)
    sent = Round.objects.get(submission__preprint=process.work)
    send_to_authors(process, sent, process.editors[0], 0)


def start_held_response(process: Process) -> None:
    """The authors have written a response before the round is posted."""
    start_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    hold_response(process, sent, process.author, 0)


def start_correction(process: Process) -> None:
    """They have asked for a correction, too."""
    start_held_response(process)
    sent = Round.objects.get(submission__preprint=process.work)
    ask_for_correction(process, sent, process.author, 0)


def start_posted_correction(process: Process) -> None:
    """Posted with the reviews, and answered."""
    start_correction(process)
    sent = Round.objects.get(submission__preprint=process.work)
    accept_correction(process, sent.corrections.get(), process.editors[0], 0)
    post_round(process, sent, process.author, 0)


def start_proposal(process: Process) -> None:
    """One editor has proposed what to do."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    propose_decision(process, submission, process.editors[0], 1)


def start_proposal_to_decline(process: Process) -> None:
    """Another editor has to agree that it is declined."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    propose_decision(process, submission, process.editors[1], 0)
