"""Mails to who wrote a published text about a passage of it that was redacted."""

from events.outbox import handler
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
)
from reviews.models.redactable import text_part
from reviews.models.reopenings import DECISION_REASON


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
    if isinstance(of, Correction) and original.part != "note":
        return [of.author_id]
    if isinstance(of, Appeal | Correction | ConfirmedAssessment | Reopening):
        said_by = _said_by(of, original.part)
        return [said_by] if said_by else []
    if submission is None:
        return []
    return [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]


def _said_by(of: Appeal | Correction | ConfirmedAssessment | Reopening, part: str) -> int | None:
    """The editor whose words it is."""
    if isinstance(of, Reopening):
        is_of_decision = text_part(of.redactions, part) == DECISION_REASON
        return of.decided_by_id if is_of_decision else of.opened_by_id
    return of.decided_by_id if isinstance(of, Correction) else of.editor_id
