"""Mails to who wrote a published text about a passage of it that was redacted."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_original


@handler("reviews.notify_of_redaction", atomic=True)
def notify_of_redaction(original_id: int) -> None:
    """What the mail says is public."""
    original = load_original(original_id)
    if original.review is not None:
        promise_mail_to("passage_redacted", {"review": original.review.pk}, original=original_id)
    elif original.response is not None:
        promise_mails("passage_redacted", [original.response.author_id], original=original_id)
    else:
        submission = original.round.submission
        two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
        promise_mails("passage_redacted", two, original=original_id)
