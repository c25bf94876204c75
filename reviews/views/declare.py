"""An editor declares competing interests, at the top of the page of a work that is new to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.interest_fields import DeclareForm
from reviews.services import declaring
from reviews.submission_forms import RefusedForm
from reviews.views.submission import find_submission, show_refused, show_submission
from web.access import editor_required
from web.form_pages import form_on


@editor_required
@form_on("reviews:submission", "submission_id")
def declare_interests(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("declare", form), status=422)
    try:
        declaring.declare_interests(
            submission.pk, editor=request.user, interests=form.interests, now=timezone.now()
        )
    except ReviewError as error:
        return show_refused(request, submission, RefusedForm("declare", form), error)
    messages.success(request, _("Declared. Now you can go on with the work."))
    return redirect("reviews:submission", submission.pk)
