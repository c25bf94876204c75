"""Autosave and preview, for every form where people write at length."""

import re

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from reviews import guest_scope
from reviews.errors import DraftOutOfDate, ReviewError
from reviews.forms import MAX_TEXT
from reviews.services import drafts
from reviews.views.visitors import visitor_of
from text.markdown import render_markdown

KEY = re.compile(r"(review|assessment|response|issue|entry):\d{1,12}")
FIELD = re.compile(r"[a-z_]{1,60}")
NOT_THE_WRITERS = {"csrfmiddlewaretoken", "draft_revision", "save", "hand_in", "seen"}


@require_POST
@never_cache
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Save a form as typed; answers `{"revision", "saved_at"}`, or `{"error"}` with 409 or 413."""
    if not KEY.fullmatch(key):
        raise Http404
    owner = owner_of(request, key)
    if owner is None:
        return redirect_to_login(request.get_full_path())
    names = {name for name in request.POST if FIELD.fullmatch(name)} - NOT_THE_WRITERS
    try:
        saved = drafts.save_draft(
            owner,
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
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """One field's Markdown as the page will show it; `field` names it."""
    visitor = visitor_of(request)
    if visitor.account is None and not guest_scope.is_guest_somewhere(visitor):
        return redirect_to_login(request.get_full_path())
    source = request.POST.get(request.POST.get("field", ""), "")[:MAX_TEXT]
    return HttpResponse(render_markdown(source, id_prefix="preview-"))


def owner_of(request: HttpRequest, key: str) -> User | None:
    """Whose form it is: a guest's review belongs to the guest's row, all else to the account."""
    visitor = visitor_of(request)
    kind, _colon, number = key.partition(":")
    if kind == "review" and (reviewer := guest_scope.find_reviewer(visitor, int(number))):
        return reviewer
    return visitor.account
