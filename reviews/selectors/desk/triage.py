"""What the desk shows of works that wait for their first decision."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Submission, SubmissionQuerySet
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind


def _waiting(view: DeskView) -> SubmissionQuerySet:
    return Submission.objects.awaiting_triage().without_works_of(view.owner or view.reader)


def _decide(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Accept or decline"), row.place("triage"))]


TRIAGE = RowKind(
    "triage",
    gettext_lazy("Decide whether to send it for review"),
    rows=_waiting,
    since="submitted_at",
    due="triage_due_at",
    who="submitter__profile__name",
    submission="",
    acts=_decide,
    by="any editor",
)
