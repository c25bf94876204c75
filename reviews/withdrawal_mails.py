"""Mails about what is withdrawn: all of it is public, but what the second editor is asked."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_assessment, load_response, load_review
from reviews.models import Review, Submission, WithdrawnBy
from reviews.services.submissions import known_author_ids


@handler("reviews.notify_of_withdrawn_review", atomic=True)
def notify_of_withdrawn_review(review_id: int) -> None:
    """The editors, the authors we know; the reviewer where the journal did it. No editor asked for
    a review without a round."""
    review = load_review(review_id)
    promise_mails("review_withdrawn", readers_of(review), review=review_id)
    if review.withdrawn_as == WithdrawnBy.JOURNAL:
        promise_mail_to("review_withdrawn", {"review": review_id}, review=review_id)


@handler("reviews.notify_of_withdrawn_response", atomic=True)
def notify_of_withdrawn_response(response_id: int) -> None:
    """The editors and all authors we know, and the reviewers of that round, who got it."""
    answered = load_response(response_id).round
    promise_mails("response_withdrawn", _people_of(answered.submission), response=response_id)
    for review in answered.reviews.shown().order_by("pk"):
        promise_mail_to("response_withdrawn", {"review": review.pk}, response=response_id)


@handler("reviews.ask_to_agree_to_withdrawal", atomic=True)
def ask_to_agree_to_withdrawal(assessment_id: int) -> None:
    submission = load_assessment(assessment_id).round.submission
    if submission.second_editor_id is not None:
        promise_mails("withdrawal_asked", [submission.second_editor_id], assessment=assessment_id)


@handler("reviews.notify_editor_of_kept_assessment", atomic=True)
def notify_editor_of_kept_assessment(assessment_id: int) -> None:
    submission = load_assessment(assessment_id).round.submission
    if submission.editor_id is not None:
        promise_mails("assessment_kept", [submission.editor_id], assessment=assessment_id)


@handler("reviews.notify_of_withdrawn_assessment", atomic=True)
def notify_of_withdrawn_assessment(assessment_id: int) -> None:
    """The editors, the authors we know, and the reviewers of that round."""
    assessed = load_assessment(assessment_id).round
    people = _people_of(assessed.submission)
    promise_mails("assessment_withdrawn", people, assessment=assessment_id)
    for review in assessed.reviews.shown().order_by("pk"):
        promise_mail_to("assessment_withdrawn", {"review": review.pk}, assessment=assessment_id)


def readers_of(review: Review) -> list[int]:
    """Whom it was for: the authors we know, and the editors where some asked for it."""
    if review.submission is not None:
        return _people_of(review.submission)
    return sorted(known_author_ids(review.version.preprint_id))


def _people_of(submission: Submission) -> list[int]:
    editors = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    return sorted(editors | known_author_ids(submission.preprint_id))
