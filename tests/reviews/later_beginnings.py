"""Works that are assessed, appealed against, or have lapsed."""

from preprints.models import Preprint
from reviews.models import (
    Appeal,
    Assessment,
    Review,
    Revision,
    Round,
    Submission,
)
from tests.factories.preprints import VersionFactory
from tests.reviews.acts.appeals import (
    appeal_assessment,
    appeal_decline,
    appeal_refusal,
    take_appeal,
)
from tests.reviews.acts.reviews import (
    begin_review,
    refuse_review,
    submit_review,
)
from tests.reviews.acts.rounds import (
    confirm_assessment,
    decide_revision,
    declare_revision,
    post_response,
    post_round,
    reopen_assessment,
    reopen_selected_work,
)
from tests.reviews.acts.submissions import (
    confirm_author,
    decline_submission,
    lapse_round,
    lapse_submission,
    publish_reasons,
    submit_preprint,
    warn_of_lapse,
)
from tests.reviews.acts.withdrawals import ask_for_withdrawal, withdraw_assessment
from tests.reviews.first_beginnings import start_reading_by_the_authors, start_review
from tests.reviews.process import Process


def start_revision(process: Process) -> None:
    """Assessed, with a newer version since."""
    start_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    post_round(process, sent, process.author, 0)
    VersionFactory(preprint=process.work, number=2)


def start_decision(process: Process) -> None:
    """The newer version is handed in as a revision."""
    start_revision(process)
    assessed = Round.objects.get(submission__preprint=process.work)
    declare_revision(process, assessed, process.author, 0)


def start_withdrawal(process: Process) -> None:
    """Assessed and answered; the second editor is asked to agree that the assessment goes, and an
    appeal against it is taken."""
    start_revision(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    post_response(process, assessment.round, process.author, 0)
    ask_for_withdrawal(process, assessment, process.editors[0], 0)
    appeal_assessment(process, assessment, process.author, 0)
    _take(process)


def start_reopened(process: Process) -> None:
    """In an issue, with a newer version since, and to be looked at again."""
    start_revision(process)
    submission = Submission.objects.get(preprint=process.work)
    reopen_assessment(process, submission, process.editors[1], 0)


def start_reopened_by_a_version(process: Process) -> None:
    """In an issue; that a newer version has appeared waits to be looked at."""
    start_revision(process)
    reopen_selected_work(process, Submission.objects.get(preprint=process.work), None, 0)


def start_confirmed(process: Process) -> None:
    """The assessment holds for the newer version, says its editor."""
    start_revision(process)
    assessment = Assessment.objects.get(round__submission__preprint=process.work)
    confirm_assessment(process, assessment, process.editors[0], 0)


def start_owed_assessment(process: Process) -> None:
    """Its assessment was withdrawn while the work was away from where it is posted; it is back."""
    start_reading_by_the_authors(process)
    sent = Round.objects.get(submission__preprint=process.work)
    post_round(process, sent, process.author, 0)
    work = Preprint.objects.filter(pk=process.work.pk)
    before = work.get().status
    work.update(status=Preprint.Status.WITHDRAWN)
    assessment = Assessment.objects.get(round=sent)
    ask_for_withdrawal(process, assessment, process.editors[0], 0)
    withdraw_assessment(process, assessment, process.editors[1], 0)
    work.update(status=before)


def start_published_decline(process: Process) -> None:
    """Declined; its author has published why."""
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    decline_submission(process, submission, process.editors[0], 0)
    confirm_author(process, submission, process.editors[0], 0)
    publish_reasons(process, submission, process.author, 0)


def start_appeal_of_decline(process: Process) -> None:
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    decline_submission(process, submission, process.editors[0], 0)
    appeal_decline(process, submission, process.author, 0)
    _take(process)


def start_appeal_of_refusal(process: Process) -> None:
    start_review(process)
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


def start_lapsed_review(process: Process) -> None:
    """Accepted, and lapsed since nobody agreed to review it."""
    start_review(process)
    for act in (warn_of_lapse, lapse_submission):
        act(process, Submission.objects.get(preprint=process.work), None, 0)


def start_silent_second_round(process: Process) -> None:
    """The revision is to be reviewed in full; nobody has answered, and the round ends soon."""
    start_decision(process)
    revision = Revision.objects.get(round__submission__preprint=process.work)
    decide_revision(process, revision, process.editors[0], 3)
    warn_of_lapse(process, Submission.objects.get(preprint=process.work), None, 0)


def start_lapsed_second_round(process: Process) -> None:
    start_silent_second_round(process)
    opened = Round.objects.get(submission__preprint=process.work, number=2)
    lapse_round(process, opened, None, 0)
