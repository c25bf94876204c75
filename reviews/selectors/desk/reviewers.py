"""What the desk shows of the reviewers of open rounds: to be found, invited, writing."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reviews.models import Invitation, Review, Round
from reviews.models.review_queries import NOT_TAKEN
from reviews.policies import current_policy
from reviews.selectors.desk.clocks import answers_in_time, reviews_in_time
from reviews.selectors.desk.row_kind import (
    INVITED,
    REVIEWER,
    SUBMITTED_BY,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)


def _count_of(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows there are of a round."""
    counted = rows.order_by().values("round").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _without_reviewers(view: DeskView) -> QuerySet[Round]:
    """Reviews count that are or may still be submitted: none that was set aside or
    refused, none whose invitation was withdrawn, or whose writer left, before it was in."""
    of_round = Review.objects.filter(round=OuterRef("pk"))
    withdrawn = Q(status=Review.Status.DRAFT, invitation__state=Invitation.State.REVOKED)
    left = Q(status=Review.Status.DRAFT, left_at__isnull=False)
    begun = of_round.exclude(status__in=NOT_TAKEN).exclude(withdrawn | left)
    asked = Invitation.objects.filter(round=OuterRef("pk"), state=Invitation.State.PENDING)
    wanted = current_policy().reviews_before_assessment
    missing = wanted - _count_of(begun) - _count_of(asked)
    rounds = Round.objects.taking_reviews().filter(assessment__isnull=True)
    rounds = rounds.filter(view.of_editor("submission"))
    return rounds.annotate(missing=missing).filter(missing__gt=0)


def _missing(row: FoundRow) -> str:
    missing = row.facts["missing"]
    return ngettext("Find %d more reviewer", "Find %d more reviewers", missing) % missing


def _invite(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Invite"), row.place("invitations"))]


def _see(row: FoundRow) -> list[DeskAct]:
    return [DeskAct("", row.place("invitations"))]


FIND_REVIEWERS = RowKind(
    "reviewers",
    gettext_lazy("Find reviewers"),
    rows=_without_reviewers,
    since=Coalesce("reopened_at", "opened_at"),
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    facts={"missing": "missing"},
    words=_missing,
    acts=_invite,
    needs_work=True,
)
WAITS_FOR_ANSWER = RowKind(
    "invited",
    gettext_lazy("Somebody who is invited answers"),
    rows=answers_in_time,
    since="invited_at",
    who=Coalesce(NullIf(F("name"), Value("")), F("email")),
    role=INVITED,
    version="round__version",
    acts=_see,
    hides_who=True,
    needs_work=True,
)
WAITS_FOR_REVIEW = RowKind(
    "writing",
    gettext_lazy("A reviewer writes"),
    rows=reviews_in_time,
    since="agreed_at",
    due="due_on",
    who="reviewer__profile__name",
    role=REVIEWER,
    acts=_see,
    hides_who=True,
    needs_work=True,
)
