"""Redacting a passage of what is published, and reading what stood there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from events.forgetting import has_plain_hash
from reviews.errors import ReviewError
from reviews.models import Assessment, Response, Review, SealedOriginal
from reviews.published import key_of
from reviews.redaction_forms import (
    ReadOriginalForm,
    RedactionForm,
)
from reviews.redaction_parts import Redactable, name_of, parts_of
from reviews.services import redacting
from web.access import editor_required, managing_editor_required


@never_cache
@editor_required
def redact_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(_published(Review), pk=review_id)
    form = RedactionForm(request.POST or None, row=review)
    return show_or_redact(request, review, form, redacting.redact_review)


@never_cache
@editor_required
def redact_response(request: SignedInRequest, response_id: int) -> HttpResponse:
    response = get_object_or_404(_published(Response), pk=response_id)
    form = RedactionForm(request.POST or None, row=response)
    return show_or_redact(request, response, form, redacting.redact_response)


@never_cache
@editor_required
def redact_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = get_object_or_404(_published(Assessment), pk=assessment_id)
    form = RedactionForm(request.POST or None, row=assessment)
    return show_or_redact(request, assessment, form, redacting.redact_assessment)


def _published(model: type[Review] | type[Assessment] | type[Response]) -> "QuerySet[Any]":
    return model.objects.published().select_related("version", "round__submission")


def show_or_redact(
    request: SignedInRequest,
    row: Redactable,
    form: RedactionForm,
    redact: Callable[..., Redactable],
) -> HttpResponse:
    """Whoever may not is told who may, before anything is typed."""
    try:
        redacting.check_may_redact(row, request.user)
    except ReviewError as error:
        raise PermissionDenied(str(error.message)) from None
    if form.is_valid():
        try:
            redact(row.pk, editor=request.user, now=timezone.now(), **form.cleaned_data)
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The passage is redacted."))
            return redirect(f"/{row.identifier}")
    return show_form(request, row, form)


def show_form(request: SignedInRequest, row: Redactable, form: RedactionForm) -> HttpResponse:
    context = {
        "row": row,
        "version": row.version,
        "form": form,
        "parts": [(name_of(part), getattr(row, part)) for part in parts_of(row)],
        "can_be_guessed": has_plain_hash(f"{row._meta.model_name}.redacted", key_of(row)),
        "originals": originals_of(row) if request.user.is_managing_editor else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "reviews/redact.html", context, status=status)


def originals_of(row: Redactable) -> QuerySet[SealedOriginal]:
    """Without their texts."""
    return SealedOriginal.objects.filter(**{str(row._meta.model_name): row}).defer("text")


@never_cache
@managing_editor_required
def read_original(request: SignedInRequest, original_id: int) -> HttpResponse:
    """The reason first; then the text, on this answer alone."""
    related = ("review__version", "assessment__version", "response__version")
    originals = SealedOriginal.objects.select_related(*related)
    original = get_object_or_404(originals.defer("text"), pk=original_id)
    form, text = ReadOriginalForm(request.POST or None), ""
    if form.is_valid():
        try:
            read = redacting.read_original(
                original.pk, reader=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            text = read.text
    context = {"original": original, "row": original.of, "form": form, "text": text}
    status = 422 if form.is_bound and not text else 200
    return render(request, "reviews/original.html", context, status=status)
