"""Mails to the editors of a work that gets another editor, or has lost one."""

from accounts.models import User
from accounts.services import is_editor_now
from events.outbox import handler
from reviews.mail_promises import promise_mails
from reviews.mail_rows import load_submission
from reviews.selectors.held_places import places_held


@handler("reviews.notify_of_new_editor", atomic=True)
def notify_of_new_editor(submission_id: int, former_id: int | None, by_id: int) -> None:
    """Its two editors, and the one it had; but for whoever handed it over, and who is no editor."""
    submission = load_submission(submission_id)
    ids = dict.fromkeys([submission.editor_id, submission.second_editor_id, former_id])
    people = User.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True)
    editors = {one.pk for one in people if one.is_editor} - {by_id}
    promise_mails("editor_changed", [pk for pk in ids if pk in editors], submission=submission_id)


@handler("reviews.notify_of_left_editor", atomic=True)
def notify_of_left_editor(user_id: int) -> None:
    """The other editor of each of their works; who shares works out has it on the desk."""
    if is_editor_now(user_id):  # the role was given back meanwhile
        return
    for work in places_held(user_id).order_by("pk"):
        other = work.second_editor_id if work.editor_id == user_id else work.editor_id
        if other is not None and is_editor_now(other):
            promise_mails("editor_left", [other], submission_without_editors=work.pk)
