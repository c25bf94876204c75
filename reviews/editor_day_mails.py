"""Mails to editors about what waits for them."""

from events.outbox import handler
from reviews import editor_mails
from reviews.appeal_mails import promise_appeal_reminder
from reviews.mail_promises import promise_mails
from reviews.models import Appeal, EditorDay, Reminder, TriageProposal
from reviews.selectors.desk.appeals import DECIDE_APPEAL
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.owing import owed_by
from reviews.services.submissions import authors_of


@handler("reviews.remind_editors", atomic=True)
def remind_editors(reminder_id: int) -> None:
    """Whoever owes it; long after the day those who share the works out, too."""
    reminder = Reminder.objects.get(pk=reminder_id)
    day = EditorDay.objects.select_related("submission__preprint").get(reminders=reminder)
    if day.kind == DECIDE_APPEAL.name:
        promise_appeal_reminder(Appeal.objects.get(pk=day.row_id), reminder)
        return
    submission, by = day.submission, owed_by(day)
    if by == "any editor":
        template, owing = "triage_due", _who_decides(day)
    elif by == "editor":
        template, owing = "decision_due", [submission.editor_id]
    else:
        template, owing = "approval_due", [submission.second_editor_id]
    ids = [pk for pk in owing if pk is not None]
    promise_mails(template, ids, editor_wait=reminder.pk)
    if reminder.kind == Reminder.Kind.NEGLECTED:
        sharing = editor_mails.editors_who_share_work(but=authors_of(submission) | set(ids))
        promise_mails("work_neglected", sharing, editor_wait=reminder.pk)


def _who_decides(day: EditorDay) -> list[int | None]:
    """Of a submission that waits for its first decision, or for a second editor to agree to it."""
    submission = day.submission
    others = authors_of(submission)
    if day.kind == LEFT_WORK.name:
        return list(editor_mails.editors_who_share_work(but=others))
    proposed = TriageProposal.objects.filter(
        submission=submission, state=TriageProposal.State.WAITING
    ).first()
    if proposed is not None:
        if proposed.second_editor_id:
            return [proposed.second_editor_id]
        others |= {proposed.proposed_by_id}
    return list(editor_mails.editors_who_share_work(but=others))
