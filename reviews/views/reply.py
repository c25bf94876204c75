"""Returning a submitted review with a question, or refusing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Review
from reviews.reply_forms import QuestionForm, RefusalForm
from reviews.services import replying
from reviews.services.editor_interests import is_asked_to_declare
from web.access import editor_required


@never_cache
@editor_required
def return_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = find_submitted(request, review_id)
    if request.method != "POST" and not review.may_be_returned:
        return show_why_not(request, review)
    form = QuestionForm(request.POST or None, asks=asks_for_interests(request, review))
    if form.is_valid():
        try:
            replying.return_review(
                review.pk,
                editor=request.user,
                question=form.cleaned_data["question"],
                interests=form.declared,
                now=timezone.now(),
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The review is with its reviewer again."))
            return redirect("reviews:submission", review.own_round.submission_id)
    return show_form(request, "reviews/return_review.html", review, form)


@never_cache
@editor_required
def refuse_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = find_submitted(request, review_id)
    if request.method != "POST" and not review.may_be_refused:
        return show_why_not(request, review)
    form = RefusalForm(request.POST or None, asks=asks_for_interests(request, review))
    if form.is_valid():
        try:
            replying.refuse_review(
                review.pk,
                editor=request.user,
                reason=form.cleaned_data["reason"],
                interests=form.declared,
                now=timezone.now(),
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The review is refused. Its reviewer is notified."))
            return redirect("reviews:submission", review.own_round.submission_id)
    return show_form(request, "reviews/refuse_review.html", review, form)


def asks_for_interests(request: SignedInRequest, review: Review) -> bool:
    return is_asked_to_declare(review.own_round.submission, request.user)


def find_submitted(request: SignedInRequest, review_id: int) -> Review:
    """A review of a work that this editor handles."""
    handled = Review.objects.filter(round__submission__editor=request.user).exclude(
        status=Review.Status.DRAFT
    )
    related = handled.with_was_refused().select_related(
        "round__submission", "version", "reviewer__profile"
    )
    return get_object_or_404(related, pk=review_id)


def show_why_not(request: SignedInRequest, review: Review) -> HttpResponse:
    """Before anything is typed: the page of the submission says how the review stands."""
    messages.error(request, _("That is not possible with this review any more."))
    return redirect("reviews:submission", review.own_round.submission_id)


def show_form(
    request: SignedInRequest, template: str, review: Review, form: QuestionForm | RefusalForm
) -> HttpResponse:
    context = {"review": review, "version": review.version, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)
