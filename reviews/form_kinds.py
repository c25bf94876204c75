"""Which forms of a review have a draft, and who may write in each of them now."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from accounts.models import User
from drafts.errors import FormClosed, NotYourForm
from drafts.form_kinds import FormKind, register, text_labels
from reviews import errors, guest_scope, moves, revision_errors
from reviews.forms import (
    AssessmentForm,
    InviteForm,
    ResponseForm,
    ReviewForm,
)
from reviews.models import Assessment, Invitation, Review, Revision, Round, Submission
from reviews.models.threads import is_in_thread
from reviews.revision_forms import DecisionForm, RevisionForm
from reviews.seconding_forms import ReturnForm
from reviews.services.consulting import is_editor_in_thread
from reviews.services.submissions import known_author_ids
from reviews.thread_forms import ThreadForm
from reviews.triage_forms import DeclineForm
from reviews.views.visitors import visitor_of, why_invitation_is_closed


class ReviewForms(FormKind):
    """A review; the draft's key has its number. The owner of a guest's review is the guest."""

    def check_may_write(self, owner: User, number: int) -> None:
        own = Review.objects.select_for_update(of=("self",)).filter(reviewer=owner, pk=number)
        review = own.first()
        if review is None:
            raise NotYourForm
        if review.status != Review.Status.DRAFT:
            raise FormClosed(errors.ReviewAlreadySubmitted.message)

    def find_owner(self, request: HttpRequest, number: int) -> User | None:
        visitor = visitor_of(request)
        return guest_scope.find_reviewer(visitor, number) or visitor.account

    def signed_out_answer(self, request: HttpRequest, number: int) -> JsonResponse:
        """For who came by an invitation's link that is closed since. Where a newer link leads
        here, the page goes on saving once it is opened.
        """
        if not guest_scope.has_opened_older_link(visitor_of(request), number):
            return super().signed_out_answer(request, number)
        if Invitation.objects.get(review=number).is_link_closed:
            return JsonResponse({"error": why_invitation_is_closed(review=number)}, status=409)
        words = _("A newer e-mail has a new link. Open that link; your text here is kept.")
        return JsonResponse({"error": words, "has_newer_link": True}, status=401)

    def why_not_sendable(self, number: int) -> str:
        return Review.objects.select_related("round", "invitation").get(pk=number).why_closed


class AssessmentForms(FormKind):
    """The assessment of a round; the draft's key has the round's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        own = Round.objects.select_for_update(of=("self",)).filter(submission__editor=owner)
        summed_up = own.filter(pk=number).first()
        if summed_up is None:
            raise NotYourForm
        if summed_up.state not in moves.PROPOSE.in_round:
            raise FormClosed


class ResponseForms(FormKind):
    """An author's response to a round; the draft's key has the round's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        assessed = Round.objects.select_for_update(of=("self",)).select_related("submission")
        answered = assessed.filter(pk=number, state__in=Round.RESPONDED_TO).first()
        if answered is None or owner.pk not in known_author_ids(answered.submission.preprint_id):
            raise NotYourForm
        if answered.responses.filter(author=owner).exists():
            raise FormClosed(errors.AlreadyResponded.message)


class RevisionForms(FormKind):
    """What an author declares of a revision; the draft's key has the version's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        accepted = Submission.objects.select_for_update(of=("self",)).filter(
            preprint__versions=number, state=Submission.State.ACCEPTED
        )
        submission = accepted.first()
        if submission is None or owner.pk not in known_author_ids(submission.preprint_id):
            raise NotYourForm
        if Revision.objects.filter(version=number).exists():
            raise FormClosed(revision_errors.AlreadyRevised.message)


class DecisionForms(FormKind):
    """Why something follows a revision; the draft's key has the revision's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        own = Revision.objects.select_for_update(of=("self",)).filter(
            round__submission__editor=owner
        )
        revision = own.filter(pk=number).first()
        if revision is None:
            raise NotYourForm
        if revision.decision:
            raise FormClosed(revision_errors.AlreadyDecided.message)


class DeclineForms(FormKind):
    """The reason for declining a submission; the draft's key has the submission's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        visible = Submission.objects.visible_to(owner).select_for_update(of=("self",))
        submission = visible.filter(pk=number).first()
        if submission is None or not owner.is_editor:
            raise NotYourForm
        if submission.state != Submission.State.SUBMITTED:
            raise FormClosed(errors.NotAwaitingTriage.message)


class InviteForms(FormKind):
    """An invitation to a round; the draft's key has the round's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        own = Round.objects.select_for_update(of=("self",)).filter(submission__editor=owner)
        asked_for = own.filter(pk=number).first()
        if asked_for is None:
            raise NotYourForm
        if asked_for.state != Round.State.OPEN:
            raise FormClosed(errors.RoundClosed.message)


class ReturnForms(FormKind):
    """The second editor's comment on an assessment; the draft's key has its number."""

    def check_may_write(self, owner: User, number: int) -> None:
        waiting = Assessment.objects.select_for_update(of=("self",))
        own = waiting.filter(round__submission__second_editor=owner)
        assessment = own.filter(pk=number).first()
        if assessment is None:
            raise NotYourForm
        if assessment.state != Assessment.State.PROPOSED:
            raise FormClosed(moves.NOT_OPEN[assessment.state].message)


class ReviewerThreadForms(ReviewForms):
    """What a reviewer writes in the thread of the round; the key has the review's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        of = Round.objects.select_for_update(of=("self",)).filter(reviews=number).first()
        review = Review.objects.filter(reviewer=owner, pk=number).select_related("round").first()
        if of is None or review is None or not is_in_thread(review):
            raise NotYourForm
        check_thread_is_open(of)

    def why_not_sendable(self, number: int) -> str:
        return ""


class EditorThreadForms(FormKind):
    """What an editor writes there; the draft's key has the round's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        rounds = Round.objects.select_for_update(of=("self",)).select_related("submission")
        of = rounds.filter(pk=number).first()
        if of is None or not is_editor_in_thread(of, owner):
            raise NotYourForm
        check_thread_is_open(of)


def check_thread_is_open(of: Round) -> None:
    if (error := moves.WRITE_AS_EDITOR.refusal(of.state)) is not None:
        raise FormClosed(error.message)


register("review", ReviewForms(text_labels(ReviewForm)))
register("assessment", AssessmentForms(text_labels(AssessmentForm)))
register("response", ResponseForms(text_labels(ResponseForm)))
register("revision", RevisionForms(text_labels(RevisionForm)))
register("decision", DecisionForms(text_labels(DecisionForm)))
register("decline", DeclineForms(text_labels(DeclineForm)))
register("invite", InviteForms(text_labels(InviteForm)))
register("return", ReturnForms(text_labels(ReturnForm)))
register("thread", ReviewerThreadForms(text_labels(ThreadForm)))
register("editorthread", EditorThreadForms(text_labels(ThreadForm)))
