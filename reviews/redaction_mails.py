"""Mails to who wrote a published text about a passage of it that was redacted."""

from events.outbox import handler
from reviews.decline_parts import decline_of
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_original
from reviews.models import (
    Appeal,
    ConfirmedAssessment,
    Correction,
    IssueInterests,
    Reopening,
    Response,
    Revision,
    SealedOriginal,
    Submission,
)
from reviews.selectors.who_said import who_declined, who_said


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
    if isinstance(of, IssueInterests):
        return [of.editor_id]
    if isinstance(of, Correction):
        by = of.decided_by_id if original.part == "note" else of.author_id
        return [by] if by else []
    if isinstance(of, Appeal | ConfirmedAssessment | Reopening):
        said_by = who_said(of, original.part)
        return [said_by] if said_by else []
    if isinstance(of, Submission):
        return sorted(who_declined(of, decline_of(of, original.part).declined_at))
    if submission is None:
        return []
    return [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
