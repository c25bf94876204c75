"""What the handling editor does with a round: release its reviews to its reviewers, or go on with
one that lapsed."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Round
from reviews.round_forms import ReleaseForm
from reviews.services import assessing_anew, releasing, round_lapses
from reviews.submission_forms import RefusedForm
from reviews.views.submission import find_submission, show_refused, show_submission
from web.access import editor_required
from web.form_pages import form_on


def submissions_of_rounds(editor: User) -> QuerySet[Round, int]:
    return Round.objects.involving(editor).values_list("submission_id", flat=True)


@editor_required
@form_on("reviews:submission", round_id=submissions_of_rounds)
def release_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    released = get_object_or_404(Round.objects.involving(request.user), pk=round_id)
    submission = find_submission(request, released.submission_id)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("release", form), status=422)
    try:
        releasing.release_round(
            released.pk, editor=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ReviewError as error:
        return show_refused(request, submission, RefusedForm("release", form), error)
    messages.success(request, _("The reviewers can read each other’s reviews now."))
    return redirect("reviews:submission", released.submission_id)


@editor_required
@form_on("reviews:submission", round_id=submissions_of_rounds)
def reopen_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    """A later one; a first round is reopened with its work."""
    ended = get_object_or_404(Round.objects.involving(request.user), pk=round_id)
    try:
        round_lapses.reopen_round(ended.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The round goes on; the authors get a mail."))
    return redirect("reviews:submission", ended.submission_id)


@editor_required
@form_on("reviews:submission", "submission_id")
def assess_anew(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """As a new assessment of the work is owed, and nothing of it is under way."""
    submission = find_submission(request, submission_id)
    try:
        opened = assessing_anew.assess_anew(submission.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        words = _("A round on version %(number)s is open. You can write its assessment now.")
        messages.success(request, words % {"number": opened.version.number})
    return redirect("reviews:submission", submission.pk)
