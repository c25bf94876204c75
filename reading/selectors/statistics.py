"""How the journal does, counted: how far works came, how long it took, what was found."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Extract
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.models import Entry
from reading.selectors.scales import Scales
from reviews.models import (
    Appeal,
    Assessment,
    Review,
    Round,
    Submission,
    Vocabulary,
    is_away,
)

FEWEST_FOR_A_SPREAD = 10  # of fewer, a share says more of single works than of the journal
WIDTH = 600  # units of a drawn line; static/css says how wide it is shown


@dataclass(frozen=True, slots=True)
class Bar:
    """count of `of`, drawn as a line of `width` units of WIDTH."""

    label: str
    count: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0

    @property
    def width(self) -> int:
        return round(WIDTH * self.count / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Spread:
    """Days that a tenth, a quarter, half, three quarters and nine tenths took at most, and where
    they are drawn, in units of WIDTH, on a line of `longest` days."""

    days: tuple[float, ...]
    longest: float

    @property
    def median_in_words(self) -> str:
        days = round(self.days[2])
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}

    @property
    def in_words(self) -> str:
        names = ("lowest", "low", "median", "high", "highest")
        words = _("half: %(low)s to %(high)s days; eight in ten: %(lowest)s to %(highest)s days")
        return words % dict(zip(names, map(round, self.days), strict=True))

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(round(WIDTH * days / self.longest) for days in self.days)

    @property
    def width(self) -> int:
        return max(self.places[3] - self.places[1], 2)


@dataclass(frozen=True, slots=True)
class TimedStep:
    """How long a step took, over `count` times; spread: None of too few."""

    label: str
    count: int
    spread: Spread | None

    @property
    def days(self) -> tuple[float, ...]:
        return self.spread.days if self.spread else ()


@dataclass(frozen=True, slots=True)
class ScaleCounts:
    """How often each term of a scale was given, the highest first."""

    label: str
    terms: list[Bar]


@dataclass(frozen=True, slots=True)
class AppealCounts:
    label: str
    upheld: int
    dismissed: int
    waiting: int

    @property
    def outcomes(self) -> dict[str, int]:
        return {"upheld": self.upheld, "dismissed": self.dismissed, "waiting": self.waiting}


@dataclass(frozen=True, slots=True)
class Statistics:
    """year: of the submissions counted; None for all. came: how far they came; stand: how they
    stand today, each counted once. kept: which days that were set were kept."""

    years: list[int]
    year: int | None
    submissions: int
    came: list[Bar]
    stand: list[Bar]
    steps: list[TimedStep]
    kept: list[Bar]
    scales: list[ScaleCounts]
    appeals: list[AppealCounts]


def statistics(year: int | None, *, today: date) -> Statistics:
    """Eleven queries."""
    chosen = Submission.objects.all()
    if year is not None:
        chosen = chosen.filter(submitted_at__year=year)
    counted = _counted(chosen)
    return Statistics(
        years=[day.year for day in Submission.objects.dates("submitted_at", "year")],
        year=year,
        submissions=counted["submitted"],
        came=_came(counted),
        stand=_stand(counted),
        steps=_steps(chosen),
        kept=_kept(chosen, today),
        scales=_scales(chosen),
        appeals=_appeals(chosen),
    )


def _counted(chosen: QuerySet[Submission]) -> dict[str, int]:
    state = Submission.State
    rounds = Round.objects.filter(submission=OuterRef("pk"))
    assessed = Assessment.objects.published().filter(round__submission=OuterRef("pk"))
    selected = Entry.objects.published().filter(preprint=OuterRef("preprint"))
    marked = chosen.annotate(
        was_sent=Exists(rounds),
        was_reviewed=Exists(rounds.exclude(released_at=None)),
        was_assessed=Exists(assessed),
        was_selected=Exists(selected),
    )
    accepted = Q(state=state.ACCEPTED)
    return marked.aggregate(
        submitted=Count("pk"),
        sent=Count("pk", filter=Q(was_sent=True)),
        reviewed=Count("pk", filter=Q(was_reviewed=True)),
        assessed=Count("pk", filter=Q(was_assessed=True)),
        selected=Count("pk", filter=Q(was_assessed=True, was_selected=True)),
        is_waiting=Count("pk", filter=Q(state=state.SUBMITTED)),
        is_declined=Count("pk", filter=Q(state=state.DECLINED)),
        is_withdrawn=Count("pk", filter=Q(state=state.WITHDRAWN)),
        is_lapsed=Count("pk", filter=Q(state=state.LAPSED)),
        is_in_review=Count("pk", filter=accepted & Q(was_assessed=False)),
        is_assessed=Count("pk", filter=accepted & Q(was_assessed=True)),
    )


def _came(counted: dict[str, int]) -> list[Bar]:
    labels = {
        "submitted": _("Submitted"),
        "sent": _("Sent for review"),
        "reviewed": _("All reviews came in"),
        "assessed": _("Reviews and assessment are public"),
        "selected": _("Selected for an issue"),
    }
    return [Bar(label, counted[name], counted["submitted"]) for name, label in labels.items()]


def _stand(counted: dict[str, int]) -> list[Bar]:
    labels = {
        "is_waiting": _("Waiting for the editors’ decision"),
        "is_declined": _("Declined"),
        "is_in_review": _("Under review"),
        "is_assessed": _("Reviewed"),
        "is_withdrawn": _("Withdrawn"),
        "is_lapsed": _("Lapsed"),
    }
    return [Bar(label, counted[name], counted["submitted"]) for name, label in labels.items()]


class Percentiles(Aggregate):
    """The days that a tenth, a quarter, half, three quarters and nine tenths took at most."""

    function = "percentile_cont(ARRAY[0.1, 0.25, 0.5, 0.75, 0.9])"
    template = "%(function)s WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def _steps(chosen: QuerySet[Submission]) -> list[TimedStep]:
    measured = [(label, rows.aggregate(**TAKEN)) for label, rows in _moments(chosen)]
    enough = [one["days"][-1] for _label, one in measured if one["count"] >= FEWEST_FOR_A_SPREAD]
    longest = max(enough, default=0.0) or 1.0
    return [
        TimedStep(
            label,
            one["count"],
            Spread(tuple(one["days"]), longest) if one["count"] >= FEWEST_FOR_A_SPREAD else None,
        )
        for label, one in measured
    ]


# Of rows with `since` and `upto`; a step that is not done has no end, and is not counted.
_DAYS = Extract(F("upto") - F("since"), "epoch") / 86_400.0
TAKEN = {"count": Count("upto"), "days": Percentiles(_DAYS)}


def _moments(chosen: QuerySet[Submission]) -> list[tuple[str, QuerySet[Any]]]:
    """What each step is called, and rows with when it began and when it was done."""
    rounds = Round.objects.filter(submission__in=chosen).annotate(since=F("opened_at"))
    full = rounds.filter(kind=Round.Kind.FULL)
    submitted = Review.objects.come_in().filter(round=OuterRef("pk")).order_by("submitted_at")
    return [
        (
            _("From the submission to the editors’ decision"),
            chosen.annotate(since=F("submitted_at"), upto=F("decided_at")),
        ),
        (
            _("From the opening of a round to its first review"),
            full.annotate(upto=Subquery(submitted.values("submitted_at")[:1])),
        ),
        (
            _("From the opening of a round to its last review"),
            full.annotate(upto=F("released_at")),
        ),
        (
            _("From the opening of a round to all being public"),
            rounds.filter(state=Round.State.ASSESSED).annotate(upto=F("closed_at")),
        ),
    ]


def _kept(chosen: QuerySet[Submission], today: date) -> list[Bar]:
    """Of what was due by today, done or not. What was due no more when its round ended, or the work
    was withdrawn or retracted where it was posted, is left out: nobody waited for it."""
    overdue = Q(decided_at=None, state=Submission.State.SUBMITTED, triage_due_at__date__lt=today)
    overdue &= ~is_away()
    decisions = chosen.aggregate(
        all=Count("pk", filter=Q(decided_at__isnull=False) | overdue),
        in_time=Count("pk", filter=Q(decided_at__date__lte=F("triage_due_at__date"))),
    )
    of_rounds = Review.objects.filter(round__submission__in=chosen, due_on__isnull=False)
    late = Q(due_on__lt=today, round__state=Round.State.OPEN)
    late &= ~is_away("round__submission")
    waited_for = of_rounds.come_in() | of_rounds.being_written().filter(late)
    reviews = waited_for.aggregate(
        all=Count("pk"), in_time=Count("pk", filter=Q(submitted_at__date__lte=F("due_on")))
    )
    return [
        Bar(_("Decisions on submissions"), decisions["in_time"], decisions["all"]),
        Bar(_("Reviews"), reviews["in_time"], reviews["all"]),
    ]


def _scales(chosen: QuerySet[Submission]) -> list[ScaleCounts]:
    """Of the editions in use; one query beside the terms'."""
    published = Assessment.objects.published().filter(round__submission__in=chosen)
    given: Counter[int | None] = Counter()
    for pair in published.values_list("significance", "strength"):
        given.update(pair)
    return [
        ScaleCounts(
            str(Vocabulary.Scale(vocabulary.scale).label),
            [Bar(term.word, given[term.pk], sum(given[one.pk] for one in terms)) for term in terms],
        )
        for vocabulary, terms in Scales().in_use()
    ]


def _appeals(chosen: QuerySet[Submission]) -> list[AppealCounts]:
    """Without those of reviewers: in a small year the count would say whose work it was."""
    state = Appeal.State
    against = {
        _("Against a decline"): Q(declined__isnull=False),
        _("Against an assessment"): Q(assessment__isnull=False),
    }
    counts = Appeal.objects.filter(work__in=chosen).aggregate(
        **{
            f"{name}_{number}": Count("pk", filter=condition & Q(state__in=states))
            for number, condition in enumerate(against.values())
            for name, states in {
                "upheld": [state.UPHELD],
                "dismissed": [state.DISMISSED],
                "waiting": [state.WAITING, state.TAKEN],
            }.items()
        }
    )
    return [
        AppealCounts(
            label,
            upheld=counts[f"upheld_{number}"],
            dismissed=counts[f"dismissed_{number}"],
            waiting=counts[f"waiting_{number}"],
        )
        for number, label in enumerate(against)
    ]
