"""Mails to who wrote a published text about a passage of it that was redacted."""

from events.outbox import handler
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_original
from reviews.models import Appeal, Correction, Response, Revision, SealedOriginal


@handler("reviews.notify_of_redaction", atomic=True)
def notify_of_redaction(original_id: int) -> None:
    """What the mail says is public."""
    original = load_original(original_id)
    if original.review is not None:
        promise_mail_to("passage_redacted", {"review": original.review.pk}, original=original_id)
    else:
        promise_mails("passage_redacted", _writers(original), original=original_id)


def _writers(original: SealedOriginal) -> list[int]:
    """Of a text that is no review."""
    of, submission = original.of, original.submission
    if isinstance(of, Response | Revision):
        return [of.author_id]
    if isinstance(of, Correction) and original.part != "note":
        return [of.author_id]
    if isinstance(of, Appeal | Correction):
        decided_by = of.editor_id if isinstance(of, Appeal) else of.decided_by_id
        return [decided_by] if decided_by else []
    if submission is None:
        return []
    return [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
