"""Appealing against a decision; afterwards the same page says how the appeal stands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.requests import SignedInRequest
from preprints.models import Version
from reviews import guest_scope
from reviews.appeal_errors import NotYourDecision
from reviews.appeal_forms import AppealForm
from reviews.errors import ReviewError
from reviews.models import Appeal, Assessment, Review, Submission
from reviews.other_interests import interest_lines
from reviews.policies import current_policy
from reviews.services import appealing
from reviews.services.submissions import known_author_ids
from reviews.views.visitors import refuse_visitor, visitor_of


@never_cache
@login_required
def appeal_decline(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """For who submitted the work, and its authors: how it stands; who may appeal, and has not,
    gets the form."""
    own = Q(submitter=request.user) | Q(preprint__versions__authors__user=request.user)
    rows = Submission.objects.filter(own).select_related("version").distinct()
    submission = get_object_or_404(rows, pk=submission_id)
    filed = appeal_against(submission, request.user)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if filed is None and form.is_valid():
        try:
            appealing.appeal_decline(
                submission.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            return say_filed(request)
    return show_appeal(request, submission.version, filed, form)


def appeal_against(submission: Submission, person: User) -> Appeal | None:
    """The one against its decline, or against an earlier one; None where this person may appeal."""
    if submission.state != Submission.State.DECLINED:
        filed = Appeal.objects.filter(declined=submission).last()
        if filed is None:
            raise Http404
        return filed
    if appealing.may_appeal_decline(submission, person):
        return None
    appeals = Appeal.objects.against_decline(submission)
    own = appeals.filter(by=person).first() or appeals.order_by("is_by_claimant", "pk").first()
    if own is None:
        raise PermissionDenied(str(NotYourDecision.message))
    return own


@never_cache
def appeal_refusal(request: HttpRequest, review_id: int) -> HttpResponse:
    """For the reviewer, also by the link of the invitation."""
    reviewer = guest_scope.find_reviewer(visitor_of(request), review_id)
    if reviewer is None:
        return refuse_visitor(request)
    review = Review.objects.select_related("version").get(pk=review_id)
    filed = Appeal.objects.filter(review=review).first()
    if filed is None and review.status != Review.Status.REFUSED:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    if filed is None and form.is_valid():
        try:
            appealing.appeal_refusal(
                review.pk, by=reviewer, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            return say_filed(request)
    return show_appeal(request, review.version, filed, form)


@never_cache
@login_required
def appeal_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """For the confirmed authors."""
    published = Assessment.objects.published().select_related("version")
    assessment = get_object_or_404(published, pk=assessment_id)
    if request.user.pk not in known_author_ids(assessment.version.preprint_id):
        raise Http404
    filed = Appeal.objects.filter(assessment=assessment).first()
    form = AppealForm(request.POST if request.method == "POST" else None)
    if filed is None and form.is_valid():
        try:
            appealing.appeal_assessment(
                assessment.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            return say_filed(request)
    return show_appeal(request, assessment.version, filed, form)


def say_filed(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Your appeal is filed. An editor who is not involved decides it."))
    return redirect(request.path)


def show_appeal(
    request: HttpRequest, version: Version, filed: Appeal | None, form: AppealForm
) -> HttpResponse:
    """filed: the appeal, where there is one; the page has no form then."""
    context: dict[str, Any] = {"version": version, "appeal": filed, "form": form}
    context["days"] = current_policy().appeal_days
    context["interests"] = interest_lines(filed.interests) if filed else []
    status = 422 if form.is_bound and filed is None else 200
    return render(request, "reviews/appeal.html", context, status=status)
