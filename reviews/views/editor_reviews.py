"""What editors do with a review: accept it, have it confirmed, allow its reviewer's name."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Review, Round
from reviews.services import accepting, confirming
from web.access import editor_required
from web.form_pages import form_on


def submissions_of_reviews(editor: User) -> QuerySet[Review, int]:
    return Review.objects.involving(editor).values_list("round__submission_id", flat=True)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def accept_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user)
    review = get_object_or_404(visible.select_related("round"), pk=review_id)
    try:
        accepted = accepting.accept_review(review.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        is_last = review.own_round.state == Round.State.OPEN != accepted.round_state
        words = _("The review is accepted. It is held until its round is posted.")
        if is_last:
            words = _(
                "The review is accepted, and all reviews are in: the reviewers can read each "
                "other’s now, and you can write the assessment."
            )
        messages.success(request, words)
    return redirect("reviews:submission", review.own_round.submission_id)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def publish_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user)
    review = get_object_or_404(visible.select_related("round"), pk=review_id)
    try:
        accepting.publish_review(review.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The review is public."))
    return redirect("reviews:submission", review.own_round.submission_id)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def ask_for_confirmation(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user)
    review = get_object_or_404(visible.select_related("round"), pk=review_id)
    now = timezone.now()
    try:
        link = confirming.ask_for_confirmation(review.pk, editor=request.user, now=now)
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        words = _("The reviewer is asked again whether the review is theirs.")
        if link.made_at != now:
            words = _("Sent a moment ago; nothing was changed.")
        messages.success(request, words)
    return redirect("reviews:submission", review.own_round.submission_id)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def approve_byline(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user)
    review = get_object_or_404(visible.select_related("round"), pk=review_id)
    try:
        confirming.approve_byline(review.pk, second_editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("You have approved the signature of the review."))
    return redirect("reviews:submission", review.own_round.submission_id)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def allow_name(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user)
    review = get_object_or_404(visible.select_related("round"), pk=review_id)
    try:
        confirming.allow_name(review.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The reviewer can sign with their name."))
    return redirect("reviews:submission", review.own_round.submission_id)
