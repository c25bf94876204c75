"""Where somebody shows, by a token on their profile at a forum, that they wrote a post."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from preprints.models import Preprint
from reviews.errors import ReviewError
from reviews.selectors.forum_claim import claim_page
from reviews.services import forum_claims
from web.form_pages import form_on

PAGE = "reviews:claim_work"


@require_GET
@login_required
def claim_work(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    return show(request, find(request, preprint_id))


@login_required
@form_on(PAGE, "preprint_id")
def start_forum_claim(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    preprint = find(request, preprint_id)
    try:
        forum_claims.start_forum_claim(preprint.pk, by=request.user, now=timezone.now())
    except ReviewError as error:
        return show(request, preprint, refusal=error)
    return redirect(PAGE, preprint.pk)


@login_required
@form_on(PAGE, "preprint_id")
def check_forum_claim(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    preprint = find(request, preprint_id)
    try:
        forum_claims.check_forum_claim(preprint.pk, by=request.user, now=timezone.now())
    except ReviewError as error:
        return show(request, preprint, refusal=error)
    return redirect(PAGE, preprint.pk)


def find(request: SignedInRequest, preprint_id: int) -> Preprint:
    visible = Preprint.objects.visible_to(request.user).select_related("current_version")
    return get_object_or_404(visible, pk=preprint_id)


def show(
    request: SignedInRequest, preprint: Preprint, *, refusal: ReviewError | None = None
) -> HttpResponse:
    context = {
        "page": claim_page(preprint, request.user, now=timezone.now()),
        "refusal": str(refusal.message) if refusal else "",
    }
    return render(request, "reviews/claim_work.html", context, status=409 if refusal else 200)
