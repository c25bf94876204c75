"""Reopening a work that lapsed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Submission
from reviews.services import lapsing
from web.access import editor_required
from web.form_pages import form_on


@editor_required
@form_on("reviews:submission", "submission_id")
def reopen_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    visible = Submission.objects.visible_to(request.user)
    submission = get_object_or_404(visible, pk=submission_id)
    try:
        lapsing.reopen_submission(submission.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(
            request, _("It goes on where it ended; who submitted it and its authors get a mail.")
        )
    return redirect("reviews:submission", submission.pk)
