"""What the desk shows of days that have passed, and of works that lapse soon."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import Invitation, Review, Round
from reviews.moves import SUBMIT_REVIEW
from reviews.selectors.desk.row_kind import (
    INVITED,
    REVIEWER,
    SUBMITTED_BY,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)

_INVITED = Coalesce(NullIf(F("name"), Value("")), F("email"))


def _late_reviews(view: DeskView) -> QuerySet[Review]:
    return _being_written(view).filter(due_on__lt=view.today)


def reviews_in_time(view: DeskView) -> QuerySet[Review]:
    """Being written, and not due yet."""
    return _being_written(view).exclude(due_on__lt=view.today)


def _being_written(view: DeskView) -> QuerySet[Review]:
    being_written = Review.objects.being_written().filter(round__state__in=SUBMIT_REVIEW.in_round)
    return being_written.filter(view.of_editor("round__submission"))


def _late_answers(view: DeskView) -> QuerySet[Invitation]:
    return _unanswered(view).filter(answer_by__lt=view.today)


def answers_in_time(view: DeskView) -> QuerySet[Invitation]:
    """Invited, and not to be asked again yet."""
    return _unanswered(view).exclude(answer_by__lt=view.today)


def _unanswered(view: DeskView) -> QuerySet[Invitation]:
    return _pending(view).filter(proposed_due_on__isnull=True)


def _with_another_day(view: DeskView) -> QuerySet[Invitation]:
    return _pending(view).filter(proposed_due_on__isnull=False)


def _pending(view: DeskView) -> QuerySet[Invitation]:
    pending = Invitation.objects.filter(
        state=Invitation.State.PENDING, round__state=Round.State.OPEN
    )
    return pending.filter(view.of_editor("round__submission"))


def _lapsing(view: DeskView) -> QuerySet[Round]:
    """Of works that were warned of; nobody has answered since."""
    opened = Round.objects.filter(
        view.of_editor("submission"),
        state=Round.State.OPEN,
        submission__lapses_at__isnull=False,
        assessment__isnull=True,
    )
    agreed_since = Review.objects.filter(agreed_at__gt=F("round__submission__lapse_warned_at"))
    return opened.exclude(reviews__in=agreed_since).exclude(reviews__in=Review.objects.come_in())


def _remind(row: FoundRow) -> list[DeskAct]:
    remind = DeskAct(
        _("Remind"),
        reverse("reviews:ask_for_review", args=[row.row_id]),
        question=_("The reviewer gets a mail with the day and the link to the review."),
    )
    return [DeskAct(_("Set another day, or ask somebody else"), row.place("invitations")), remind]


def _ask_others(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Invite somebody else"), row.place("invitations"))]


def _set_day(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Set the day"), row.place("invitations"))]


LATE_REVIEW = RowKind(
    "late-reviews",
    gettext_lazy("A review is late"),
    rows=_late_reviews,
    since="agreed_at",
    due="due_on",
    who="reviewer__profile__name",
    role=REVIEWER,
    acts=_remind,
    hides_who=True,
    needs_work=True,
)
LATE_ANSWER = RowKind(
    "late-answers",
    gettext_lazy("An invitation has no answer"),
    rows=_late_answers,
    since="invited_at",
    due="answer_by",
    who=_INVITED,
    role=INVITED,
    version="round__version",
    acts=_ask_others,
    hides_who=True,
    needs_work=True,
)
DAY_PROPOSED = RowKind(
    "days",
    gettext_lazy("Somebody who is invited proposes another day"),
    rows=_with_another_day,
    since="proposed_at",
    who=_INVITED,
    role=INVITED,
    version="round__version",
    acts=_set_day,
    hides_who=True,
    needs_work=True,
)
LAPSES_SOON = RowKind(
    "lapses",
    gettext_lazy("It lapses soon: nobody reviews it"),
    rows=_lapsing,
    since="submission__lapse_warned_at",
    due="submission__lapses_at",
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    acts=_ask_others,
    needs_work=True,
)
