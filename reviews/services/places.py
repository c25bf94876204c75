"""A step of handing a work over: who leaves a place in which they did nothing but declare.

It is kept when they leave: later the log may not say any more who did what.
"""

from accounts.models import User
from events.models import Event
from reviews.models import EditorInterests, Submission
from reviews.moves import MOVES

FOR_CAUSE = "managing editor for cause"  # of what its reviewer or author can do, too
# All that somebody does who declares, and hands their place on.
_TO_LEAVE = {"submission.handed_over", "submission.hand_over_refused", "interests.declared"}
EDITING = frozenset(
    kind
    for move in MOVES
    if "editor" in move.who and FOR_CAUSE not in move.who
    for kind in (*move.events, *move.events_where)
    if kind not in _TO_LEAVE
)


def change_place(submission: Submission, *, former: User | None, to: User) -> None:
    """Call it with the submission locked, before the event is recorded."""
    declared = EditorInterests.objects.filter(submission=submission)
    declared.filter(editor=to).update(has_only_left=False)
    if former is not None:
        has_only_left = former.is_active and not _has_edited(submission, former)
        declared.filter(editor=former).update(has_only_left=has_only_left)


def _has_edited(submission: Submission, person: User) -> bool:
    """Whether they did something as an editor since it was submitted. Of an erased account nobody
    knows: what was declared says no more than that it is erased."""
    of_work = Event.objects.about_preprint(submission.preprint_id)
    acts = of_work.filter(actor_id=person.pk, kind__in=EDITING, at__gte=submission.submitted_at)
    return acts.exists()
