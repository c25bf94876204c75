"""Redacting a passage of what is published, and reading what stood there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import SealedOriginal
from reviews.models.sealed_originals import Of, kind_of, name_of_part
from reviews.redaction_forms import ReadOriginalForm, RedactionForm
from reviews.selectors.redactable import (
    RedactionPreview,
    has_plain_hash_of,
    identifier_of,
    originals_of,
    preview_of,
    published,
)
from reviews.services import (
    redacting,
    redacting_declines,
    redacting_issue_interests,
    redacting_later_words,
    redacting_replies,
    redaction_steps,
)
from web.access import editor_required, managing_editor_required

ACTS: Mapping[str, Callable[..., Of]] = {
    "review": redacting.redact_review,
    "response": redacting.redact_response,
    "assessment": redacting.redact_assessment,
    "revision": redacting_replies.redact_revision,
    "correction": redacting_replies.redact_correction,
    "appeal": redacting_replies.redact_appeal,
    "reopening": redacting_later_words.redact_reopening,
    "confirmation": redacting_later_words.redact_confirmation,
    "decline": redacting_declines.redact_decline,
    "declaration": redacting_issue_interests.redact_issue_interests,
}


@never_cache
@editor_required
def redact(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Whoever may not is told who may, before anything is typed; then what it would do is shown."""
    row = get_object_or_404(published(kind), pk=pk)
    try:
        redaction_steps.check_may_redact(row, request.user)
    except ReviewError as error:
        raise PermissionDenied(str(error.message)) from None
    form = RedactionForm(request.POST or None, texts=redaction_steps.parts_for(row, request.user))
    if not form.is_valid():
        return show_form(request, row, form)
    if not form.is_confirmed:
        return show_preview(request, row, form)
    return carry_out(request, row, form)


def show_preview(request: SignedInRequest, row: Of, form: RedactionForm) -> HttpResponse:
    try:
        redaction_steps.check_may_redact(row, request.user, form.chosen.part)
        redaction_steps.Redacted.of(row, form.chosen, form.cleaned_data["reason"])
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_form(request, row, form)
    return show_form(request, row, form, preview_of(row, form.chosen, request.user))


def carry_out(request: SignedInRequest, row: Of, form: RedactionForm) -> HttpResponse:
    sent = {"passage": form.chosen, "reason": form.cleaned_data["reason"]}
    try:
        ACTS[kind_of(row)](row.pk, editor=request.user, now=timezone.now(), **sent)
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_form(request, row, form)
    messages.success(request, _("The passage is redacted."))
    return redirect(f"/{identifier_of(row)}")


def show_form(
    request: SignedInRequest, row: Of, form: RedactionForm, preview: RedactionPreview | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "identifier": identifier_of(row),
        "form": form,
        "parts": [(name_of_part(part), text) for part, text in form.texts.items()],
        "can_be_guessed": has_plain_hash_of(row),
        "originals": originals_of(row) if request.user.is_managing_editor else [],
        "preview": preview,
    }
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "reviews/redact.html", context, status=status)


@never_cache
@managing_editor_required
def read_original(request: SignedInRequest, original_id: int) -> HttpResponse:
    """The reason first; then the text, on this answer alone."""
    originals = SealedOriginal.objects.with_texts().defer("text")
    original = get_object_or_404(originals, pk=original_id)
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
    context = {"original": original, "form": form, "text": text}
    status = 422 if form.is_bound and not text else 200
    return render(request, "reviews/original.html", context, status=status)
