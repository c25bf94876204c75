"""Mails about a published review that its writer signs later: to those who knew it without."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_review
from reviews.withdrawal_mails import readers_of


@handler("reviews.notify_of_signed_review", atomic=True)
def notify_of_signed_review(review_id: int) -> None:
    """The two editors, the authors we know, and the other reviewers of the round."""
    review = load_review(review_id)
    promise_mails("review_signed", readers_of(review), review=review_id)
    if review.round is None:
        return
    for other in review.round.reviews.shown().exclude(pk=review_id).order_by("pk"):
        promise_mail_to("review_signed", {"review": other.pk}, review=review_id)
