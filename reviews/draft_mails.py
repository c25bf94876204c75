"""Mails about the draft of an assessment, which the reviewers of its round are shown."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_assessment
from reviews.models import Review


@handler("reviews.show_draft_to_reviewers", atomic=True)
def show_draft_to_reviewers(assessment_id: int) -> None:
    summed_up = load_assessment(assessment_id).round
    for review in summed_up.reviews.filter(status=Review.Status.ACCEPTED).order_by("pk"):
        promise_mail_to("draft_shown", {"review": review.pk}, review=review.pk)


@handler("reviews.notify_of_draft_answers", atomic=True)
def notify_of_draft_answers(assessment_id: int) -> None:
    """The second editor can approve it now."""
    second_id = load_assessment(assessment_id).round.submission.second_editor_id
    if second_id is not None:
        promise_mails("draft_answered", [second_id], assessment=assessment_id)
