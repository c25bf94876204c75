"""Autosave and preview, for every form where people write at length."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import (
    DraftError,
    DraftsFull,
    DraftTooLong,
    FormClosed,
    FormOfSomebodyElse,
    NotYourForm,
)
from drafts.form_kinds import find_kind, labels_of
from drafts.merging import fingerprints
from reviews import guest_scope
from reviews.fields import MAX_TEXT
from reviews.form_draft import FieldText
from reviews.models import Draft
from reviews.services import drafts
from reviews.views.visitors import visitor_of
from text.markdown import render_markdown
from web.problems import problem_response

FIELD = re.compile(r"[a-z_]{1,60}")
NOT_THE_WRITERS = {"csrfmiddlewaretoken", "save", "preview", "submit_review", "field"}
MAX_FIELDS = 60
STATUS_OF = {FormOfSomebodyElse: 401, NotYourForm: 404, DraftTooLong: 413, DraftsFull: 413}


@require_POST
@never_cache
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Save a form as typed.

    Answers `{"revision", "saved_at", "base", "newer"}`, with `"notice"` where the form cannot be
    sent any more; with 409 also `"conflicts"`, stored texts
    that this one did not replace. Otherwise `{"error"}`: 401 signed out, or signed in as another
    person; 404 no form of this person; 409 the form takes no text; 413 too long.
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
    names = sorted(
        name
        for name in posted
        if FIELD.fullmatch(name) and not name.startswith("draft_") and name not in NOT_THE_WRITERS
    )
    try:
        sent = drafts.sent_form(owner, posted, names[:MAX_FIELDS])
        saved = drafts.save_draft(owner, key, sent=sent, now=timezone.now())
    except DraftError as error:
        status = STATUS_OF.get(type(error), 409)
        is_other = isinstance(error, FormOfSomebodyElse)
        why = str(error.message)
        if isinstance(error, FormClosed) and error.reason:
            words = _("%(why)s What you write here is not saved any more: copy what you need.")
            why = words % {"why": why}
        answer = {"error": why, "other_person": is_other}
        return JsonResponse(answer, status=status)
    answer = {
        "revision": saved.revision,
        "saved_at": saved.saved_at.isoformat(),
        "base": fingerprints(saved.fields),
        "newer": saved.newer,
        "conflicts": saved.conflicts,
    }
    kind, number = find_kind(key)
    if why_not := kind.why_not_sendable(number):
        answer["notice"] = _("Your text is saved, but: %(why)s") % {"why": why_not}
    if saved.conflicts:
        answer["error"] = _("A newer text was saved from another tab or device. Both are kept.")
    return JsonResponse(answer, status=409 if saved.conflicts else 200)


@require_POST
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """One field's Markdown as the page will show it; `field` names it."""
    visitor = visitor_of(request)
    if visitor.account is None and not guest_scope.is_guest_somewhere(visitor):
        if request.headers.get("HX-Request"):  # the sign-in page must not appear in the preview
            title, detail = _("You are signed out"), _("Your text stays in the form.")
            return problem_response(request, 401, title, detail)
        return redirect_to_login(request.get_full_path())
    source = request.POST.get(request.POST.get("field", ""), "")[:MAX_TEXT]
    return HttpResponse(render_markdown(source, id_prefix="preview-"))


@require_GET
@login_required
@never_cache
def read(request: SignedInRequest, key: str) -> HttpResponse:
    """A saved text to read and copy, whether or not its form takes text any more."""
    draft = get_object_or_404(Draft, owner=request.user, key=key)
    context = {"draft": draft, "texts": draft_texts(draft)}
    return render(request, "reviews/draft.html", context)


@require_POST
@login_required
def delete(request: SignedInRequest, key: str) -> HttpResponse:
    get_object_or_404(Draft, owner=request.user, key=key)
    drafts.delete_draft(request.user, key)
    messages.success(request, _("The saved text is deleted."), extra_tags=key)
    return redirect("reading:me")


def draft_texts(draft: Draft) -> list[FieldText]:
    """The draft's own texts, then those that met a newer one."""
    labels = labels_of(draft.key)
    return [
        FieldText(name, str(labels[name]), fields[name])
        for fields in [draft.fields, *(other["fields"] for other in reversed(draft.others))]
        for name in labels
        if fields.get(name, "").strip()
    ]
