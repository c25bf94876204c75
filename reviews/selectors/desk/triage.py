"""What the desk shows of works that wait for their first decision."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import (
    AuthorWishes,
    Submission,
    SubmissionQuerySet,
    TriageProposal,
    within_limits_of,
)
from reviews.selectors.desk.row_kind import (
    PROPOSED_BY,
    SUBMITTED_BY,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)

TO_DECIDE = gettext_lazy("Decide whether to send it for review")
TO_SECOND = gettext_lazy("Agree to what another editor proposes, or decide otherwise")
SENSITIVE = gettext_lazy("Its authors say that it is sensitive: read why before you decide")


def _waiting(view: DeskView) -> SubmissionQuerySet:
    """Those of which nobody has proposed what to do."""
    return _without_own(view).exclude(Exists(_proposals()))


def _proposed(view: DeskView) -> SubmissionQuerySet:
    """What another editor has proposed to do; a named second editor is asked alone."""
    others = _proposals()
    if view.owner is not None:
        named = Q(second_editor=None) | Q(second_editor=view.owner)
        others = others.filter(named).exclude(proposed_by=view.owner)
    return _without_own(view).filter(Exists(others))


def _own_proposals(view: DeskView) -> SubmissionQuerySet:
    own = _proposals() if view.owner is None else _proposals().filter(proposed_by=view.owner)
    return Submission.objects.awaiting_triage().filter(Exists(own))


def _without_own(view: DeskView) -> SubmissionQuerySet:
    """Of an editor who is limited to subjects, works of these and those without a subject."""
    rows = Submission.objects.awaiting_triage().without_works_of(view.owner or view.reader)
    return rows if view.owner is None else rows.filter(within_limits_of(view.owner, "preprint"))


def _proposals() -> QuerySet[TriageProposal]:
    waiting = TriageProposal.objects.filter(state=TriageProposal.State.WAITING)
    return waiting.filter(submission=OuterRef("pk"))


def _proposer() -> Subquery:
    return Subquery(_proposals().values("proposed_by__profile__name")[:1])


def _flagged() -> Exists:
    """Whether its authors say that it is sensitive."""
    wishes = AuthorWishes.objects.filter(submission=OuterRef("pk"))
    return Exists(wishes.exclude(sensitive_why=""))


def _words(row: FoundRow) -> str:
    return str(SENSITIVE if row.facts["is_sensitive"] else TO_DECIDE)


def _words_of_proposal(row: FoundRow) -> str:
    return str(SENSITIVE if row.facts["is_sensitive"] else TO_SECOND)


def _second(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Agree, or decide otherwise"), row.place("triage"))]


def _look(row: FoundRow) -> list[DeskAct]:
    return [DeskAct("", row.place("triage"))]


def _decide(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Accept or decline"), row.place("triage"))]


TRIAGE = RowKind(
    "triage",
    TO_DECIDE,
    rows=_waiting,
    since="submitted_at",
    due="triage_due_at",
    who="submitter__profile__name",
    role=SUBMITTED_BY,
    submission="",
    facts={"is_sensitive": _flagged()},
    words=_words,
    acts=_decide,
    by="any editor",
    needs_work=True,
)
SECOND_TRIAGE = RowKind(
    "proposals",
    TO_SECOND,
    rows=_proposed,
    since="submitted_at",
    due="triage_due_at",
    who=_proposer(),
    role=PROPOSED_BY,
    submission="",
    facts={"is_sensitive": _flagged()},
    words=_words_of_proposal,
    acts=_second,
    by="any editor",
    needs_work=True,
)
WAITS_FOR_SECOND = RowKind(
    "waits-for-second",
    gettext_lazy("A second editor to agree to a proposal"),
    rows=_own_proposals,
    since="submitted_at",
    due="triage_due_at",
    submission="",
    acts=_look,
    by="any editor",
    needs_work=True,
)
