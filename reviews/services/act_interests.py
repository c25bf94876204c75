"""A step of other services: an editor declares competing interests with one act, and what of it
everybody reads is kept with what they say there.

Of the editors of a work it is kept as their declaration, too. An editor who has no other part in
the work declares for this act alone: no assessment names them later.
"""

from datetime import datetime
from typing import Any

from accounts.models import User
from reviews.interests import Interests
from reviews.models import EditorInterests, Submission
from reviews.other_interests import OtherEditor, as_shown, shown_row
from reviews.services.editor_interests import check_ties, keep_interests


def interests_at_act(
    submission: Submission,
    editor: User,
    interests: Interests | None,
    *,
    place: OtherEditor = OtherEditor.WRITER,
    now: datetime,
) -> list[dict[str, Any]]:
    """Call it with the submission locked. interests: None where nobody was asked; what was
    declared before is shown then. Returns what everybody reads, to be kept with the act.

    Raises UndeclaredInterest where the catalogue shows a tie and none is declared.
    """
    row = EditorInterests.objects.filter(submission=submission, editor=editor).first()
    if interests is None:
        return [shown_row(place, row)] if row is not None and row.declared_at else []
    if row is not None or editor.pk in (submission.editor_id, submission.second_editor_id):
        keep_interests(submission, editor, interests, now=now)
    else:
        check_ties(submission, editor, interests, now=now)
    return [as_shown(place, interests)]


def known_interests(submission: Submission, editor: User) -> Interests | None:
    """What they have declared of this work; None where they have not."""
    declared = EditorInterests.objects.declared()
    row = declared.filter(submission=submission, editor=editor).first()
    return row.interests if row is not None else None
