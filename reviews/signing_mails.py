"""Mails about a published review that its writer signs later: to those who knew it without."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_review
from reviews.services.submissions import known_author_ids


@handler("reviews.notify_of_signed_review", atomic=True)
def notify_of_signed_review(review_id: int) -> None:
    """The two editors, the authors we know, and the other reviewers of the round."""
    review = load_review(review_id)
    submission = review.round.submission
    editors = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    people = sorted(editors | known_author_ids(submission.preprint_id))
    promise_mails("review_signed", people, review=review_id)
    for other in review.round.reviews.shown().exclude(pk=review_id).order_by("pk"):
        promise_mail_to("review_signed", {"review": other.pk}, review=review_id)
