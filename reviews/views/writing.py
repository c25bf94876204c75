"""Volunteering for a review, and writing it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.services import pseudonym_of
from preprints.models import Preprint
from reviews.errors import ReviewError
from reviews.forms import ReviewForm
from reviews.models import Draft, Review, Round
from reviews.selectors import current_terms
from reviews.services import drafts, reviewing


@login_required
def volunteer(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """Offer to review; whoever is reviewing already is taken to their review."""
    preprint = get_object_or_404(
        Preprint.objects.visible_to(request.user).select_related("current_version"), pk=preprint_id
    )
    open_round = (
        Round.objects.filter(submission__preprint=preprint, state=Round.State.OPEN)
        .select_related("version")
        .first()
    )
    if open_round is not None:
        own = open_round.reviews.filter(reviewer=request.user).first()
        if own is not None:
            return redirect("reviews:write", own.pk)
        if request.method == "POST":
            return begin(request, preprint, open_round)
    context = {"preprint": preprint, "round": open_round, "days": settings.JOURNAL_REVIEW_DUE_DAYS}
    return render(request, "reviews/volunteer.html", context)


def begin(request: SignedInRequest, preprint: Preprint, open_round: Round) -> HttpResponse:
    try:
        review = reviewing.begin_review(
            open_round.pk,
            reviewer=request.user,
            due_on=timezone.localdate() + timedelta(days=settings.JOURNAL_REVIEW_DUE_DAYS),
            email_verified=has_verified_email(request.user),
            now=timezone.now(),
        )
    except ReviewError as error:
        messages.error(request, str(error.message))
        return redirect(preprint)
    return redirect("reviews:write", review.pk)


@login_required
def write(request: SignedInRequest, review_id: int) -> HttpResponse:
    """The review form: hand in, save, or preview; a handed-in review is shown as it stands."""
    own = Review.objects.filter(reviewer=request.user).select_related(
        "version__preprint", "round", "significance", "strength"
    )
    review = get_object_or_404(own, pk=review_id)
    if review.status != Review.Status.DRAFT:
        return render(request, "reviews/handed_in.html", {"review": review})
    key = reviewing.draft_key(review)
    draft = drafts.find_draft(request.user, key)
    if request.method != "POST":
        form = ReviewForm(initial=draft.fields if draft else None, terms=current_terms())
        return show(request, review, form, draft)
    form = ReviewForm(request.POST, terms=current_terms())
    if "save" in request.POST:
        return save(request, review, form, draft)
    if form.is_valid():
        try:
            drafts.check_not_older(
                request.user, key, **drafts.sent(request.POST.dict(), form.fields)
            )
            reviewing.hand_in_review(
                review.pk, reviewer=request.user, content=form.content(), now=timezone.now()
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Thank you. Your review is with the editor."))
            return redirect("reviews:write", review.pk)
    return show(request, review, form, draft, status=422)


def save(
    request: SignedInRequest, review: Review, form: ReviewForm, draft: Draft | None
) -> HttpResponse:
    """Save without a script."""
    try:
        drafts.save_draft(
            request.user,
            reviewing.draft_key(review),
            now=timezone.now(),
            **drafts.sent(request.POST.dict(), form.fields),
        )
    except ReviewError as error:
        unbound = ReviewForm(initial=request.POST.dict(), terms=current_terms())
        messages.error(request, str(error.message))
        return show(request, review, unbound, draft, status=409)
    messages.success(request, _("Saved. You can come back to it at any time."))
    return redirect("reviews:write", review.pk)


def show(
    request: SignedInRequest,
    review: Review,
    form: ReviewForm,
    draft: Draft | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "review": review,
        "version": review.version,
        "form": form,
        "draft": draft,
        "draft_key": reviewing.draft_key(review),
        "bylines": bylines(request.user),
    }
    return render(request, "reviews/write.html", context, status=status)


def bylines(user: User) -> dict[str, str]:
    """What readers will see for each choice of name."""
    return {
        "signed": user.profile.name,
        "pseudonym": pseudonym_of(user),
        "anonymous": _("Anonymous reviewer"),
    }


def has_verified_email(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()
