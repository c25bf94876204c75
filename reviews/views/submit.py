"""From a pasted link to a submission."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.vary import vary_on_headers

from accounts.requests import SignedInRequest
from ingest.errors import IngestError
from ingest.models import Lookup
from ingest.services.links import look_up_link
from ingest.sources.recognise import recognised_forms
from preprints.models import Preprint
from reviews.author_errors import OwnAddress, TooManyAuthorsAsked
from reviews.errors import AlreadySubmitted, ReviewError, SubmittedTooOften, WorkChanged
from reviews.forms import LinkForm, SubmissionForm
from reviews.policies import current_policy
from reviews.selectors.lookups import (
    asked_again_at,
    declined_at,
    is_submitted,
    lookup_title,
    submitted_at,
)
from reviews.selectors.work_card import card_of_lookup, card_of_preprint, version_note
from reviews.services import submissions
from web.typed_text import typed_texts


def submit(request: HttpRequest) -> HttpResponse:
    """One box for a link; what is typed survives a sign-in on the way."""
    form = LinkForm(request.POST or None, initial={"link": request.GET.get("link", "")})
    if request.method == "POST" and form.is_valid():
        link = form.cleaned_data["link"]
        if not request.user.is_authenticated:
            back = f"{reverse('reviews:submit')}?{urlencode({'link': link})}"
            return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
        try:
            lookup = look_up_link(link, asked_by=request.user, now=timezone.now())
        except IngestError as error:
            form.add_error("link", str(error.message))
        else:
            return redirect("reviews:submit_found_work", lookup.pk)
    context = {"form": form, "forms_known": recognised_forms()}
    return render(request, "reviews/submit.html", context, status=422 if form.errors else 200)


@login_required
@vary_on_headers("HX-Request")
def submit_found_work(request: SignedInRequest, lookup_id: int) -> HttpResponse:
    """Waiting for the source, then the work as a card, and the request for its review."""
    own = Lookup.objects.filter(asked_by=request.user)
    lookup = get_object_or_404(own.select_related("preprint__current_version"), pk=lookup_id)
    form = SubmissionForm(request.POST or None)
    if lookup.state != Lookup.State.FOUND or not form.is_valid():
        return show_found_work(request, lookup, form, status=422 if form.is_bound else 200)
    try:
        submission = submissions.submit_found_work(
            lookup.pk, submitter=request.user, now=timezone.now(), **submitted(form)
        )
    except ReviewError as error:
        refuse(form, error)
        shows = error.shows if isinstance(error, WorkChanged) else ""
        return show_found_work(request, lookup, form, status=409, shows=shows)
    return thank(request, submission.preprint)


def show_found_work(
    request: SignedInRequest, lookup: Lookup, form: SubmissionForm, *, status: int, shows: str = ""
) -> HttpResponse:
    """shows: which version, where another one than before (`WorkChanged`)."""
    has_form = lookup.state == Lookup.State.FOUND and not is_submitted(lookup.preprint)
    card = card_of_lookup(lookup, shows=shows)
    context = {
        "lookup": lookup,
        "title": lookup_title(lookup),
        "asked_again_at": asked_again_at(lookup, now=timezone.now()),
        "declined_at": declined_at(lookup, viewer=request.user),
        "submitted_at": submitted_at(lookup.preprint, by=request.user),
        "form": form,
        "card": card,
        "version_note": version_note(card, named=lookup.version) if card else "",
        "typed": [] if has_form else typed_texts(request),
    }
    template = "reviews/_lookup_update.html" if request.htmx else "reviews/submit_found_work.html"
    return render(request, template, context, status=status)


@login_required
def submit_preprint(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """Ask for the review of a preprint that is listed already."""
    preprints = Preprint.objects.visible_to(request.user).select_related("current_version")
    preprint = get_object_or_404(preprints, pk=preprint_id)
    form = SubmissionForm(request.POST or None)
    if not form.is_valid():
        return show_preprint(request, preprint, form, status=422 if form.is_bound else 200)
    try:
        submissions.submit_preprint(
            preprint.pk, submitter=request.user, now=timezone.now(), **submitted(form)
        )
    except ReviewError as error:
        refuse(form, error)
        return show_preprint(request, preprint, form, status=409)
    return thank(request, preprint)


def show_preprint(
    request: SignedInRequest, preprint: Preprint, form: SubmissionForm, *, status: int
) -> HttpResponse:
    # Somebody else may have been quicker, and a newer version may have arrived.
    preprint.refresh_from_db(fields=["status", "current_version"])
    card = card_of_preprint(preprint)
    context = {
        "preprint": preprint,
        "submitted_at": submitted_at(preprint, by=request.user),
        "form": form,
        "card": card,
        "version_note": version_note(card, named=None),
        "typed": typed_texts(request) if is_submitted(preprint) else [],
    }
    return render(request, "reviews/submit_preprint.html", context, status=status)


def submitted(form: SubmissionForm) -> dict[str, Any]:
    answers = form.cleaned_data
    return {
        "is_author": answers["role"] == "author",
        "reason": answers["reason"],
        "interests": form.interests,
        "author_addresses": answers["author_addresses"],
        "wishes": form.wishes,
        "shown": answers["shown"] or None,
    }


def refuse(form: SubmissionForm, error: ReviewError) -> None:
    of_form = isinstance(error, AlreadySubmitted | WorkChanged | SubmittedTooOften)
    field = None if of_form else "reason"
    if isinstance(error, OwnAddress | TooManyAuthorsAsked):
        field = "author_addresses"
    form.add_error(field, str(error.message))


def thank(request: HttpRequest, preprint: Preprint) -> HttpResponse:
    days = current_policy().triage_days
    words = ngettext(
        "Thank you. The editors will decide within %d day; this page shows every step.",
        "Thank you. The editors will decide within %d days; this page shows every step.",
        days,
    )
    messages.success(request, words % days)
    return redirect(preprint)
