"""Autosave and preview, for every form where people write at length."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from reviews.errors import DraftOutOfDate, ReviewError
from reviews.forms import MAX_TEXT
from reviews.services import drafts
from text.markdown import render_markdown

KEY = re.compile(r"(review|assessment|response|issue|entry):\d{1,12}")
FIELD = re.compile(r"[a-z_]{1,60}")
NOT_THE_WRITERS = {"csrfmiddlewaretoken", "draft_revision", "save", "hand_in", "seen"}


@require_POST
@login_required
def save(request: SignedInRequest, key: str) -> HttpResponse:
    """Save a form as typed; answers `{"revision", "saved_at"}`, or `{"error"}` with 409 or 413."""
    if not KEY.fullmatch(key):
        raise Http404
    names = {name for name in request.POST if FIELD.fullmatch(name)} - NOT_THE_WRITERS
    try:
        saved = drafts.save_draft(
            request.user,
            key,
            fields=drafts.form_fields(request.POST.dict(), sorted(names)[:60]),
            known_revision=drafts.known_revision(request.POST.dict()),
            now=timezone.now(),
        )
    except ReviewError as error:
        status = 409 if isinstance(error, DraftOutOfDate) else 413
        return JsonResponse({"error": str(error.message)}, status=status)
    return JsonResponse({"revision": saved.revision, "saved_at": saved.saved_at.isoformat()})


@require_POST
@login_required
def preview(request: SignedInRequest) -> HttpResponse:
    """One field's Markdown as the page will show it; `field` names it."""
    source = request.POST.get(request.POST.get("field", ""), "")[:MAX_TEXT]
    return HttpResponse(render_markdown(source, id_prefix="preview-"))
