"""Mails to a reviewer about what the editor answered to the review."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to


@handler("reviews.notify_reviewer_of_question", atomic=True)
def notify_reviewer_of_question(review_id: int) -> None:
    promise_mail_to("review_returned", {"review": review_id}, review=review_id)


@handler("reviews.notify_reviewer_of_refusal", atomic=True)
def notify_reviewer_of_refusal(review_id: int) -> None:
    promise_mail_to("review_refused", {"review": review_id}, review=review_id)
