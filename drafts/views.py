"""Saving what somebody types while they type it, for every form where people write at length."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import (
    DraftError,
    DraftsFull,
    DraftTooLong,
    FormClosed,
    FormOfSomebodyElse,
    NotYourForm,
    OthersFull,
)
from drafts.form_kinds import find_kind
from drafts.limits import MAX_FIELDS
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.posted_forms import read_sent_draft
from drafts.selectors import sent_draft
from drafts.services import SavedDraft, delete_draft, save_draft
from web.form_pages import form_on

FIELD = re.compile(r"[a-z_][a-z0-9_]{0,59}")
NOT_FIELDS = {"csrfmiddlewaretoken", "save", "preview", "submit_review", "field"}
STATUS_OF = {
    FormOfSomebodyElse: 401,
    NotYourForm: 404,
    DraftTooLong: 413,
    DraftsFull: 413,
    OthersFull: 413,
}


@require_POST
@never_cache
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Save a form as typed.

    Answers `{"revision", "saved_at", "base", "newer"}`, with `"notice"` where the form cannot be
    sent any more; with 409 also `"conflicts"`, stored texts
    that this one did not replace. Otherwise `{"error"}`: 401 signed out, or signed in as another
    person; 404 no form of this person; 409 the form takes no text; 413 too long, or no room.
    """
    kind, number = find_kind(key)
    owner = kind.find_owner(request, number)
    if owner is not None:
        return save_for(request, owner, key)
    if request.headers.get("X-Requested-With") == "fetch":
        return kind.signed_out_answer(request, number)
    return redirect_to_login(request.get_full_path())


def save_for(request: HttpRequest, owner: User, key: str) -> HttpResponse:
    posted = request.POST.dict()
    try:
        sent = read_sent_draft(owner, posted, names_of_fields(posted))
        saved = save_draft(owner, key, sent=sent, now=timezone.now())
    except DraftError as error:
        return not_saved_answer(error)
    kind, number = find_kind(key)
    return saved_answer(saved, why_not_sendable=kind.why_not_sendable(number))


def names_of_fields(posted: Mapping[str, str]) -> list[str]:
    """Those that the writer fills in, of all that the form posts."""
    names = sorted(
        name
        for name in posted
        if FIELD.fullmatch(name) and not name.startswith("draft_") and name not in NOT_FIELDS
    )
    return names[:MAX_FIELDS]


def not_saved_answer(error: DraftError) -> HttpResponse:
    why = str(error.message)
    if isinstance(error, FormClosed) and error.reason:
        words = _("%(why)s What you write here is not saved any more: copy what you need.")
        why = words % {"why": why}
    answer = {"error": why, "other_person": isinstance(error, FormOfSomebodyElse)}
    return JsonResponse(answer, status=STATUS_OF.get(type(error), 409))


def saved_answer(saved: SavedDraft, *, why_not_sendable: str) -> HttpResponse:
    """why_not_sendable: "" where the form can be sent."""
    answer = {
        "revision": saved.revision,
        "saved_at": saved.saved_at.isoformat(),
        "base": fingerprints(saved.fields),
        "newer": saved.newer,
        "conflicts": saved.conflicts,
    }
    if why_not_sendable:
        answer["notice"] = _("Your text is saved, but: %(why)s") % {"why": why_not_sendable}
    if saved.conflicts:
        answer["error"] = _("A newer text was saved from another tab or device. Both are kept.")
    return JsonResponse(answer, status=409 if saved.conflicts else 200)


@login_required
@form_on("reading:me")
def delete(request: SignedInRequest, key: str) -> HttpResponse:
    get_object_or_404(Draft, owner=request.user, key=key)
    if not delete_draft(request.user, key, saved_at=read_moment(request.POST.get("saved_at", ""))):
        messages.error(request, _("Newer text was saved since. Read it before you delete it."))
        return redirect("reading:saved_text", key)
    messages.success(
        request, _("The saved text is deleted."), extra_tags=sent_draft(request.user, key)
    )
    return redirect("reading:me")


def read_moment(text: str) -> datetime | None:
    """None for what cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
