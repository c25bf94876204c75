"""What the desk shows of works that are to be assessed anew, while nothing of them is under way."""

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preprints.models import Version
from reviews.models import Appeal, Assessment, Reopening, Revision, Round
from reviews.reopening_words import WhyOwed
from reviews.selectors.desk.row_kind import SUBMITTED_BY, DeskAct, DeskView, FoundRow, RowKind
from reviews.services.owed_assessments import works_owed_an_assessment


def _owed(view: DeskView) -> QuerySet[Round]:
    """The newest round of each; what a revision or an open doubt waits for has a row of its own."""
    work = OuterRef("submission")
    under_way = Round.objects.under_way().filter(submission=work)
    newer = Round.objects.filter(submission=work, number__gt=OuterRef("number"))
    revised = Revision.objects.waiting().filter(round__submission=work)
    reopened = Reopening.objects.waiting().filter(assessment__round__submission=work)
    rounds = Round.objects.filter(
        view.of_editor("submission"),
        submission__in=works_owed_an_assessment().values("pk"),
    )
    for other in (under_way, newer, revised, reopened):
        rounds = rounds.exclude(Exists(other))
    withdrawn = Assessment.objects.filter(round__submission=work, withdrawn_at__isnull=False)
    upheld = Appeal.objects.filter(work=work, state=Appeal.State.UPHELD)
    last_withdrawn = Subquery(withdrawn.order_by("-withdrawn_at").values("withdrawn_at")[:1])
    last_upheld = Subquery(upheld.order_by("-decided_at").values("decided_at")[:1])
    stands = Assessment.objects.published().filter(
        version__preprint=OuterRef("submission__preprint")
    )
    newest = Assessment.objects.filter(
        round__submission=work, round__state=Round.State.ASSESSED
    ).order_by("-round__number")
    there = Version.objects.filter(preprint=OuterRef("submission__preprint"), is_withdrawn=False)
    return rounds.annotate(
        owed_since=Greatest("closed_at", last_withdrawn, last_upheld),
        owed_number=Subquery(there.order_by("-number").values("number")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        owed_why=Case(
            When(~Exists(stands), then=Value(WhyOwed.NONE_STANDS)),
            When(newest_state=Assessment.State.WITHDRAWN, then=Value(WhyOwed.NEWEST_WITHDRAWN)),
            default=Value(WhyOwed.APPEAL_UPHELD),
            output_field=TextField(),
        ),
    ).filter(owed_number__isnull=False)


def _assess(row: FoundRow) -> list[DeskAct]:
    question = _(
        "A round of the two editors alone opens on version %(number)s, in which you write the "
        "assessment."
    )
    anew = DeskAct(
        _("Assess it anew"),
        reverse("reviews:assess_anew", args=[row.submission_id]),
        question=question % {"number": row.facts.get("number", "")},
    )
    return [DeskAct("", row.place("assess-anew")), anew]


def _words(row: FoundRow) -> str:
    words = _("A new assessment is owed, and nothing is under way: assess version %(number)s anew")
    return words % row.facts


OWED_ASSESSMENT = RowKind(
    "owed",
    gettext_lazy("A new assessment of a work is owed, and nothing of it is under way"),
    rows=_owed,
    since="owed_since",
    days="assessing_days",
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    facts={"number": "owed_number"},
    words=_words,
    needs_work=True,
    acts=_assess,
)
