"""What the desk shows of works that are withdrawn at their source while they are reviewed."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preprints.models import Preprint
from reviews.models import Submission, SubmissionQuerySet, within_limits_of
from reviews.selectors.desk.row_kind import SUBMITTED_BY, DeskAct, DeskView, FoundRow, RowKind


def _left(view: DeskView) -> SubmissionQuerySet:
    """For any editor before the decision, then for the handling one."""
    rows = Submission.objects.waiting_for_work().without_works_of(view.owner or view.reader)
    if view.owner is None:
        return rows
    undecided = Q(within_limits_of(view.owner, "preprint"), state=Submission.State.SUBMITTED)
    return rows.filter(undecided | Q(editor=view.owner, state=Submission.State.ACCEPTED))


def _end(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("End its review"), row.place("left-work"))]


def _words(row: FoundRow) -> str:
    if row.facts["status"] == Preprint.Status.RETRACTED:
        return _("Retracted where it was posted: end its review")
    return _("Withdrawn where it was posted: end its review")


LEFT_WORK = RowKind(
    "left-works",
    gettext_lazy("Withdrawn or retracted where it was posted: end its review"),
    rows=_left,
    since=Coalesce("paused_at", "preprint__status_at"),  # the same moment, until it is retracted
    days="left_work_days",
    who="submitter__profile__name",
    role=SUBMITTED_BY,
    submission="",
    facts={"status": "preprint__status"},
    words=_words,
    acts=_end,
    by="any editor",
)
