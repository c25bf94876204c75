"""One submission on the editor's desk."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm
from ingest.errors import IngestError
from ingest.services import checks
from reviews.errors import ReviewError
from reviews.forms import KindForm
from reviews.models import Submission
from reviews.selectors.submission import submission_page
from reviews.services import submissions
from reviews.submission_forms import RefusedForm, submission_context
from web.access import editor_required
from web.form_pages import form_on


@require_GET
@editor_required
def submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    return show_submission(request, find_submission(request, submission_id))


@editor_required
@form_on("reviews:submission", "submission_id")
def classify_preprint(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    form = KindForm(request.POST)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("kind", form), status=422)
    try:
        submissions.classify_preprint(
            submission.preprint_id, editor=request.user, **form.cleaned_data
        )
    except ReviewError as error:
        return show_refused(request, submission, RefusedForm("kind", form), error)
    messages.success(request, _("Kind and subjects are saved."))
    return redirect("reviews:submission", submission.pk)


@editor_required
@form_on("reviews:submission", "submission_id")
def check_now(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    try:
        is_checked = checks.check_now(submission.preprint_id, by=request.user, now=timezone.now())
    except IngestError as error:
        messages.error(request, str(error.message))
    else:
        if is_checked:
            messages.success(request, _("It is checked as soon as its site may be asked."))
        else:
            messages.error(request, _("This work is not checked at its source any more."))
    return redirect("reviews:submission", submission.pk)


def find_submission(request: SignedInRequest, submission_id: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(
        "preprint",
        "version",
        "submitter__profile",
        "editor__profile",
        "second_editor__profile",
    )
    return get_object_or_404(visible, pk=submission_id)


def show_not_sent(
    request: SignedInRequest,
    submission: Submission,
    name: str,
    form: forms.Form,
    posted: PostedForm,
) -> HttpResponse:
    """Show a form that was not sent: its draft was not saved, or holds text of another tab."""
    refused = RefusedForm(name, form, problem=posted.why_not_sent(), posted=posted)
    return show_submission(request, submission, refused, status=409 if posted.problem else 422)


def show_refused(
    request: SignedInRequest,
    submission: Submission,
    refused: RefusedForm,
    error: ReviewError | DraftError,
) -> HttpResponse:
    """Show a form that its service refused, on the page as it is now."""
    refused.form.add_error(None, str(error.message))
    return show_submission(request, find_submission(request, submission.pk), refused, status=409)


def show_submission(
    request: SignedInRequest,
    submission: Submission,
    refused: RefusedForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    chosen = request.GET.get("suggested", "")
    page = submission_page(submission, request.user, suggested=chosen)
    context = submission_context(page, request.user, refused)
    return render(request, "reviews/submission.html", context, status=status)
