"""What waits for a person as an author or a reviewer: the top of "My work", and its count.

The kinds of row are declared as those of the editors' desk are; `view.owner` is the person.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from preprints.models import Author
from reviews.models import (
    Assessment,
    DraftAnswer,
    Invitation,
    Response,
    Review,
    ReviewReply,
    Round,
    Submission,
    read_until,
)
from reviews.moves import SUBMIT_REVIEW
from reviews.selectors.desk.page import DeskRow, count_rows, read_rows
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind
from reviews.selectors.undeclared import has_undeclared_version
from web.list_lengths import PROFILE_ROWS_A_KIND

RESPONDED_TO = ("reviewed", "revised", "selected")  # statuses in which a response is waited for


def reviews_to_write(user: User) -> QuerySet[Review]:
    taken = Q(round__state__in=SUBMIT_REVIEW.in_round)
    return Review.objects.being_written().filter(taken, reviewer=user)


def _is_returned() -> Exists:
    returned = ReviewReply.Kind.RETURNED
    return Exists(ReviewReply.objects.filter(review=OuterRef("pk"), kind=returned))


def invitations_to_answer(user: User) -> QuerySet[Invitation]:
    """Those to an address that its owner confirmed from the mailbox."""
    own = EmailAddress.objects.filter(user=user, verified=True, email__lower=OuterRef("address"))
    pending = Invitation.objects.filter(
        state=Invitation.State.PENDING, round__state=Round.State.OPEN
    )
    return pending.annotate(address=Lower("email")).filter(Exists(own))


def drafts_to_answer(user: User) -> QuerySet[Review]:
    """Their reviews in rounds whose draft of the assessment waits for their answer."""
    answered = DraftAnswer.objects.filter(review=OuterRef("pk"), voided_at=None)
    return Review.objects.filter(
        ~Exists(answered),
        reviewer=user,
        status=Review.Status.ACCEPTED,
        round__state=Round.State.RELEASED,
        round__assessment__state=Assessment.State.PROPOSED,
        round__assessment__answer_by__isnull=False,
    )


def rounds_to_respond_to(user: User) -> QuerySet[Round]:
    """The newest assessed round of each work of theirs, until they have responded to it, or another
    of its authors has: then they still may, but it does not wait for them."""
    responded = Response.objects.filter(round=OuterRef("pk")).published()
    still = rounds_open_to_response(user).filter(submission__preprint__status__in=RESPONDED_TO)
    return still.filter(~Exists(responded))


def rounds_open_to_response(user: User) -> QuerySet[Round]:
    """The newest assessed round of each work of theirs, until they have responded to it; none of
    which everything was withdrawn."""
    later = Round.objects.filter(
        submission=OuterRef("submission"), state="assessed", number__gt=OuterRef("number")
    )
    own = Response.objects.filter(round=OuterRef("pk"), author=user)
    public = Exists(Review.objects.published().filter(round=OuterRef("pk")))
    assessed = Round.objects.filter(
        public | Q(assessment__state__in=Assessment.PUBLIC), state=Round.State.ASSESSED
    )
    return assessed.filter(_is_author("submission__preprint", user), ~Exists(later), ~Exists(own))


def works_to_declare(user: User) -> QuerySet[Submission]:
    """Whose current version is newer than the assessed ones, with nothing else under way."""
    submissions = Submission.objects.filter(
        _is_author("preprint", user), state=Submission.State.ACCEPTED
    )
    return submissions.filter(has_undeclared_version())


def _is_author(preprint: str, user: User) -> Exists:
    """preprint: the way from a row to its work."""
    return Exists(Author.objects.filter(version__preprint=OuterRef(preprint), user=user))


def own_waiting(user: User, *, now: datetime) -> list[DeskRow]:
    """What waits for this person; two queries."""
    return read_rows(_of(user, now), OWN_KINDS, most=PROFILE_ROWS_A_KIND)


def count_own_waiting(user: User, *, now: datetime) -> int:
    """As many as `own_waiting` has rows; one query."""
    return count_rows(_of(user, now), OWN_KINDS)


def _of(user: User, now: datetime) -> DeskView:
    return DeskView(reader=user, owner=user, subject="", now=now)


def _write(row: FoundRow) -> list[DeskAct]:
    page = reverse("reviews:write_review", args=[row.row_id])
    if row.facts["is_returned"]:
        return [DeskAct(_("Read the question"), page)]
    return [DeskAct(_("Write the review"), page)]


def _words_of_review(row: FoundRow) -> str:
    if row.facts["is_returned"]:
        return _("An editor asks a question about your review: answer it, and submit it again")
    return _("Your review is due")


def _answer_draft(row: FoundRow) -> list[DeskAct]:
    page = reverse("reviews:write_review", args=[row.row_id])
    return [DeskAct(_("Read the draft"), f"{page}#assessment")]


def _answer(row: FoundRow) -> list[DeskAct]:
    return [DeskAct(_("Answer"), reverse("reviews:opened_invitation", args=[row.row_id]))]


def _respond(row: FoundRow) -> list[DeskAct]:
    url = reverse("reviews:respond", args=[row.facts["preprint"]])
    return [DeskAct(_("Respond to the reviews"), url)]


def _read_first(row: FoundRow) -> list[DeskAct]:
    url = reverse("reviews:own_work", args=[row.facts["preprint"]])
    return [DeskAct(_("Read them"), url)]


def _declare(row: FoundRow) -> list[DeskAct]:
    of_version = [row.facts["preprint"], row.facts["number"]]
    return [
        DeskAct(_("Declare the revision"), reverse("reviews:declare_revision", args=of_version))
    ]


def _newer(row: FoundRow) -> str:
    words = _("Your version %(number)s is newer than the reviews. Declare it if it answers them.")
    return words % {"number": row.facts["number"]}


OWN_KINDS = (
    RowKind(
        "invitations",
        gettext_lazy("You have been invited to review it"),
        rows=lambda view: invitations_to_answer(view.reader),
        since="invited_at",
        version="round__version",
        acts=_answer,
        by="whose it is",
        needs_work=True,
    ),
    RowKind(
        "reviews",
        gettext_lazy("Your review is due"),
        rows=lambda view: reviews_to_write(view.reader).annotate(is_returned=_is_returned()),
        since="agreed_at",
        due="due_on",
        facts={"is_returned": "is_returned"},
        words=_words_of_review,
        acts=_write,
        by="whose it is",
        needs_work=True,
    ),
    RowKind(
        "drafts",
        gettext_lazy("Do you agree with the draft of the assessment?"),
        rows=lambda view: drafts_to_answer(view.reader),
        since="round__assessment__proposed_at",
        due="round__assessment__answer_by",
        acts=_answer_draft,
        by="whose it is",
        needs_work=True,
    ),
    RowKind(
        "first",
        gettext_lazy("Read the reviews of your work before they are posted"),
        rows=lambda view: Round.objects.with_author(view.reader).annotate(
            read_until=read_until(view.today)
        ),
        since="sent_at",
        due="read_until",
        submission="submission",
        facts={"preprint": "submission__preprint_id"},
        acts=_read_first,
        by="whose it is",
        needs_work=True,
    ),
    RowKind(
        "responses",
        gettext_lazy("The reviews wait for your response"),
        rows=lambda view: rounds_to_respond_to(view.reader),
        since="assessment__published_at",
        due="respond_until",
        submission="submission",
        facts={"preprint": "submission__preprint_id"},
        acts=_respond,
        by="whose it is",
    ),
    RowKind(
        "revisions",
        gettext_lazy("Declare a newer version the revision"),
        rows=lambda view: works_to_declare(view.reader),
        since="preprint__current_version__seen_at",
        submission="",
        version="preprint__current_version",
        facts={"preprint": "preprint_id", "number": "preprint__current_version__number"},
        words=_newer,
        acts=_declare,
        by="whose it is",
    ),
)
