"""Mails to the editors of a work that gets another editor."""

from accounts.models import User
from events.outbox import handler
from reviews.mail_promises import promise_mails
from reviews.mail_rows import load_submission


@handler("reviews.notify_of_new_editor", atomic=True)
def notify_of_new_editor(submission_id: int, former_id: int | None, by_id: int) -> None:
    """Its two editors, and the one it had; but for whoever handed it over, and who is no editor."""
    submission = load_submission(submission_id)
    ids = dict.fromkeys([submission.editor_id, submission.second_editor_id, former_id])
    people = User.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True)
    editors = {one.pk for one in people if one.is_editor} - {by_id}
    promise_mails("editor_changed", [pk for pk in ids if pk in editors], submission=submission_id)
