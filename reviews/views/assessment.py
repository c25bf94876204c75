"""The assessment by two editors."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from reviews.errors import ReviewError
from reviews.form_draft import KeptPost, form_draft, is_fragment, is_preview, keep_posted, status_of
from reviews.forms import AssessmentForm, ReturnForm
from reviews.models import Assessment, Round
from reviews.selectors.desk import current_terms
from reviews.selectors.preview import preview_assessment
from reviews.services import assessing, drafts
from reviews.submission_forms import RefusedForm, keep_short_form, return_key
from reviews.views.submission import find_submission, show_not_sent, show_submission
from web.access import editor_required


@editor_required
def write_assessment(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Write the assessment beside the reviews it sums up."""
    own = Round.objects.filter(submission__editor=request.user)
    summed_up = get_object_or_404(own.select_related("version__preprint"), pk=round_id)
    known = Assessment.objects.filter(round=summed_up).first()
    if request.method == "POST":
        return keep_and_propose(request, summed_up, known)
    draft = drafts.find_draft(request.user, assessing.draft_key(summed_up))
    initial = {**initial_of(known), **(draft.fields if draft else {})}
    return show_assessment(
        request, summed_up, known, AssessmentForm(initial=initial, terms=current_terms())
    )


def keep_and_propose(
    request: SignedInRequest, summed_up: Round, known: Assessment | None
) -> HttpResponse:
    """Save what was posted as the draft first, whatever is asked for then."""
    form = AssessmentForm(request.POST, terms=current_terms())
    if is_fragment(request):
        texts = drafts.form_fields(request.POST.dict(), form.fields)
        preview = preview_assessment(texts, terms=current_terms())
        return render(request, "reviews/_preview.html", {"preview": preview})
    key = assessing.draft_key(summed_up)
    kept = keep_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or kept.why_not_sent():
        form = AssessmentForm(initial=kept.texts, terms=current_terms())
    elif form.is_valid():
        try:
            assessing.propose_assessment(
                summed_up.pk,
                editor=request.user,
                saved_revision=kept.revision,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except (ReviewError, DraftError) as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(
                request, _("The second editor has been asked to approve it."), extra_tags=key
            )
            return redirect("reviews:submission", summed_up.submission_id)
    return show_assessment(request, summed_up, known, form, kept=kept)


def show_assessment(
    request: SignedInRequest,
    summed_up: Round,
    known: Assessment | None,
    form: AssessmentForm,
    *,
    kept: KeptPost | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "round": summed_up,
        "version": summed_up.version,
        "reviews": summed_up.reviews.published().select_related("significance", "strength"),
        "assessment": known,
        "form": form,
        "draft": form_draft(
            request.user,
            assessing.draft_key(summed_up),
            form,
            initial=initial_of(known),
            kept=kept,
        ),
    }
    context["preview"] = None
    if kept is not None and is_preview(request):
        context["preview"] = preview_assessment(kept.texts, terms=current_terms())
    status = status_of(request, kept)
    return render(request, "reviews/assess.html", context, status=status)


def initial_of(known: Assessment | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        "significance": known.significance_id,
        "strength": known.strength_id,
        "text": known.text,
        "competing_interests": known.competing_interests,
    }


@require_POST
@editor_required
def approve_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    def step(assessment: Assessment) -> None:
        assessing.approve_assessment(
            assessment.pk,
            second_editor=request.user,
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
        )

    return take_step(
        request, assessment_id, step, _("Approved. The handling editor can publish it now.")
    )


@require_POST
@editor_required
def return_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Save the comment as a draft, then return the assessment."""
    assessment = find_assessment(assessment_id)
    one = find_submission(request, assessment.round.submission_id)
    form, key = ReturnForm(request.POST), return_key(assessment)
    kept = keep_short_form(request.user, key, form, request.POST.dict())
    if kept.why_not_sent():
        return show_not_sent(request, one, "return", ReturnForm(kept.texts), kept)
    if not form.is_valid():
        return show_submission(request, one, 422, RefusedForm("return", form, kept=kept))
    try:
        assessing.return_assessment(
            assessment.pk, second_editor=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_submission(request, one, 409, RefusedForm("return", form, kept=kept))
    drafts.delete_draft(request.user, key, revision=kept.revision)
    messages.success(request, _("Returned with your comment."), extra_tags=key)
    return redirect("reviews:submission", one.pk)


@require_POST
@editor_required
def publish_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    def step(assessment: Assessment) -> None:
        assessing.publish_assessment(assessment.pk, editor=request.user, now=timezone.now())

    return take_step(
        request, assessment_id, step, _("Published. The work is now a reviewed preprint.")
    )


def find_assessment(assessment_id: int) -> Assessment:
    return get_object_or_404(Assessment.objects.select_related("round"), pk=assessment_id)


def take_step(
    request: SignedInRequest, assessment_id: int, step: Callable[[Assessment], None], done: str
) -> HttpResponse:
    assessment = find_assessment(assessment_id)
    try:
        step(assessment)
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect("reviews:submission", assessment.round.submission_id)
