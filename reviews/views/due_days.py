"""The days on which reviews are due: proposed, set, extended; and reminding by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from reviews import guest_scope
from reviews.due_day_forms import DayForm
from reviews.errors import ReviewError
from reviews.models import Invitation, Review
from reviews.services import due_days, reminding
from reviews.views.editor_invitations import submissions_of_invitations
from reviews.views.editor_reviews import submissions_of_reviews
from reviews.views.visitors import find_guest, not_for_editors, visitor_of
from web.access import editor_required
from web.form_pages import form_on
from web.secret_pages import private_page


def set_day(request: HttpRequest, act: Callable[[date], Any], *, done: str) -> bool:
    """Carry the act out with the day that was sent, and say what became of it; whether it was."""
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["due_on"]))
        return False
    try:
        act(form.cleaned_data["due_on"])
    except ReviewError as error:
        messages.error(request, str(error.message))
        return False
    messages.success(request, done)
    return True


@private_page
@form_on("reviews:opened_invitation", "invitation_id")
def propose_due_day(request: HttpRequest, invitation_id: int) -> HttpResponse:
    visitor = visitor_of(request)
    invitation = guest_scope.find_invitation(visitor, invitation_id)
    if invitation is None:
        raise Http404
    if guest_scope.is_involved(visitor, invitation.round):
        return not_for_editors(request)
    set_day(
        request,
        lambda day: due_days.propose_due_day(invitation_id, due_on=day, now=timezone.now()),
        done=_("The editor is asked about this day. You will get a mail."),
    )
    return redirect("reviews:opened_invitation", invitation_id)


@editor_required
@form_on("reviews:submission", invitation_id=submissions_of_invitations)
def set_invited_day(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    visible = Invitation.objects.involving(request.user).select_related("round")
    invitation = get_object_or_404(visible, pk=invitation_id)
    set_day(
        request,
        lambda day: due_days.set_invited_day(
            invitation_id, editor=request.user, due_on=day, now=timezone.now()
        ),
        done=_("The day is set, and mailed to who is invited."),
    )
    return redirect("reviews:submission", invitation.round.submission_id)


@private_page
@form_on("reviews:write_review", "review_id")
def extend_review(request: HttpRequest, review_id: int) -> HttpResponse:
    writer = find_guest(request, review_id)
    is_set = set_day(
        request,
        lambda day: due_days.extend_review(
            review_id, reviewer=writer.reviewer, due_on=day, now=timezone.now()
        ),
        done=_("You have more time now. The editor gets a mail."),
    )
    page = reverse("reviews:write_review", args=[review_id])
    if is_set:
        return redirect(page)
    typed = urlencode({"day": request.POST.get("due_on", "")})
    return redirect(f"{page}?{typed}#extended-day")


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def set_review_day(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user).select_related("round")
    review = get_object_or_404(visible, pk=review_id)
    set_day(
        request,
        lambda day: due_days.set_review_day(
            review_id, editor=request.user, due_on=day, now=timezone.now()
        ),
        done=_("The day is set, and mailed to the reviewer."),
    )
    return redirect("reviews:submission", review.own_round.submission_id)


@editor_required
@form_on("reviews:submission", review_id=submissions_of_reviews)
def ask_for_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    visible = Review.objects.involving(request.user).select_related("round")
    review = get_object_or_404(visible, pk=review_id)
    try:
        reminding.ask_for_review(review_id, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The reviewer is reminded."))
    return redirect("reviews:submission", review.own_round.submission_id)
