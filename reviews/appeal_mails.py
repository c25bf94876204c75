"""Mails about appeals. A reviewer who appeals is written to as the reviewer, whom nothing names."""

from events.outbox import handler
from reviews.editor_mails import editors_free_to_decide
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.models import Appeal


@handler("reviews.notify_of_appeal", atomic=True)
def notify_of_appeal(appeal_id: int) -> None:
    """The managing editors who may take it; where none of them may, every editor who does."""
    appeal = Appeal.objects.get(pk=appeal_id)
    promise_mails("appeal_filed", editors_free_to_decide(appeal), appeal=appeal_id)


@handler("reviews.notify_of_decided_appeal", atomic=True)
def notify_of_decided_appeal(appeal_id: int) -> None:
    """Who appealed, and the editors of the work."""
    appeal = Appeal.objects.select_related("work").get(pk=appeal_id)
    work = appeal.work
    appellant = {"user": appeal.by_id} if appeal.review_id is None else {"review": appeal.review_id}
    promise_mail_to("appeal_decided", appellant, appeal=appeal_id)
    editors = sorted({pk for pk in (work.editor_id, work.second_editor_id) if pk})
    promise_mails("appeal_decided", editors, appeal=appeal_id)
