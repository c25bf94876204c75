"""Which editor owes what has a clock: one of the work's two, or whoever shares the works out."""

from accounts.models import User
from reviews.models import EditorDay, EditorInterests, Submission
from reviews.selectors.desk.clocked import clocked_kind
from reviews.selectors.desk.interests import DECLARE_INTERESTS
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.row_kind import Actor


def owed_by(day: EditorDay) -> Actor:
    """Of whom it is waited for as things are now."""
    kind, submission = clocked_kind(day.kind), day.submission
    if kind is LEFT_WORK and submission.state == Submission.State.ACCEPTED:
        return "editor"
    if kind is DECLARE_INTERESTS:
        asked = EditorInterests.objects.filter(pk=day.row_id, editor=submission.editor_id)
        return "editor" if asked.exists() else "second_editor"
    return kind.by


def one_who_owes(day: EditorDay) -> User | None:
    """None where it is several who share it."""
    by, submission = owed_by(day), day.submission
    return {"editor": submission.editor, "second_editor": submission.second_editor}.get(by)
