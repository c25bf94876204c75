"""Where the authors of a submitted work tell its editors what they wish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.services import wishes
from reviews.views.own_submission import PAGE, find, show
from reviews.wishes_forms import WishesForm
from web.form_pages import form_on


@login_required
@form_on(PAGE, "submission_id")
def save_wishes(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find(request, submission_id)
    form = WishesForm(request.POST)
    if not form.is_valid():
        return show(request, submission, wishes_form=form, status=422)
    try:
        wishes.save_wishes(submission.pk, by=request.user, wishes=form.wishes, now=timezone.now())
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show(request, submission, wishes_form=form, status=409)
    messages.success(request, _("The editors read this now."))
    return redirect(PAGE, submission.pk)
