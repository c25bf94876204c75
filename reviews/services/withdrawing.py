"""Withdrawing what was published, with a reason: its text is read no more; nothing is deleted."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import moves, withdrawal_rules
from reviews.models import (
    Assessment,
    Response,
    Review,
    Revision,
    Round,
    Submission,
    WithdrawnBy,
)
from reviews.published import assessment_key
from reviews.services.authorship import reviewers_of
from reviews.services.editor_interests import check_may_act
from reviews.services.owed_assessments import is_superseded, set_status_without_assessment
from reviews.services.published_changes import change_published, record_withdrawal
from reviews.services.reopened_assessments import look_again_at
from reviews.services.reviewing import lock_round, lock_round_or_work
from reviews.services.revising import open_next_round
from reviews.services.submissions import (
    authors_of,
    former_editors_of,
    known_author_ids,
    lock_submission,
)


@transaction.atomic
def withdraw_review(review_id: int, *, by: User, reason: str, now: datetime) -> Review:
    """by: its reviewer, a guest's row too; or a managing editor, for cause.

    Raises NotYoursToWithdraw, NotPublished or WithdrawalReasonMissing.
    """
    lock_round_or_work(review_id)
    locked = Review.objects.select_for_update(of=("self",))
    review = locked.select_related("version", "round__submission").get(pk=review_id)
    withdrawn_as = withdrawal_rules.withdrawn_as(
        person_id=by.pk,
        writer_id=review.reviewer_id,
        own=WithdrawnBy.REVIEWER,
        is_managing_editor=by.is_managing_editor,
        involved_ids=involved_with_review(review),
    )
    moves.WITHDRAW_REVIEW.check(review.status)
    withdrawal_rules.check_reason(reason)
    record_withdrawal(
        review,
        "review.withdrawn",
        by=by,
        withdrawn_as=withdrawn_as,
        reason=reason,
        now=now,
        facts={},
    )
    promise("reviews.notify_of_withdrawn_review", review_id=review.pk)
    return review


@transaction.atomic
def withdraw_response(response_id: int, *, by: User, reason: str, now: datetime) -> Response:
    """by: the author who wrote it; or a managing editor, for cause.

    Raises NotYoursToWithdraw, NotPublished or WithdrawalReasonMissing.
    """
    of = lock_round(Response.objects.values_list("round_id", flat=True).get(pk=response_id))
    locked = Response.objects.select_for_update(of=("self",)).select_related("version")
    response = locked.get(pk=response_id)
    withdrawn_as = withdrawal_rules.withdrawn_as(
        person_id=by.pk,
        writer_id=response.author_id,
        own=WithdrawnBy.AUTHOR,
        is_managing_editor=by.is_managing_editor,
        involved_ids=involved_in(of.submission),
    )
    moves.WITHDRAW_RESPONSE.check("withdrawn" if response.is_withdrawn else "posted")
    withdrawal_rules.check_reason(reason)
    record_withdrawal(
        response,
        "response.withdrawn",
        by=by,
        withdrawn_as=withdrawn_as,
        reason=reason,
        now=now,
        facts={},
    )
    promise("reviews.notify_of_withdrawn_response", response_id=response.pk)
    return response


@transaction.atomic
def ask_for_withdrawal(
    assessment_id: int, *, editor: User, reason: str, now: datetime
) -> Assessment:
    """The handling editor asks the second to agree.

    Raises NotTheHandlingEditor, InterestsNotDeclared, NotPublished, AskedAlready or
    WithdrawalReasonMissing.
    """
    assessment, submission = _lock(assessment_id)
    withdrawal_rules.check_can_ask(
        person_id=editor.pk,
        editor_id=submission.editor_id,
        is_asked=assessment.withdrawal_asked_at is not None,
    )
    check_may_act(submission, editor)
    moves.ASK_FOR_WITHDRAWAL.check(assessment.state)
    withdrawal_rules.check_reason(reason)
    assessment.withdrawal_asked_at, assessment.asked_reason = now, reason
    change_published(assessment, ["withdrawal_asked_at", "asked_reason"])
    _record_step("assessment.withdrawal_asked", assessment, editor=editor, now=now)
    promise("reviews.ask_to_agree_to_withdrawal", assessment_id=assessment.pk)
    return assessment


@transaction.atomic
def keep_assessment(assessment_id: int, *, second_editor: User, now: datetime) -> Assessment:
    """The second editor does not agree.

    Raises NotTheSecondEditor, NobodyAsked, InterestsNotDeclared or NotPublished.
    """
    assessment, submission = _lock(assessment_id)
    withdrawal_rules.check_can_keep(
        person_id=second_editor.pk,
        second_editor_id=submission.second_editor_id,
        is_asked=assessment.withdrawal_asked_at is not None,
    )
    check_may_act(submission, second_editor)
    moves.KEEP_ASSESSMENT.check(assessment.state)
    assessment.withdrawal_asked_at = None
    change_published(assessment, ["withdrawal_asked_at"])
    _record_step("assessment.kept", assessment, editor=second_editor, now=now)
    promise("reviews.notify_editor_of_kept_assessment", assessment_id=assessment.pk)
    return assessment


@transaction.atomic
def withdraw_assessment(
    assessment_id: int, *, by: User, now: datetime, reason: str = ""
) -> Assessment:
    """by: the second editor, who agrees to what the handling editor asked, with that reason; or a
    managing editor for cause, with a reason of their own.

    Where it is the newest, and nothing else is under way, a round of the editors alone opens, to
    assess the work anew.
    Raises NobodyAsked, NotYoursToWithdraw, InterestsNotDeclared, NotPublished or
    WithdrawalReasonMissing.
    """
    assessment, submission = _lock(assessment_id)
    moves.WITHDRAW_ASSESSMENT.check(assessment.state)
    withdrawn_as = withdrawal_rules.assessment_withdrawn_as(
        person_id=by.pk,
        second_editor_id=submission.second_editor_id,
        is_asked=assessment.withdrawal_asked_at is not None,
        is_managing_editor=by.is_managing_editor,
        involved_ids=involved_in(submission),
    )
    check_may_act(submission, by)
    reason = assessment.asked_reason if withdrawn_as == WithdrawnBy.EDITORS else reason
    withdrawal_rules.check_reason(reason)
    opened = open_round_again(submission, assessment.round, now=now)
    record_withdrawal(
        assessment,
        "assessment.withdrawn",
        by=by,
        withdrawn_as=withdrawn_as,
        reason=reason,
        now=now,
        facts={"round": opened.number} if opened else {},
    )
    set_status_without_assessment(submission, now=now)
    look_again_at(submission.preprint)
    promise("reviews.notify_of_withdrawn_assessment", assessment_id=assessment.pk)
    return assessment


def open_round_again(submission: Submission, assessed: Round, *, now: datetime) -> Round | None:
    """A round of the editors alone on the same version; None where a later assessment is public,
    something is under way, or nothing can be. The caller has locked the submission."""
    is_over = (
        submission.state != Submission.State.ACCEPTED
        or assessed.version.is_withdrawn
        or is_superseded(assessed)
    )
    is_busy = (
        submission.rounds.under_way().exists()
        or Revision.objects.waiting().filter(round__submission=submission).exists()
    )
    if is_over or is_busy or submission.is_away:
        return None
    return open_next_round(submission, assessed.version, kind=Round.Kind.EDITORS, now=now)


def involved_in(submission: Submission) -> set[int]:
    """Its authors, who is or was its editor, and whoever reviews the work or has reviewed it."""
    editors = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    former = former_editors_of(submission.preprint_id)
    return authors_of(submission) | editors | former | reviewers_of(submission.preprint_id)


def involved_with_review(review: Review) -> set[int]:
    """`involved_in` the submission that it belongs to; of one without a round, in any of
    the work."""
    if review.submission is not None:
        return involved_in(review.submission)
    preprint_id = review.version.preprint_id
    involved = known_author_ids(preprint_id) | reviewers_of(preprint_id)
    of_work = Submission.objects.filter(preprint=preprint_id)
    return involved.union(*(involved_in(submission) for submission in of_work))


def _record_step(kind: str, assessment: Assessment, *, editor: User, now: datetime) -> None:
    record_event(
        kind,
        about=assessment.version,
        actor_id=editor.pk,
        now=now,
        data={"row": assessment_key(assessment)},
    )


def _lock(assessment_id: int) -> tuple[Assessment, Submission]:
    submission_id = Assessment.objects.values_list("round__submission", flat=True).get(
        pk=assessment_id
    )
    submission = lock_submission(submission_id)
    lock_round(Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id))
    locked = Assessment.objects.select_for_update(of=("self",))
    related = locked.select_related("round__version", "version", "significance", "strength")
    return related.get(pk=assessment_id), submission
