"""What the desk shows of works that are withdrawn at their source while they are reviewed."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preprints.rules import LEFT_FOR_GOOD
from reviews.models import Round, Submission, SubmissionQuerySet, within_limits_of
from reviews.moves import END_ROUND
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind


def _left(view: DeskView) -> SubmissionQuerySet:
    """As `left_work_rules.check_can_end`: for any editor before the decision, then for the handling
    one."""
    rounds = Round.objects.filter(submission=OuterRef("pk"))
    is_open = Exists(rounds.filter(state__in=END_ROUND.before))
    waiting = Q(state=Submission.State.SUBMITTED)
    reviewed = Q(is_open, state=Submission.State.ACCEPTED)
    if view.owner is not None:
        waiting &= within_limits_of(view.owner, "preprint")
        reviewed &= Q(editor=view.owner)
    rows = Submission.objects.without_works_of(view.owner or view.reader)
    return rows.filter(waiting | reviewed, preprint__status__in=LEFT_FOR_GOOD)


def _end(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("End its review"), row.place("left-work"))]


LEFT_WORK = RowKind(
    "left-works",
    gettext_lazy("Withdrawn where it was posted: end the submission"),
    rows=_left,
    since="preprint__status_at",
    who="submitter__profile__name",
    submission="",
    acts=_end,
    by="any editor",
)
