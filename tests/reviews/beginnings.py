"""Works at different points of the review process, for acts to go on from."""

from events.models import Outbox
from preprints.models import Preprint
from reviews.models import (
    Appeal,
    Assessment,
    Invitation,
    Policy,
    Review,
    Revision,
    Round,
    Submission,
)
from reviews.services import invitation_mails
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ReviewFactory
from tests.reviews.acts.appeals import (
    appeal_assessment,
    appeal_decline,
    appeal_refusal,
    take_appeal,
)
from tests.reviews.acts.invitations import accept_invitation, invite_reviewer, revoke_invitation
from tests.reviews.acts.reviews import (
    accept_review,
    begin_review,
    offer_account,
    refuse_review,
    submit_review,
)
from tests.reviews.acts.rounds import (
    accept_correction,
    approve_assessment,
    ask_for_correction,
    confirm_assessment,
    decide_revision,
    declare_revision,
    hold_response,
    post_response,
    post_round,
    propose_assessment,
    release_round,
    reopen_assessment,
    reopen_selected_work,
    send_to_authors,
)
from tests.reviews.acts.submissions import (
    accept_submission,
    confirm_author,
    declare_interests,
    decline_submission,
    lapse_round,
    lapse_submission,
    propose_decision,
    publish_reasons,
    submit_preprint,
    warn_of_lapse,
)
from tests.reviews.acts.withdrawals import ask_for_withdrawal, withdraw_assessment
from tests.reviews.process import DAY, Process, States


def processes() -> list[Process]:
    """A work at each of BEGINNINGS, and another, which nobody touches."""
    Policy.objects.update(one_editor_triages=True)
    ReviewFactory(submitted=True)
    made, own = [], []
    for number, begin in enumerate(BEGINNINGS):
        before, process = States(), Process(number)
        begin(process)
        made.append(process)
        own.append(States().keys() - before.keys())
    states = States()
    for process, keys in zip(made, own, strict=True):
        process.done = made[0].done  # what one has reached, the others need not seek
        process.others = {key: state for key, state in states.items() if key not in keys}
        process.written()
    Outbox.objects.all().delete()  # a sequence that has its mails sent sends only those of its own
    return made


def _begin_nothing(process: Process) -> None:
    """It is listed."""


def _begin_review(process: Process) -> None:
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    accept_submission(process, submission, process.editors[0], 0)


def _begin_neglected(process: Process) -> None:
    """Nobody has answered for so long that its authors were warned."""
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 2)
    warn_of_lapse(process, opened.submission, None, 0)


def _begin_lapsed(process: Process) -> None:
    """Nobody has decided on it for so long that it lapsed."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    warn_of_lapse(process, submission, None, 0)
    submission.refresh_from_db()
    lapse_submission(process, submission, None, 0)


def _begin_guests_review(process: Process) -> None:
    """At an address that no account has."""
    _begin_review_at(process, f"grace{process.work.pk}@example.org")


def _begin_review_of_a_member(process: Process) -> None:
    """At the address of an account, by somebody signed out."""
    _begin_review_at(process, process.addresses[0])


def _begin_review_of_a_namesake(process: Process) -> None:
    """Of an author: the second editor must allow the signature."""
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    begin_review(process, opened, process.reviewers[1], 0)
    declare_interests(process, opened.submission, process.editors[1], 0)


def _begin_review_at(process: Process, address: str) -> None:
    _begin_review(process)
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


def _begin_assessment_of_a_guest(process: Process) -> None:
    """The only accepted review is a guest's, who has not confirmed it."""
    _begin_review(process)
    editor = process.editors[0]
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, editor, 2)
    accept_invitation(process, Invitation.objects.get(round=opened), None, 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, review.reviewer, 1)
    accept_review(process, review, editor, 0)
    release_round(process, opened, editor, 0)
    propose_assessment(process, opened, editor, 0)


def _begin_assessment(process: Process) -> None:
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    _submit_reviews(process, opened)
    review = Review.objects.get(round=opened, reviewer=process.reviewers[0])
    invite_reviewer(process, opened, process.editors[0], 2)
    accept_review(process, review, process.editors[0], 0)
    release_round(process, opened, process.editors[0], 0)
    propose_assessment(process, opened, process.editors[0], 0)


def _submit_reviews(process: Process, opened: Round) -> None:
    for reviewer in process.reviewers:
        begin_review(process, opened, reviewer, 0)
        submit_review(process, Review.objects.get(round=opened, reviewer=reviewer), reviewer, 1)


def _begin_release(process: Process) -> None:
    """Two reviews are in, one of them accepted; nobody else is waited for."""
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    _submit_reviews(process, opened)
    review = Review.objects.get(round=opened, reviewer=process.reviewers[0])
    accept_review(process, review, process.editors[0], 0)


def _begin_last_answer(process: Process) -> None:
    """Both reviews are accepted; one person is still asked."""
    _begin_release(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 2)
    review = Review.objects.get(round__submission__preprint=process.work, status="submitted")
    accept_review(process, review, process.editors[0], 0)


def _begin_work_of_a_stranger(process: Process) -> None:
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


def _begin_assessment_of_a_stranger(process: Process) -> None:
    """It is approved, and nobody is there to read it first."""
    _begin_work_of_a_stranger(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    approve_assessment(process, assessment, process.editors[1], 0)


def _begin_approval(process: Process) -> None:
    """Approved, with an author who can read it first."""
    _begin_assessment(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    approve_assessment(process, assessment, process.editors[1], 0)


def _begin_revoked(process: Process) -> None:
    """An invitation was revoked after it was accepted."""
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, process.editors[0], 0)
    invitation = Invitation.objects.get(round=opened)
    accept_invitation(process, invitation, process.reviewers[0], 0)
    revoke_invitation(process, invitation, process.editors[0], 0)


def _begin_complete_round(process: Process) -> None:
    """Both reviews are accepted; the last who was asked is waited for no more."""
    _begin_last_answer(process)
    invitation = Invitation.objects.get(round__submission__preprint=process.work)
    revoke_invitation(process, invitation, process.editors[0], 0)


def _begin_reading_by_the_authors(process: Process) -> None:
    _begin_approval(process)
    sent = Round.objects.get(submission__preprint=process.work)
    send_to_authors(process, sent, process.editors[0], 0)


def _begin_held_response(process: Process) -> None:
    """The authors have written a response before the round is posted."""
    _begin_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    hold_response(process, sent, process.author, 0)


def _begin_correction(process: Process) -> None:
    """They have asked for a correction, too."""
    _begin_held_response(process)
    sent = Round.objects.get(submission__preprint=process.work)
    ask_for_correction(process, sent, process.author, 0)


def _begin_posted_correction(process: Process) -> None:
    """Posted with the reviews, and answered."""
    _begin_correction(process)
    sent = Round.objects.get(submission__preprint=process.work)
    accept_correction(process, sent.corrections.get(), process.editors[0], 0)
    post_round(process, sent, process.author, 0)


def _begin_revision(process: Process) -> None:
    """Assessed, with a newer version since."""
    _begin_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    post_round(process, sent, process.author, 0)
    VersionFactory(preprint=process.work, number=2)


def _begin_decision(process: Process) -> None:
    """The newer version is handed in as a revision."""
    _begin_revision(process)
    assessed = Round.objects.get(submission__preprint=process.work)
    declare_revision(process, assessed, process.author, 0)


def _begin_withdrawal(process: Process) -> None:
    """Assessed and answered; the second editor is asked to agree that the assessment goes, and an
    appeal against it is taken."""
    _begin_revision(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    post_response(process, assessment.round, process.author, 0)
    ask_for_withdrawal(process, assessment, process.editors[0], 0)
    appeal_assessment(process, assessment, process.author, 0)
    _take(process)


def _begin_reopened(process: Process) -> None:
    """In an issue, with a newer version since, and to be looked at again."""
    _begin_revision(process)
    submission = Submission.objects.get(preprint=process.work)
    reopen_assessment(process, submission, process.editors[1], 0)


def _begin_reopened_by_a_version(process: Process) -> None:
    """In an issue; that a newer version has appeared waits to be looked at."""
    _begin_revision(process)
    reopen_selected_work(process, Submission.objects.get(preprint=process.work), None, 0)


def _begin_confirmed(process: Process) -> None:
    """The assessment holds for the newer version, says its editor."""
    _begin_revision(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    confirm_assessment(process, assessment, process.editors[0], 0)


def _begin_owed_assessment(process: Process) -> None:
    """Its assessment was withdrawn while the work was away from where it is posted; it is back."""
    _begin_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    post_round(process, sent, process.author, 0)
    work = Preprint.objects.filter(pk=process.work.pk)
    before = work.get().status
    work.update(status=Preprint.Status.WITHDRAWN)
    assessment = Assessment.objects.get(round=sent)
    ask_for_withdrawal(process, assessment, process.editors[0], 0)
    withdraw_assessment(process, assessment, process.editors[1], 0)
    work.update(status=before)


def _begin_published_decline(process: Process) -> None:
    """Declined; its author has published why."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    decline_submission(process, submission, process.editors[0], 0)
    confirm_author(process, submission, process.editors[0], 0)
    publish_reasons(process, submission, process.author, 0)


def _begin_appeal_of_decline(process: Process) -> None:
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    decline_submission(process, submission, process.editors[0], 0)
    appeal_decline(process, submission, process.author, 0)
    _take(process)


def _begin_appeal_of_refusal(process: Process) -> None:
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    begin_review(process, opened, process.reviewers[0], 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, process.reviewers[0], 1)
    refuse_review(process, review, process.editors[0], 0)
    appeal_refusal(process, review, process.reviewers[0], 0)
    _take(process)


def _take(process: Process) -> None:
    appeal = Appeal.objects.get(work__preprint=process.work)
    take_appeal(process, appeal, process.editors[2], 0)


def _begin_proposal(process: Process) -> None:
    """One editor has proposed what to do."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    propose_decision(process, submission, process.editors[0], 1)


def _begin_proposal_to_decline(process: Process) -> None:
    """Another editor has to agree that it is declined."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    propose_decision(process, submission, process.editors[1], 0)


def _begin_lapsed_review(process: Process) -> None:
    """Accepted, and lapsed since nobody agreed to review it."""
    _begin_review(process)
    for act in (warn_of_lapse, lapse_submission):
        act(process, Submission.objects.get(preprint=process.work), None, 0)


def _begin_silent_second_round(process: Process) -> None:
    """The revision is to be reviewed in full; nobody has answered, and the round ends soon."""
    _begin_decision(process)
    revision = Revision.objects.get(round__submission__preprint=process.work)
    decide_revision(process, revision, process.editors[0], 3)
    warn_of_lapse(process, Submission.objects.get(preprint=process.work), None, 0)


def _begin_lapsed_second_round(process: Process) -> None:
    _begin_silent_second_round(process)
    opened = Round.objects.get(submission__preprint=process.work, number=2)
    lapse_round(process, opened, None, 0)


BEGINNINGS = (
    _begin_nothing,
    _begin_proposal,
    _begin_proposal_to_decline,
    _begin_review,
    _begin_neglected,
    _begin_lapsed,
    _begin_lapsed_review,
    _begin_guests_review,
    _begin_review_of_a_member,
    _begin_review_of_a_namesake,
    _begin_release,
    _begin_last_answer,
    _begin_complete_round,
    _begin_revoked,
    _begin_work_of_a_stranger,
    _begin_assessment_of_a_stranger,
    _begin_assessment,
    _begin_assessment_of_a_guest,
    _begin_approval,
    _begin_reading_by_the_authors,
    _begin_held_response,
    _begin_correction,
    _begin_posted_correction,
    _begin_revision,
    _begin_decision,
    _begin_silent_second_round,
    _begin_lapsed_second_round,
    _begin_withdrawal,
    _begin_reopened,
    _begin_reopened_by_a_version,
    _begin_confirmed,
    _begin_owed_assessment,
    _begin_published_decline,
    _begin_appeal_of_decline,
    _begin_appeal_of_refusal,
)
