"""What the desk shows of assessments of selected works that are to be looked at again."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import (
    ConfirmedAssessment,
    Reopening,
    Revision,
    Round,
    Submission,
    is_away,
)
from reviews.models.reopenings import ReopeningQuerySet
from reviews.selectors.desk.row_kind import SUBMITTED_BY, DeskAct, DeskView, FoundRow, RowKind


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
    role=SUBMITTED_BY,
    submission="assessment__round__submission",
    facts={"cause": "cause"},
    words=_words,
    acts=_decide,
)


def _lapsed(view: DeskView) -> QuerySet[Round]:
    """Later rounds that lapsed and left unanswered why the assessment was opened again: nothing has
    been decided or opened since."""
    lapsed = Round.objects.filter(
        view.of_editor("submission"),
        state=Round.State.LAPSED,
        submission__state=Submission.State.ACCEPTED,
        number__gt=1,
    )
    work, ended = OuterRef("submission"), OuterRef("closed_at")
    reopened = Reopening.objects.filter(assessment__round__submission=work)
    looked = reopened.filter(Q(opened_at__gte=ended) | Q(decided_at__gte=ended))
    newer = Round.objects.filter(submission=work, number__gt=OuterRef("number"))
    revised = Revision.objects.waiting().filter(round__submission=work)
    confirmed = ConfirmedAssessment.objects.in_force().filter(
        assessment__round__submission=work, confirmed_at__gte=ended
    )
    lapsed = lapsed.filter(Exists(reopened.filter(round=OuterRef("pk"))))
    for answer in (newer, looked, reopened.waiting(), revised, confirmed):
        lapsed = lapsed.exclude(Exists(answer))
    is_over = (
        Q(submission__final_version__number__gte=F("version__number"))
        | is_away("submission")
        | Q(version__is_withdrawn=True)
    )
    return lapsed.annotate(
        goes_on=Case(When(is_over, then=Value(value=False)), default=Value(value=True))
    )


def _go_on(row: FoundRow) -> list[DeskAct]:
    again = reverse("reviews:reopen_assessment", args=[row.submission_id])
    ended, look = DeskAct("", row.place("lapsed")), DeskAct(_("Look again"), again)
    if not row.facts.get("goes_on"):
        return [ended, look]
    go_on = DeskAct(
        _("Go on with this round"),
        reverse("reviews:reopen_round", args=[row.row_id]),
        question=_(
            "You look for reviewers again: invitations that had no answer were closed. "
            "The authors get a mail."
        ),
    )
    return [ended, look, go_on]


LAPSED_REOPENING = RowKind(
    "lapsed-reopenings",
    gettext_lazy("The new review of a selected work ended without an assessment"),
    rows=_lapsed,
    since="closed_at",
    days="assessing_days",
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    facts={"goes_on": "goes_on"},
    acts=_go_on,
)
