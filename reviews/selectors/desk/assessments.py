"""What the desk shows of assessments: to be written, approved, rewritten, published, answered."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import moves
from reviews.models import Assessment, Correction, DraftAnswer, EditorDay, Review, Round, read_until
from reviews.selectors.desk.row_kind import (
    ASKED_BY,
    AUTHOR,
    SECOND_EDITOR,
    SUBMITTED_BY,
    WRITTEN_BY,
    DeskAct,
    DeskView,
    FoundRow,
    RowKind,
)

WITHDRAWAL_PLACE = "withdrawal"


def _to_write(view: DeskView) -> QuerySet[Round]:
    """Released, or by the editors alone."""
    ready = Q(state=Round.State.RELEASED) | Q(state=Round.State.OPEN, kind=Round.Kind.EDITORS)
    rounds = Round.objects.filter(ready, assessment__isnull=True)
    return rounds.filter(view.of_editor("submission"))


def _before_posting() -> QuerySet[Assessment]:
    """Neither with the authors nor posted; none of a submission that was withdrawn since."""
    return Assessment.objects.filter(round__state__in=moves.PROPOSE.in_round)


def _in_state(state: str, view: DeskView) -> QuerySet[Assessment]:
    return _before_posting().filter(view.of_editor("round__submission"), state=state)


def _to_approve(view: DeskView) -> QuerySet[Assessment]:
    """Those whose reviewers are not waited for any more."""
    proposed = _before_posting().filter(state=Assessment.State.PROPOSED)
    owned = proposed.filter(view.of_second_editor("round__submission"))
    return owned.exclude(_is_waited_for(view))


def _corrections(view: DeskView) -> QuerySet[Correction]:
    undecided = Correction.objects.undecided().filter(round__state=Round.State.WITH_AUTHORS)
    return undecided.filter(view.of_editor("round__submission"))


def _answer(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Answer it"), reverse("reviews:decide_correction", args=[row.row_id]))]


def _asks_reviewers(view: DeskView) -> QuerySet[Assessment]:
    """On the desk of both editors: the second approves it afterwards."""
    way = "round__submission"
    proposed = _before_posting().filter(state=Assessment.State.PROPOSED)
    return proposed.filter(view.of_editor(way) | view.of_second_editor(way), _is_waited_for(view))


def _is_waited_for(view: DeskView) -> Q:
    """As `draft_rules.is_waited_for` decides."""
    answered = DraftAnswer.objects.filter(review=OuterRef("pk"), voided_at=None)
    silent = Review.objects.filter(
        ~Exists(answered), round=OuterRef("round"), status=Review.Status.ACCEPTED
    )
    return Q(Exists(silent), answer_by__gte=view.today)


def _asked_to_withdraw(asked_of: Q) -> QuerySet[Assessment]:
    return Assessment.objects.published().filter(asked_of, withdrawal_asked_at__isnull=False)


def _approved(view: DeskView) -> QuerySet[Assessment]:
    return _in_state(Assessment.State.APPROVED, view)


def _with_authors(view: DeskView) -> QuerySet[Round]:
    sent = Round.objects.filter(view.of_editor("submission"), state=Round.State.WITH_AUTHORS)
    return sent.annotate(read_until=read_until(view.today))


def _write(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Write it"), reverse("reviews:write_assessment", args=[row.row_id]))]


def _read(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read the assessment"), row.place("assessment"))]


def _read_why(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Read why, and decide"), row.place(WITHDRAWAL_PLACE))]


def _rewrite(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Rewrite it"), row.place("assessment"))]


def _publish(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Send it or post it"), row.place("assessment"))]


def _look(row: FoundRow) -> list[DeskAct]:
    return [DeskAct("", row.place("assessment"))]


WRITE_ASSESSMENT = RowKind(
    "assessments",
    gettext_lazy("Write the assessment"),
    rows=_to_write,
    since=Coalesce("released_at", "opened_at"),
    days="assessing_days",
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    acts=_write,
    needs_work=True,
)
APPROVE_ASSESSMENT = RowKind(
    "approvals",
    gettext_lazy("Approve an assessment as second editor"),
    rows=_to_approve,
    since="proposed_at",
    days="approval_days",
    who="written_by__profile__name",
    role=WRITTEN_BY,
    acts=_read,
    by="second_editor",
    needs_work=True,
)
REWRITE_ASSESSMENT = RowKind(
    "returned",
    gettext_lazy("Rewrite the assessment: the second editor asks for a change"),
    rows=lambda view: _in_state(Assessment.State.RETURNED, view),
    since="proposed_at",
    days="assessing_days",
    who="round__submission__submitter__profile__name",
    role=SUBMITTED_BY,
    acts=_rewrite,
    needs_work=True,
)
PUBLISH_ASSESSMENT = RowKind(
    "approved",
    gettext_lazy("Send an approved assessment to the authors, or post it"),
    rows=_approved,
    since=Coalesce("approved_at", "proposed_at"),
    days="sending_days",
    who="round__submission__submitter__profile__name",
    role=SUBMITTED_BY,
    acts=_publish,
    needs_work=True,
)
AGREE_TO_WITHDRAWAL = RowKind(
    "withdrawals",
    gettext_lazy("Agree, as second editor, that an assessment be withdrawn, or keep it"),
    rows=lambda view: _asked_to_withdraw(view.of_second_editor("round__submission")),
    since="withdrawal_asked_at",
    days="approval_days",
    who="round__submission__editor__profile__name",
    role=ASKED_BY,
    acts=_read_why,
    by="second_editor",
)
WAITS_FOR_AUTHORS = RowKind(
    "with-authors",
    gettext_lazy("The authors read the reviews first"),
    rows=_with_authors,
    since="sent_at",
    due="read_until",
    who="submission__submitter__profile__name",
    role=SUBMITTED_BY,
    submission="submission",
    acts=_look,
    needs_work=True,
)
ANSWER_CORRECTION = RowKind(
    "corrections",
    gettext_lazy("Answer a factual correction that the authors ask for"),
    rows=_corrections,
    since="asked_at",
    days="reading_days",
    who="author__profile__name",
    role=AUTHOR,
    version="round__version",
    acts=_answer,
    needs_work=True,
)
WAITS_FOR_DRAFT_ANSWERS = RowKind(
    "draft-answers",
    gettext_lazy("The reviewers answer the draft of the assessment"),
    rows=_asks_reviewers,
    since="proposed_at",
    due="answer_by",
    acts=_look,
    needs_work=True,
)
WAITS_FOR_APPROVAL = RowKind(
    "approvals-asked",
    gettext_lazy("The second editor approves an assessment"),
    rows=lambda view: _in_state(Assessment.State.PROPOSED, view).exclude(_is_waited_for(view)),
    since="proposed_at",
    who="round__submission__second_editor__profile__name",
    role=SECOND_EDITOR,
    acts=_look,
    needs_work=True,
)
WAITS_FOR_WITHDRAWAL = RowKind(
    "withdrawals-asked",
    gettext_lazy("The second editor agrees that an assessment be withdrawn, or keeps it"),
    rows=lambda view: _asked_to_withdraw(view.of_editor("round__submission")),
    since="withdrawal_asked_at",
    due=EditorDay.objects.of_row(AGREE_TO_WITHDRAWAL.name, "withdrawal_asked_at"),
    who="round__submission__second_editor__profile__name",
    role=SECOND_EDITOR,
    acts=lambda row: [DeskAct("", row.place(WITHDRAWAL_PLACE))],
)
