"""What the desk shows of appeals: to editors who have no part in the work."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Appeal
from reviews.selectors.desk.row_kind import EDITOR, DeskAct, DeskView, FoundRow, RowKind


def _to_decide(view: DeskView) -> QuerySet[Appeal]:
    """Those that the reader may take, and those that the owner of the desk has taken, also where
    they are to hand one back."""
    open_ones = Appeal.objects.shown_to_editor(view.reader).open()
    if view.owner is None:
        return open_ones
    return open_ones.filter(Q(editor=None) | Q(editor=view.owner))


def _read(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read the appeal"), reverse("reviews:appeal", args=[row.row_id]))]


def _to_take_over(view: DeskView) -> QuerySet[Appeal]:
    """Those whose editor has left, has a part in the work since or lets the day pass, for whoever
    may decide them instead."""
    stuck = Appeal.objects.for_editor(view.reader).stuck(now=view.now)
    return stuck.exclude(editor=view.owner or view.reader)


DECIDE_APPEAL = RowKind(
    "appeals",
    gettext_lazy("Decide an appeal"),
    rows=_to_decide,
    since="filed_at",
    due="due_at",
    acts=_read,
    by="any editor",
    submission="work",
    version="work__version",
)
TAKE_OVER_APPEAL = RowKind(
    "appeals-stuck",
    gettext_lazy("Take over an appeal: its editor has left, has a part in it, or let its day pass"),
    rows=_to_take_over,
    since="taken_at",
    due="due_at",
    who="editor__profile__name",
    role=EDITOR,
    acts=_read,
    by="any editor",
    submission="work",
    version="work__version",
)
