"""Offering to review a preprint."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guests import has_verified_address
from accounts.models import User
from accounts.requests import SignedInRequest
from preprints.models import Preprint
from reviews import rules
from reviews.errors import ReviewError
from reviews.interest_fields import WORDS_LABEL, VolunteerForm
from reviews.models import Invitation, Round
from reviews.policies import current_policy
from reviews.selectors.own_waiting import invitations_to_answer
from reviews.services import reviewing
from web.typed_text import not_saved_page, typed_texts


@login_required
def volunteer(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """Offer to review; whoever is reviewing already is taken to their review."""
    visible = Preprint.objects.visible_to(request.user).select_related("current_version")
    preprint = get_object_or_404(visible, pk=preprint_id)
    open_round = find_open_round(preprint, request.user)
    own = open_round.reviews.filter(reviewer=request.user).first() if open_round else None
    if own is not None:
        return redirect("reviews:write_review", own.pk)
    if open_round is not None and (invitation := find_invitation(open_round, request.user)):
        messages.info(request, _("You have been invited to review this work. Please answer here."))
        return redirect("reviews:opened_invitation", invitation.pk)
    form = VolunteerForm(request.POST if request.method == "POST" else None)
    if open_round is not None and form.is_valid():
        return begin_review(request, preprint, open_round, form)
    return show_offer(request, preprint, open_round, form)


def show_offer(
    request: SignedInRequest, preprint: Preprint, open_round: Round | None, form: VolunteerForm
) -> HttpResponse:
    if open_round is None and (typed := typed_texts(request, {"competing_interests": WORDS_LABEL})):
        return not_saved_page(request, _("This work is not under review now."), typed)
    context = {
        "preprint": preprint,
        "form": form,
        "round": open_round,
        "is_withdrawn": preprint.has_left,
        "may_review": open_round is not None and open_round.may_review,
        "days": current_policy().review_days,
    }
    status = 422 if form.errors and open_round is not None else 200
    return render(request, "reviews/volunteer.html", context, status=status)


def find_open_round(preprint: Preprint, user: User) -> Round | None:
    """The open round of a preprint, with the attribute `may_review`; None if there is none."""
    rounds = Round.objects.taking_reviews().filter(submission__preprint=preprint)
    return rounds.with_may_review(user.pk).select_related("version").first()


def find_invitation(open_round: Round, user: User) -> Invitation | None:
    """The person's own invitation to the round, while it waits for an answer."""
    return invitations_to_answer(user).filter(round=open_round).first()


def begin_review(
    request: SignedInRequest, preprint: Preprint, open_round: Round, form: VolunteerForm
) -> HttpResponse:
    """Where it is refused, what was declared is shown for copying."""
    try:
        review = reviewing.begin_review(
            open_round.pk,
            reviewer=request.user,
            due_on=rules.first_due_day(timezone.localdate(), days=current_policy().review_days),
            email_verified=has_verified_address(request.user),
            interests=form.interests,
            now=timezone.now(),
        )
    except ReviewError as error:
        if typed := typed_texts(request, {"competing_interests": WORDS_LABEL}):
            return not_saved_page(request, str(error.message), typed)
        messages.error(request, str(error.message))
        return redirect(preprint)
    return redirect("reviews:write_review", review.pk)
