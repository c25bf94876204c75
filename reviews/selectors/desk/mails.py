"""What the desk shows of mails that could not be delivered: a row for each submission."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Outbox
from reviews.models import Submission
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind


def _undelivered(view: DeskView) -> QuerySet[Submission]:
    failed = Outbox.objects.failed()
    of_work = failed.filter(mail__submission_id=OuterRef("pk")).order_by("failed_at")
    rows = Submission.objects.filter(pk__in=failed.values("mail__submission_id"))
    if view.owner is not None:
        rows = rows.filter(editor=view.owner)
    return rows.without_works_of(view.reader).annotate(
        failed_at=Subquery(of_work.values("failed_at")[:1])
    )


def _look(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Look at them"), row.place("mails"))]


UNDELIVERED_MAILS = RowKind(
    "mails",
    gettext_lazy("Look at e-mails that could not be delivered"),
    rows=_undelivered,
    since="failed_at",
    submission="",
    acts=_look,
)
