"""Mails about appeals. A reviewer who appeals is written to as the reviewer, whom nothing names."""

from accounts.models import User
from events.outbox import handler
from reviews.editor_mails import editors_who_share_work
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.models import Appeal


@handler("reviews.notify_of_appeal", atomic=True)
def notify_of_appeal(appeal_id: int) -> None:
    """Every editor who may take it."""
    editors = User.objects.filter(pk__in=editors_who_share_work(but=set())).order_by("pk")
    free = [
        editor.pk
        for editor in editors
        if Appeal.objects.for_editor(editor).filter(pk=appeal_id).exists()
    ]
    promise_mails("appeal_filed", free, appeal=appeal_id)


@handler("reviews.notify_of_decided_appeal", atomic=True)
def notify_of_decided_appeal(appeal_id: int) -> None:
    """Who appealed, and the editors of the work."""
    appeal = Appeal.objects.select_related("work").get(pk=appeal_id)
    work = appeal.work
    appellant = {"user": appeal.by_id} if appeal.review_id is None else {"review": appeal.review_id}
    promise_mail_to("appeal_decided", appellant, appeal=appeal_id)
    editors = sorted({pk for pk in (work.editor_id, work.second_editor_id) if pk})
    promise_mails("appeal_decided", editors, appeal=appeal_id)
