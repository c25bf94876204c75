"""What the desk shows of assessments of selected works that are to be looked at again."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Reopening
from reviews.models.reopenings import ReopeningQuerySet
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind


def _waiting(view: DeskView) -> QuerySet[Reopening]:
    """One row a work, whatever has opened it."""
    waiting: ReopeningQuerySet = Reopening.objects.first_waiting()
    return waiting.filter(view.of_editor("assessment__round__submission"))


def _words(row: FoundRow) -> str:
    cause = Reopening.Cause(row.facts["cause"]).label
    return _("Look again at the assessment of a selected work: %(cause)s") % {"cause": cause}


def _decide(row: FoundRow) -> list[DeskAct]:
    page = reverse("reviews:decide_reopening", args=[row.submission_id])
    return [DeskAct(_("Read why, and decide"), page)]


DECIDE_REOPENING = RowKind(
    "reopenings",
    gettext_lazy("Look again at the assessment of a selected work"),
    rows=_waiting,
    since="opened_at",
    due="due_at",
    who="assessment__round__submission__submitter__profile__name",
    submission="assessment__round__submission",
    facts={"cause": "cause"},
    words=_words,
    acts=_decide,
)
