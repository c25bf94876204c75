"""The page on which a hidden reviewer signs a published review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Byline, Review
from reviews.models.byline import public_declaration
from reviews.services import signing
from reviews.signing_forms import SignLaterForm


@never_cache
@login_required
def sign_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    own = (
        Review.objects.published().filter(reviewer=request.user).exclude(byline_kind=Byline.SIGNED)
    )
    review = get_object_or_404(own.select_related("version"), pk=review_id)
    form = SignLaterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signing.sign_review(review.pk, reviewer=request.user, now=timezone.now())
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The review bears your name now."))
            return redirect(review)
    return _show(request, review, form)


def _read_when_signed(review: Review) -> dict[str, str]:
    """In the words that readers will find."""
    interests, ai_use = review.declared_interests, review.ai_use
    return {
        "interests": public_declaration(Byline.SIGNED, text=interests, is_declared=bool(interests)),
        "ai_use": public_declaration(
            Byline.SIGNED, text=ai_use, is_declared=bool(ai_use), is_of_ai=True
        ),
    }


def _show(request: SignedInRequest, review: Review, form: SignLaterForm) -> HttpResponse:
    context = {
        "review": review,
        "form": form,
        "is_shared": signing.shares_pseudonym(review),
        "name": request.user.profile.name,
        **_read_when_signed(review),
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/sign_later.html", context, status=status)
