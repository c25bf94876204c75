"""An editor of a work declares competing interests, before anything else they do in it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.services import record_event
from reviews import moves
from reviews.interest_errors import NoEditorOfIt
from reviews.interests import Interests
from reviews.models import EditorInterests
from reviews.services.editor_interests import keep_interests
from reviews.services.submissions import lock_submission


@transaction.atomic
def declare_interests(
    submission_id: int, *, editor: User, interests: Interests, now: datetime
) -> EditorInterests:
    """By one of the two editors of an accepted work; declared anew, the last one counts.

    Raises NoEditorOfIt, NotUnderReview or UndeclaredInterest.
    """
    submission = lock_submission(submission_id)
    if editor.pk not in (submission.editor_id, submission.second_editor_id):
        raise NoEditorOfIt
    moves.DECLARE_INTERESTS.check(submission.state)
    own = EditorInterests.objects.filter(submission=submission, editor=editor)
    known = own.declared().first()
    if known is not None and known.interests == interests:
        return known  # the same form, sent again
    keep_interests(submission, editor, interests, now=now)
    record_event(
        "interests.declared",
        about=submission.preprint,
        actor_id=editor.pk,
        now=now,
        data={"submission": submission.pk},
    )
    return own.get()
