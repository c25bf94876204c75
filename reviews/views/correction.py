"""Factual corrections: the page on which an author asks for one, and the editor's answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from reviews.correction_forms import CorrectionAnswerForm, CorrectionForm
from reviews.errors import ReviewError
from reviews.models import Correction, Round
from reviews.selectors.corrections import correction_views
from reviews.selectors.held import held_round
from reviews.services import correcting
from reviews.services.editor_interests import is_asked_to_declare
from web.access import editor_required


@never_cache
@login_required
def ask_for_correction(request: SignedInRequest, round_id: int) -> HttpResponse:
    """For the confirmed authors, while the round is with them."""
    own = Round.objects.of_author(request.user).select_related("version__preprint")
    sent = get_object_or_404(own, pk=round_id)
    held = held_round(sent, request.user)
    reviews = held.reviews if held else []
    form = CorrectionForm(request.POST if request.method == "POST" else None, reviews=reviews)
    if form.is_valid():
        try:
            correcting.ask_for_correction(
                sent.pk, author=request.user, now=timezone.now(), **form.content()
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The handling editor is asked. You will get a mail."))
            return redirect("reviews:own_work", sent.version.preprint_id)
    context = {"round": sent, "version": sent.version, "held": held, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "reviews/ask_for_correction.html", context, status=status)


@never_cache
@editor_required
def decide_correction(request: SignedInRequest, correction_id: int) -> HttpResponse:
    """For the handling editor of the work."""
    handled = Correction.objects.filter(round__submission__editor=request.user)
    correction = get_object_or_404(
        handled.select_related("round__submission", "round__version__preprint", "review__version"),
        pk=correction_id,
    )
    asks = is_asked_to_declare(correction.round.submission, request.user)
    form = CorrectionAnswerForm(request.POST if request.method == "POST" else None, asks=asks)
    if form.is_valid() and answer(request, correction, form):
        return redirect("reviews:submission", correction.round.submission_id)
    (shown,) = correction_views([correction])
    context = {"shown": shown, "correction": correction, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "reviews/decide_correction.html", context, status=status)


def answer(request: SignedInRequest, correction: Correction, form: CorrectionAnswerForm) -> bool:
    """Whether it was carried out; the form says why not."""
    accepts = form.cleaned_data["answer"] == "accept"
    decide = correcting.accept_correction if accepts else correcting.refuse_correction
    try:
        decide(
            correction.pk,
            editor=request.user,
            note=form.cleaned_data["note"],
            interests=form.declared,
            now=timezone.now(),
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return False
    messages.success(request, _("Your answer is posted with the round. The author is notified."))
    return True
