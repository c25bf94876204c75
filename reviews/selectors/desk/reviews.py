"""What the desk shows of submitted reviews."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import moves
from reviews.models import Review
from reviews.models.review_queries import ReviewQuerySet
from reviews.models.reviews import Byline
from reviews.selectors.desk.row_kind import (
    REVIEWER,
    SECOND_EDITOR,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)

# As `Review.waits_for_reviewer` and `Review.waits_for_second_editor` say of one review.
_NAMED = ~Q(byline_kind=Byline.ANONYMOUS)
_NOT_APPROVED = Q(
    byline_kind=Byline.SIGNED,
    byline_approved_at__isnull=True,
    invitation__corrected_at__isnull=False,
)

# In these rounds an editor can take a review: now, or by itself after the posting.
_TAKEN_IN = (*moves.ACCEPT_REVIEW.in_round, *moves.PUBLISH_LATE.in_round)


def _submitted(view: DeskView) -> ReviewQuerySet:
    submitted = Review.objects.in_going_rounds().filter(status=Review.Status.SUBMITTED)
    return submitted.filter(view.of_editor("round__submission"))


def _unconfirmed() -> Q:
    return _NAMED & ~Q(pk__in=Review.objects.confirmed().values("pk"))


def _to_read(view: DeskView) -> QuerySet[Review]:
    """Those that can be accepted or, after their round was posted, published by themselves."""
    readable = _submitted(view).filter(round__state__in=_TAKEN_IN)
    return readable.exclude(_unconfirmed()).exclude(_NOT_APPROVED)


def _to_be_confirmed(view: DeskView) -> QuerySet[Review]:
    return _submitted(view).filter(_unconfirmed())


def _to_be_approved(view: DeskView) -> QuerySet[Review]:
    return _submitted(view).exclude(_unconfirmed()).filter(_NOT_APPROVED)


def _to_approve(view: DeskView) -> QuerySet[Review]:
    submitted = Review.objects.in_going_rounds().filter(status=Review.Status.SUBMITTED)
    waiting = submitted.confirmed().filter(_NOT_APPROVED)
    return waiting.filter(view.of_second_editor("round__submission"))


def _read(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read the review"), row.place(f"review-{row.row_id}"))]


def _look(row: FoundRow) -> list[DeskAct]:
    return [DeskAct("", row.place(f"review-{row.row_id}"))]


READ_REVIEW = RowKind(
    "reviews",
    gettext_lazy("Read a review and accept it"),
    rows=_to_read,
    since="submitted_at",
    days="reading_days",
    who="reviewer__profile__name",
    role=REVIEWER,
    acts=_read,
    hides_who=True,
    needs_work=True,
)
APPROVE_SIGNATURE = RowKind(
    "signatures",
    gettext_lazy("Approve the signature of a review as second editor"),
    rows=_to_approve,
    since=Coalesce("confirmed_at", "submitted_at"),
    days="approval_days",
    who="reviewer__profile__name",
    role=REVIEWER,
    acts=_read,
    by="second_editor",
    hides_who=True,
    needs_work=True,
)
WAITS_FOR_CONFIRMATION = RowKind(
    "confirmations",
    gettext_lazy("A reviewer confirms that a review is theirs"),
    rows=_to_be_confirmed,
    since="submitted_at",
    who="reviewer__profile__name",
    role=REVIEWER,
    acts=_look,
    hides_who=True,
    needs_work=True,
)
WAITS_FOR_SIGNATURE = RowKind(
    "signatures-asked",
    gettext_lazy("The second editor approves the signature of a review"),
    rows=_to_be_approved,
    since=Coalesce(F("confirmed_at"), F("submitted_at")),
    who="round__submission__second_editor__profile__name",
    role=SECOND_EDITOR,
    acts=_look,
    needs_work=True,
)
