"""Where editors make issues."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import SignedInRequest
from curation.errors import CurationError, IssuePublished, TextChanged
from curation.forms import BeginForm, EntryForm, IssueForm, SeenForm
from curation.models import Entry, Issue
from curation.selectors.issue import Typed, issue_page, issues_with_counts
from curation.services import building, publishing
from drafts.errors import DraftError
from preprints.models import Preprint
from reviews.fields import MAX_TEXT
from reviews.form_draft import KeptPost, field_texts, is_preview, keep_posted, status_of
from text.markdown import render_markdown
from web.access import editor_required
from web.typed_text import not_saved_page


@require_GET
@editor_required
def issues(request: SignedInRequest) -> HttpResponse:
    volume, number = building.next_free_number()
    return show_issues(request, BeginForm(initial={"volume": volume, "number": number}))


@require_POST
@editor_required
def begin_issue(request: SignedInRequest) -> HttpResponse:
    form = BeginForm(request.POST)
    if form.is_valid():
        try:
            issue = building.create_issue(
                editor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except CurationError as error:
            form.add_error("number", str(error))
        else:
            return redirect("curation:issue", issue.pk)
    return show_issues(request, form, status=422)


@require_GET
@editor_required
def issue(request: SignedInRequest, issue_id: int) -> HttpResponse:
    return show(request, get_object_or_404(Issue, pk=issue_id))


@require_POST
@editor_required
def save_issue(request: SignedInRequest, issue_id: int) -> HttpResponse:
    """Save what was posted as a draft, then in the issue."""
    one = get_object_or_404(Issue, pk=issue_id)
    form, key = IssueForm(request.POST), building.issue_draft_key(one)
    kept = keep_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or kept.why_not_sent():
        form = IssueForm(initial=kept.texts)
    elif form.is_valid():
        try:
            saved = building.save_issue(
                one.pk, editor=request.user, saved_revision=kept.revision, **form.cleaned_data
            )
        except (CurationError, DraftError) as error:
            form.add_error(None, str(error.message))
            one.refresh_from_db()
            if isinstance(error, TextChanged):
                form.show_saved(error)
        else:
            done = saved_words(form, building.issue_texts(saved))
            messages.success(request, done, extra_tags=key)
            return back(one, "editorial")
    return show_typed(request, one, key, typed(request, form, kept, "editorial"))


@require_POST
@editor_required
def save_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """Save what was posted as a draft, then in the issue."""
    entry = get_object_or_404(Entry.objects.select_related("issue"), pk=entry_id)
    form, key = EntryForm(request.POST, entry_id=entry.pk), building.entry_draft_key(entry)
    kept = keep_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or kept.why_not_sent():
        form = EntryForm(initial=kept.texts, entry_id=entry.pk)
    elif form.is_valid():
        try:
            saved = building.save_entry(
                entry.pk, editor=request.user, saved_revision=kept.revision, **form.cleaned_data
            )
        except (CurationError, DraftError) as error:
            form.add_error(None, str(error.message))
            entry.refresh_from_db()
            if isinstance(error, TextChanged):
                form.show_saved(error)
        else:
            done = saved_words(form, building.entry_texts(saved))
            messages.success(request, done, extra_tags=key)
            return back(entry.issue, f"entry-{entry.pk}")
    return show_typed(request, entry.issue, key, typed(request, form, kept, "recommendation"))


@require_POST
@editor_required
def add_entry(request: SignedInRequest, issue_id: int, preprint_id: int) -> HttpResponse:
    one = get_object_or_404(Issue, pk=issue_id)
    work = get_object_or_404(Preprint.objects.filter(current_version__isnull=False), pk=preprint_id)

    def add() -> None:
        building.add_entry(one.pk, preprint_id=work.pk, editor=request.user, now=timezone.now())

    return act(request, one, add, _("Added as the last entry."), "candidates")


@require_POST
@editor_required
def move_entry(request: SignedInRequest, entry_id: int, direction: str) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.select_related("issue"), pk=entry_id)
    if direction not in ("up", "down"):
        raise Http404
    shown_at = request.POST.get("position", "")
    position = int(shown_at) if re.fullmatch(r"[0-9]{1,6}", shown_at) else None

    def move() -> None:
        building.move_entry(entry.pk, editor=request.user, up=direction == "up", position=position)

    return act(request, entry.issue, move, "", f"entry-{entry.pk}")


@require_POST
@editor_required
def remove_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = Entry.objects.select_related("issue").filter(pk=entry_id).first()
    if entry is None:  # a second click, or another editor was quicker
        messages.info(request, _("It is not in an issue any more."))
        return redirect("curation:issues")

    def remove() -> None:
        building.remove_entry(entry.pk, editor=request.user, now=timezone.now())

    return act(request, entry.issue, remove, _("Removed from the issue."), "entries")


@require_POST
@editor_required
def publish_issue(request: SignedInRequest, issue_id: int) -> HttpResponse:
    one = get_object_or_404(Issue, pk=issue_id)
    try:
        published = publishing.publish_issue(one.pk, editor=request.user, now=timezone.now())
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", one.pk)
    messages.success(request, _("The issue is published. The authors are being notified."))
    return redirect(published)


def saved_words(form: SeenForm, saved: Mapping[str, str]) -> str:
    """Says so where a field that the writer had not touched holds another editor's newer text."""
    merged = [form.fields[name].label for name in saved if saved[name] != form.cleaned_data[name]]
    if not merged:
        return _("Saved in the issue.")
    return _("Saved in the issue. Another editor had changed this meanwhile, and it stays: %s.") % (
        ", ".join(str(label) for label in merged)
    )


def typed(request: SignedInRequest, form: SeenForm, kept: KeptPost, part: str) -> Typed:
    """With the preview of the part, where the button without a script asked for it."""
    text = kept.texts.get(part, "")[:MAX_TEXT] if is_preview(request) else ""
    return Typed(form, kept, render_markdown(text, id_prefix=f"preview-{part}-") if text else "")


def show_typed(request: SignedInRequest, one: Issue, key: str, sent: Typed) -> HttpResponse:
    """The page with what was typed; of an issue published meanwhile only that, for copying."""
    one.refresh_from_db()
    status = status_of(request, sent.kept)
    if one.state == Issue.State.PUBLISHED:
        message = str(IssuePublished.message)
        return not_saved_page(request, message, field_texts(sent.form, sent.kept.texts))
    page = issue_page(one, request.user, now=timezone.now(), typed={key: sent})
    return render(request, "curation/issue.html", {"page": page}, status=status)


def act(
    request: SignedInRequest, one: Issue, service: Callable[[], Any], done: str, place: str
) -> HttpResponse:
    try:
        service()
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", one.pk)
    if done:
        messages.success(request, done)
    return back(one, place)


def back(one: Issue, place: str) -> HttpResponse:
    return redirect(f"{reverse('curation:issue', args=[one.pk])}#{place}")


def show(request: SignedInRequest, one: Issue) -> HttpResponse:
    if one.state == Issue.State.PUBLISHED:
        return redirect(one)
    page = issue_page(one, request.user, now=timezone.now())
    return render(request, "curation/issue.html", {"page": page})


def show_issues(request: SignedInRequest, form: BeginForm, status: int = 200) -> HttpResponse:
    known = list(issues_with_counts())
    context = {
        "form": form,
        "drafts": [one for one in known if one.state == Issue.State.DRAFT],
        "published": [one for one in known if one.state == Issue.State.PUBLISHED],
    }
    return render(request, "curation/issues.html", context, status=status)
