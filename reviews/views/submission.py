"""One submission on the editor's desk."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.form_draft import KeptPost
from reviews.forms import DeclineForm, KindForm, TriageForm
from reviews.models import Submission
from reviews.selectors.submission import submission_page
from reviews.services import drafts, submissions
from reviews.submission_forms import (
    RefusedForm,
    decline_key,
    keep_short_form,
    submission_context,
)
from web.access import editor_required


@require_GET
@editor_required
def submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    return show_submission(request, find_submission(request, submission_id))


@require_POST
@editor_required
def accept_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    one = find_submission(request, submission_id)
    form = TriageForm(request.POST, submission=one, editor=request.user)

    def accept_it() -> None:
        author = form.cleaned_data.get("claimed_author")
        submissions.accept_submission(
            one.pk,
            editor=request.user,
            second_editor=form.cleaned_data["second_editor"],
            claimed_author_id=author.pk if author else None,
            consent=form.cleaned_data["consent"],
            now=timezone.now(),
        )

    return act(request, one, "triage", form, accept_it, _("Accepted. Now invite reviewers."))


@require_POST
@editor_required
def decline_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """Save what was posted as a draft, then decline."""
    one = find_submission(request, submission_id)
    form, key = DeclineForm(request.POST), decline_key(one)
    kept = keep_short_form(request.user, key, form, request.POST.dict())
    if kept.why_not_sent():
        return show_not_sent(request, one, "decline", DeclineForm(kept.texts), kept)
    if not form.is_valid():
        return show_submission(request, one, 422, RefusedForm("decline", form, kept=kept))
    try:
        submissions.decline_submission(
            one.pk,
            editor=request.user,
            code=form.cleaned_data["ground"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        refused = RefusedForm("decline", form, kept=kept)
        return show_submission(request, find_submission(request, one.pk), 409, refused)
    drafts.delete_draft(request.user, key, revision=kept.revision)
    done = _("Declined. The submitter is notified with your reasons.")
    messages.success(request, done, extra_tags=key)
    return redirect("reviews:submission", one.pk)


@require_POST
@editor_required
def classify_preprint(request: SignedInRequest, submission_id: int) -> HttpResponse:
    one = find_submission(request, submission_id)
    form = KindForm(request.POST)

    def classify() -> None:
        submissions.classify_preprint(one.preprint_id, editor=request.user, **form.cleaned_data)

    return act(request, one, "kind", form, classify, _("Kind and subjects are saved."))


def find_submission(request: SignedInRequest, submission_id: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(
        "preprint",
        "version",
        "submitter__profile",
        "editor__profile",
        "second_editor__profile",
    )
    return get_object_or_404(visible, pk=submission_id)


def act(
    request: SignedInRequest,
    one: Submission,
    name: str,
    form: forms.BaseForm,
    service: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Call the service with a valid form; otherwise show the page with what was typed."""
    if form.is_valid():
        try:
            service()
        except ReviewError as error:
            form.add_error(None, str(error.message))
            return show_submission(
                request, find_submission(request, one.pk), 409, RefusedForm(name, form)
            )
        messages.success(request, done)
        return redirect("reviews:submission", one.pk)
    return show_submission(request, one, 422, RefusedForm(name, form))


def show_not_sent(
    request: SignedInRequest, one: Submission, name: str, form: forms.Form, kept: KeptPost
) -> HttpResponse:
    """For a form whose text did not become the draft as it was posted."""
    refused = RefusedForm(name, form, problem=kept.why_not_sent(), kept=kept)
    return show_submission(request, one, 409 if kept.problem else 422, refused)


def show_submission(
    request: SignedInRequest,
    one: Submission,
    status: int = 200,
    refused: RefusedForm | None = None,
) -> HttpResponse:
    page = submission_page(one, request.user)
    context = submission_context(page, request.user, refused)
    return render(request, "reviews/submission.html", context, status=status)
