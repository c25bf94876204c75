"""Mails about works that are withdrawn or retracted where they were posted, while reviewed."""

from events.outbox import handler
from reviews import editor_mails
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_submission
from reviews.models import Review, Submission
from reviews.services.submissions import authors_of


@handler("reviews.notify_of_ended_review", atomic=True)
def notify_of_ended_review(submission_id: int, round_id: int | None) -> None:
    """Its editors, or those who share the work out; who submitted it, and its authors; whoever
    was writing a review in the round that ended, or has submitted one that is not public."""
    submission = load_submission(submission_id)
    promise_mails("review_ended", editors_and_authors_of(submission), submission=submission.pk)
    reviews = Review.objects.filter(round=round_id)
    for review in reviews.being_written().order_by("pk"):
        promise_mail_to("review_not_needed", {"review": review.pk}, draft_of=review.pk)
    for review in reviews.held().order_by("pk"):
        promise_mail_to("review_not_published", {"review": review.pk}, draft_of=review.pk)


def editors_and_authors_of(submission: Submission) -> list[int]:
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    return list(dict.fromkeys([*editors, submission.submitter_id, *sorted(authors_of(submission))]))
