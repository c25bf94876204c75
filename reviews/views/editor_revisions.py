"""What follows a revision, as the handling editor decides on the submission's page."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm
from drafts.selectors import sent_draft
from reviews.errors import ReviewError
from reviews.models import Invitation, Revision, Submission
from reviews.revision_forms import ConfirmAssessmentForm, DecisionForm
from reviews.services import later_versions, revising
from reviews.services.act_interests import known_interests
from reviews.services.revising import decision_draft_key
from reviews.submission_forms import RefusedForm, save_short_form
from reviews.views.submission import find_submission, show_not_sent, show_refused, show_submission
from web.access import editor_required
from web.form_pages import form_on


def submissions_of_revisions(editor: User) -> QuerySet[Revision, int]:
    return Revision.objects.involving(editor).values_list("round__submission_id", flat=True)


@editor_required
@form_on("reviews:submission", revision_id=submissions_of_revisions)
def decide_revision(request: SignedInRequest, revision_id: int) -> HttpResponse:
    """Save what was posted as a draft, then decide."""
    handled = Revision.objects.filter(round__submission__editor=request.user)
    revision = get_object_or_404(handled.select_related("round"), pk=revision_id)
    submission = find_submission(request, revision.round.submission_id)
    form, key = DecisionForm(request.POST), decision_draft_key(revision)
    posted = save_short_form(request.user, key, form, request.POST.dict())
    if posted.why_not_sent():
        return show_not_sent(request, submission, "decision", DecisionForm(posted.texts), posted)
    if not form.is_valid():
        refused = RefusedForm("decision", form, posted=posted)
        return show_submission(request, submission, refused, status=422)
    return decide_as_posted(request, submission, revision, form, posted)


def decide_as_posted(
    request: SignedInRequest,
    submission: Submission,
    revision: Revision,
    form: DecisionForm,
    posted: PostedForm,
) -> HttpResponse:
    refused = RefusedForm("decision", form, posted=posted)
    try:
        invited = revising.decide_revision(
            revision.pk,
            editor=request.user,
            saved_revision=posted.revision,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (ReviewError, DraftError) as error:
        return show_refused(request, submission, refused, error)
    say_what_follows(request, revision, form.cleaned_data["decision"], invited)
    return redirect("reviews:submission", submission.pk)


def say_what_follows(
    request: SignedInRequest, revision: Revision, decision: str, invited: list[Invitation]
) -> None:
    sent = sent_draft(request.user, decision_draft_key(revision))
    messages.success(request, words_of(decision, invited), extra_tags=sent)


def words_of(decision: str, invited: list[Invitation]) -> str:
    if decision == Revision.Decision.FULL:
        words = ngettext(
            "A new round is open. %(number)d earlier reviewer is invited again.",
            "A new round is open. %(number)d earlier reviewers are invited again.",
            len(invited),
        )
        return words % {"number": len(invited)}
    if decision == Revision.Decision.EDITORS:
        return _("A new round is open. You can write its assessment now.")
    return _(
        "Decided. The authors are notified with your reason. If the assessment holds for the new "
        "version, too, confirm it below: without that the work cannot enter an issue."
    )


@editor_required
@form_on("reviews:submission", "submission_id")
def confirm_assessment(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    form = ConfirmAssessmentForm(request.POST, known=known_interests(submission, request.user))
    refused = RefusedForm("confirm", form)
    if not form.is_valid():
        return show_submission(request, submission, refused, status=422)
    versions = submission.preprint.versions.filter(pk=form.cleaned_data["version"])
    version = get_object_or_404(versions)
    try:
        later_versions.confirm_assessment(
            version.pk,
            editor=request.user,
            reason=form.cleaned_data["reason"],
            interests=form.declared,
            now=timezone.now(),
        )
    except ReviewError as error:
        return show_refused(request, submission, refused, error)
    messages.success(request, _("Confirmed. It is public, and the authors are notified."))
    return redirect("reviews:submission", submission.pk)
