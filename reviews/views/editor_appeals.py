"""Deciding an appeal, as an editor who has no part in the work."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews.appeal_forms import AppealDecisionForm, TakeOverForm
from reviews.errors import ReviewError
from reviews.models import Appeal
from reviews.other_interests import interest_lines
from reviews.selectors.appeals import declined_for
from reviews.services import appealing
from reviews.services.act_interests import known_interests
from reviews.services.owed_assessments import is_superseded
from web.access import editor_required
from web.form_pages import form_on


@never_cache
@editor_required
def appeal(request: SignedInRequest, appeal_id: int) -> HttpResponse:
    """What was decided, why it is said to be wrong, and the form of whoever took it."""
    found = find_appeal(request, appeal_id)
    form = decision_form(request, found)
    if form.is_valid():
        try:
            words = decide(request, found, **form.content())
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, words)
            return redirect("reviews:appeal", found.pk)
    return show(request, found, form=form, status=422 if form.is_bound else 200)


def decision_form(
    request: SignedInRequest, found: Appeal, *, is_sent: bool = True
) -> AppealDecisionForm:
    """is_sent: whether what is posted is of this form."""
    return AppealDecisionForm(
        request.POST if is_sent and request.method == "POST" else None,
        is_public=found.assessment_id is not None,
        known=known_interests(found.work, request.user),
    )


def show(
    request: SignedInRequest,
    found: Appeal,
    *,
    form: AppealDecisionForm | None = None,
    take_over_form: TakeOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "appeal": found,
        "interests": interest_lines(found.interests),
        "form": form or decision_form(request, found, is_sent=False),
        "take_over_form": take_over_form or TakeOverForm(),
        "decline": declined_for(found),
        **_what_they_may(request.user, found),
        "is_superseded": found.assessment and is_superseded(found.assessment.round),
    }
    return render(request, "reviews/editor_appeal.html", context, status=status)


def _what_they_may(editor: User, found: Appeal) -> dict[str, bool]:
    """has_part: in the work, since they took it."""
    is_taker = found.editor_id == editor.pk
    stuck = Appeal.objects.stuck(now=timezone.now()).filter(pk=found.pk)
    return {
        "is_taker": is_taker,
        "has_part": not Appeal.objects.for_editor(editor).filter(pk=found.pk).exists(),
        "may_take_over": not is_taker and stuck.exists(),
    }


def decide(request: SignedInRequest, found: Appeal, *, outcome: str, **said: Any) -> str:
    """What was done, in words. said: why, and what the editor declares."""
    act = appealing.uphold_appeal if outcome == "upheld" else appealing.dismiss_appeal
    act(found.pk, editor=request.user, now=timezone.now(), **said)
    if outcome == "upheld":
        return _("Upheld. Whoever appealed is notified, and the editors of the work.")
    return _("Dismissed. Whoever appealed is notified, and the editors of the work.")


@editor_required
@form_on("reviews:appeal", "appeal_id")
def take_appeal(request: SignedInRequest, appeal_id: int) -> HttpResponse:
    found = find_appeal(request, appeal_id)
    try:
        appealing.take_appeal(found.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The appeal is yours to decide."))
    return redirect("reviews:appeal", found.pk)


@editor_required
@form_on("reviews:appeal", "appeal_id")
def hand_back_appeal(request: SignedInRequest, appeal_id: int) -> HttpResponse:
    found = find_appeal(request, appeal_id)
    try:
        appealing.hand_back_appeal(found.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The appeal waits for another editor; they are notified."))
    return redirect("reviews:appeal", found.pk)


@editor_required
@form_on("reviews:appeal", "appeal_id")
def take_over_appeal(request: SignedInRequest, appeal_id: int) -> HttpResponse:
    """A refused reason is shown again with its error."""
    found = find_appeal(request, appeal_id)
    form = TakeOverForm(request.POST)
    if form.is_valid():
        try:
            appealing.take_over_appeal(
                found.pk, editor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The appeal is yours to decide."))
            return redirect("reviews:appeal", found.pk)
    return show(request, found, take_over_form=form, status=422)


def find_appeal(request: SignedInRequest, appeal_id: int) -> Appeal:
    """Of a work that this editor has no part in, or had none in when they took it. Who reviewed is
    not loaded."""
    related = ("work__version", "review__version", "assessment__version", "editor__profile")
    rows = Appeal.objects.shown_to_editor(request.user).select_related(*related)
    return get_object_or_404(rows.defer("review__reviewer"), pk=appeal_id)
