"""Withdrawing what is published: by who wrote it, by its editors, or by the journal for cause."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews import guest_scope
from reviews.errors import ReviewError
from reviews.models import Assessment, Response, Review
from reviews.services import withdrawing
from reviews.views.visitors import refuse_visitor, visitor_of
from reviews.withdrawal_forms import WithdrawalForm
from web.access import editor_required
from web.form_pages import form_on


@never_cache
def withdraw_review(request: HttpRequest, review_id: int) -> HttpResponse:
    """For its reviewer, also by the link of an invitation; and for managing editors."""
    person = who_withdraws_review(request, review_id)
    if person is None:
        return refuse_visitor(request)
    published = Review.objects.published().select_related("version")
    review = get_object_or_404(published, pk=review_id)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdrawing.withdraw_review(
                review.pk, by=person, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The review is withdrawn."))
            return redirect(review)
    return show_form(request, review, form)


def who_withdraws_review(request: HttpRequest, review_id: int) -> User | None:
    """None for everybody else."""
    visitor = visitor_of(request)
    reviewer = guest_scope.find_reviewer(visitor, review_id)
    if reviewer is not None:
        return reviewer
    account = visitor.account
    return account if account is not None and account.is_managing_editor else None


@never_cache
@login_required
def withdraw_response(request: SignedInRequest, response_id: int) -> HttpResponse:
    published = Response.objects.published().select_related("version")
    if not request.user.is_managing_editor:
        published = published.filter(author=request.user)
    response = get_object_or_404(published, pk=response_id)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdrawing.withdraw_response(
                response.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The response is withdrawn."))
            return redirect(response.version)
    return show_form(request, response, form)


@never_cache
@editor_required
def withdraw_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """The handling editor asks the second to agree; a managing editor withdraws it for cause."""
    assessment = get_object_or_404(assessments_of(request.user), pk=assessment_id)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = ask_or_withdraw(request.user, assessment, form.cleaned_data["reason"])
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, done)
            return redirect("reviews:submission", assessment.round.submission_id)
    return show_form(request, assessment, form)


def ask_or_withdraw(editor: User, assessment: Assessment, reason: str) -> str:
    """What was done, in words."""
    now = timezone.now()
    if assessment.round.submission.editor_id == editor.pk:
        withdrawing.ask_for_withdrawal(assessment.pk, editor=editor, reason=reason, now=now)
        return _("The second editor is asked to agree.")
    withdrawing.withdraw_assessment(assessment.pk, by=editor, reason=reason, now=now)
    return _("The assessment is withdrawn.")


def assessments_of(editor: User) -> QuerySet[Assessment]:
    """Those that this person may ask to be withdrawn, or withdraw."""
    handled = Q(round__submission__editor=editor)
    published = Assessment.objects.published().select_related("version", "round__submission")
    return published if editor.is_managing_editor else published.filter(handled)


def submissions_of_assessments(editor: User) -> QuerySet[Assessment, int]:
    return Assessment.objects.involving(editor).values_list("round__submission_id", flat=True)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def agree_to_withdraw(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """The second editor agrees to what the handling editor asked."""
    assessment = get_object_or_404(Assessment.objects.involving(request.user), pk=assessment_id)
    try:
        withdrawing.withdraw_assessment(assessment.pk, by=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The assessment is withdrawn."))
    return redirect("reviews:submission", assessment.round.submission_id)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def keep_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.involving(request.user), pk=assessment_id)
    try:
        withdrawing.keep_assessment(assessment.pk, second_editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The assessment stays."))
    return redirect("reviews:submission", assessment.round.submission_id)


def show_form(
    request: HttpRequest, row: Review | Assessment | Response, form: WithdrawalForm
) -> HttpResponse:
    context = {"row": row, "version": row.version, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "reviews/withdraw.html", context, status=status)
