"""What the desk shows of newer versions."""

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Revision, Submission
from reviews.policies import current_policy
from reviews.selectors.desk.row_kind import (
    AUTHOR,
    SUBMITTED_BY,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)
from reviews.selectors.undeclared import has_undeclared_version


def _declared(view: DeskView) -> QuerySet[Revision]:
    """Due as the first decision on a submission is: a day once given stays."""
    days = timedelta(days=current_policy().triage_days)
    since_declared = ExpressionWrapper(F("declared_at") + days, output_field=DateTimeField())
    due = Coalesce("decision_due_at", since_declared)
    waiting = Revision.objects.waiting().filter(view.of_editor("round__submission"))
    return waiting.annotate(due=due)


def _decide(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read it and decide"), row.place("revision"))]


DECIDE_REVISION = RowKind(
    "revisions",
    gettext_lazy("Decide what follows a revision"),
    rows=_declared,
    since="declared_at",
    due="due",
    who="author_name",
    role=AUTHOR,
    acts=_decide,
    needs_work=True,
)


def _not_declared(view: DeskView) -> QuerySet[Submission]:
    accepted = Submission.objects.filter(state=Submission.State.ACCEPTED)
    own = Q() if view.owner is None else Q(editor=view.owner)
    return accepted.filter(own, has_undeclared_version())


def _look(row: FoundRow) -> list[DeskAct]:
    return [DeskAct("", row.place("later-version"))]


WAITS_FOR_DECLARATION = RowKind(
    "newer-versions",
    gettext_lazy("An author declares a newer version, or you confirm the assessment for it"),
    rows=_not_declared,
    since="preprint__current_version__seen_at",
    who="submitter__profile__name",
    role=SUBMITTED_BY,
    submission="",
    version="preprint__current_version",
    acts=_look,
)
