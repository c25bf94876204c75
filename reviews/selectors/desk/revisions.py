"""What the desk shows of newer versions."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Revision
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind


def _declared(view: DeskView) -> QuerySet[Revision]:
    return Revision.objects.waiting().filter(view.of_editor("round__submission"))


def _decide(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read it and decide"), row.place("revision"))]


DECIDE_REVISION = RowKind(
    "revisions",
    gettext_lazy("Decide what follows a revision"),
    rows=_declared,
    since="declared_at",
    who="author_name",
    acts=_decide,
)
