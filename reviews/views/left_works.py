"""Ending the review of a work that is withdrawn or retracted where it was posted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.services import left_works
from reviews.views.submission import find_submission
from web.access import editor_required
from web.form_pages import form_on


@editor_required
@form_on("reviews:submission", "submission_id")
def end_review_of_left_work(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    try:
        left_works.end_review_of_left_work(submission.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The review has ended; authors and reviewers get a mail."))
    return redirect("reviews:submission", submission.pk)
