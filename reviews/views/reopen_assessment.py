"""The assessment of a work in an issue is looked at again, on pages of their own."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Reopening, Submission
from reviews.reopening_forms import ReopenForm, ReopeningDecisionForm
from reviews.selectors.reopenings import reopenings_of
from reviews.services import reopened_assessments
from reviews.services.act_interests import known_interests
from reviews.submission_forms import first_due_day
from reviews.views.submission import find_submission
from web.access import editor_required


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def reopen_assessment(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """An editor says why; where that is not possible, the page says why not."""
    submission = find_submission(request, submission_id)
    form = ReopenForm(request.POST or None, known=known_interests(submission, request.user))
    if form.is_valid():
        try:
            reopened_assessments.reopen_assessment(
                submission.pk, editor=request.user, now=timezone.now(), **form.content()
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("It is public that the assessment is looked at again."))
            return redirect("reviews:submission", submission.pk)
    context = {"submission": submission, "form": form, **_known(submission)}
    context["may_reopen"] = reopened_assessments.may_reopen(submission, request.user)
    context["is_handling"] = submission.editor_id == request.user.pk
    return render(request, "reviews/reopen_assessment.html", context, status=_status(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def decide_reopening(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """For the handling editor; the desk of a colleague leads others here, who read why."""
    submission = find_submission(request, submission_id)
    if submission.editor_id != request.user.pk:
        return redirect("reviews:reopen_assessment", submission.pk)
    known = _known(submission)
    form = _decision_form(request, submission, known)
    if form.is_valid():
        try:
            invited = reopened_assessments.decide_reopening(
                submission.pk, editor=request.user, now=timezone.now(), **form.content()
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _what_follows(form.cleaned_data["decision"], len(invited)))
            return redirect("reviews:submission", submission.pk)
    if form.is_bound:  # who sends it again has seen what the page names now
        form.data = {**request.POST.dict(), "seen": str(known["newest"])}
    context = {"submission": submission, "form": form, **known}
    return render(request, "reviews/decide_reopening.html", context, status=_status(form))


def _decision_form(
    request: SignedInRequest, submission: Submission, known: dict[str, Any]
) -> ReopeningDecisionForm:
    blank = {"due_on": first_due_day(), "seen": known["newest"]}
    has_left = submission.preprint.has_left
    declared = known_interests(submission, request.user)
    return ReopeningDecisionForm(
        request.POST or None, initial=blank, has_left=has_left, known=declared
    )


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _known(submission: Submission) -> dict[str, Any]:
    """What the page names, and the newest of what waits."""
    reopenings = reopenings_of(submission)
    waiting = [one.pk for one in reopenings if one.is_waiting]
    return {"reopenings": reopenings, "newest": max(waiting, default=0), "waits": bool(waiting)}


def _what_follows(decision: str, invited: int) -> str:
    if decision in (Reopening.Decision.STANDS, Reopening.Decision.ENDED):
        return _("Decided. It is public with your reason, and the authors are notified.")
    if decision == Reopening.Decision.EDITORS:
        return _("A new round is open. You can write its assessment now.")
    words = ngettext(
        "A new round is open. %(number)d earlier reviewer is invited again.",
        "A new round is open. %(number)d earlier reviewers are invited again.",
        invited,
    )
    return words % {"number": invited}
