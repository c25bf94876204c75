"""Mails about appeals. A reviewer who appeals is written to as the reviewer, whom nothing names."""

from accounts.models import User
from events.outbox import handler
from reviews.editor_mails import editors_free_to_decide
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.models import Appeal, Reminder
from reviews.selectors.who_said import who_declined


@handler("reviews.notify_of_appeal", atomic=True)
def notify_of_appeal(appeal_id: int) -> None:
    """Who appealed gets a receipt; the managing editors who may take it, or, where none of them
    may, every editor who does."""
    appeal = Appeal.objects.get(pk=appeal_id)
    promise_mail_to("appeal_received", _appellant(appeal), appeal=appeal_id)
    promise_mails("appeal_filed", editors_free_to_decide(appeal), appeal=appeal_id)


@handler("reviews.notify_of_appeal_handed_back", atomic=True)
def notify_of_appeal_handed_back(appeal_id: int, by_id: int) -> None:
    """Who may take it, but for whoever handed it back."""
    appeal = Appeal.objects.get(pk=appeal_id)
    free = editors_free_to_decide(appeal, but={by_id})
    promise_mails("appeal_handed_back", free, appeal=appeal_id)


@handler("reviews.notify_of_appeal_taken_over", atomic=True)
def notify_of_appeal_taken_over(appeal_id: int, former_id: int) -> None:
    """Whoever had it, if they are an editor still."""
    former = User.objects.filter(pk=former_id, is_active=True).first()
    if former is not None and former.is_editor:
        promise_mail_to("appeal_taken_over", {"user": former_id}, appeal=appeal_id)


@handler("reviews.notify_of_moved_appeal", atomic=True)
def notify_of_moved_appeal(appeal_id: int) -> None:
    """Who appealed hears of the later day."""
    appeal = Appeal.objects.get(pk=appeal_id)
    promise_mail_to("appeal_moved", _appellant(appeal), appeal=appeal_id)


def promise_appeal_reminder(appeal: Appeal, reminder: Reminder) -> None:
    """Whoever took it; while nobody has, or they may not decide it, and long after the day, those
    who may."""
    taker = appeal.editor
    may_decide = (
        taker is not None and taker.is_active and taker.is_editor and _is_free(taker, appeal)
    )
    owing = {taker.pk} if taker is not None and may_decide else set()
    if not owing or reminder.kind == Reminder.Kind.NEGLECTED:
        owing |= set(editors_free_to_decide(appeal))
    promise_mails("appeal_due", sorted(owing), editor_wait=reminder.pk)


def _is_free(editor: User, appeal: Appeal) -> bool:
    return Appeal.objects.for_editor(editor).filter(pk=appeal.pk).exists()


@handler("reviews.notify_of_decided_appeal", atomic=True)
def notify_of_decided_appeal(appeal_id: int) -> None:
    """Who appealed, the editors of the work, and whose decision it was about."""
    appeal = Appeal.objects.select_related("work").get(pk=appeal_id)
    work = appeal.work
    promise_mail_to("appeal_decided", _appellant(appeal), appeal=appeal_id)
    editors = {pk for pk in (work.editor_id, work.second_editor_id) if pk} | _who_declined(appeal)
    promise_mails("appeal_decided_editors", sorted(editors), appeal=appeal_id)


@handler("reviews.notify_of_appeal_upheld_with", atomic=True)
def notify_of_appeal_upheld_with(appeal_id: int, former_id: int | None) -> None:
    """Who filed it, and the editor who had taken it; everybody else hears of the one that it was
    upheld with."""
    appeal = Appeal.objects.get(pk=appeal_id)
    promise_mail_to("appeal_decided", _appellant(appeal), appeal=appeal_id)
    if former_id not in (None, appeal.editor_id):
        promise_mails("appeal_decided_editors", [former_id], appeal=appeal_id)


def _appellant(appeal: Appeal) -> dict[str, int]:
    return {"user": appeal.by_id} if appeal.review_id is None else {"review": appeal.review_id}


def _who_declined(appeal: Appeal) -> set[int]:
    """Nobody, where it is against something else."""
    return who_declined(appeal.declined, appeal.decision_at) if appeal.declined else set()
