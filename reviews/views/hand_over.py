"""A work gets another editor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.handover_errors import NotYoursToHandOver
from reviews.handover_forms import HandOverForm
from reviews.services import handing_over
from reviews.views.submission import find_submission
from web.access import editor_required


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def hand_over(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    places = handing_over.places_of(submission, request.user)
    if not places:
        raise PermissionDenied(str(NotYoursToHandOver.message))
    form = HandOverForm(request.POST or None, submission=submission, by=request.user, places=places)
    if form.is_valid():
        try:
            handing_over.hand_over(
                submission.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(getattr(error, "field", None), str(error.message))
        else:
            messages.success(request, _("Handed over. The editors of the work are notified."))
            return redirect("reviews:submission", submission.pk)
    context = {"submission": submission, "form": form}
    return render(request, "reviews/hand_over.html", context, status=422 if form.is_bound else 200)
