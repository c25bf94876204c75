"""Where editors make issues."""

import re
from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.requests import SignedInRequest
from curation import form_texts
from curation.errors import CurationError, IssuePublished
from curation.forms import BeginForm, EntryForm, IssueForm, TextForm
from curation.models import Entry, Issue
from curation.selectors.interests import asked_of, check_has_declared
from curation.selectors.issue import Typed, issue_page, issues_with_counts
from curation.services import building, publishing
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm, is_preview, save_posted, status_of
from drafts.selectors import field_texts, sent_draft
from preprints.models import Preprint
from reviews.limits import MAX_TEXT
from text.markdown.render import render_markdown
from web.access import editor_required
from web.form_pages import form_on
from web.typed_text import not_saved_page

NOT_TICKED = gettext_lazy(
    "Please tick what you declare of this work, or declare something else of it; then add it."
)


def issues_of_entries(_editor: User) -> QuerySet[Entry, int]:
    return Entry.objects.values_list("issue_id", flat=True)


@require_GET
@editor_required
def issues(request: SignedInRequest) -> HttpResponse:
    volume, number = building.next_free_number()
    return show_issues(request, BeginForm(initial={"volume": volume, "number": number}))


@editor_required
@form_on("curation:issues")
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
    return show_issue(request, get_object_or_404(Issue, pk=issue_id))


@editor_required
@form_on("curation:issue", "issue_id")
def save_issue(request: SignedInRequest, issue_id: int) -> HttpResponse:
    """Save what was posted as a draft, then in the issue."""
    issue = get_object_or_404(Issue, pk=issue_id)
    form, key = IssueForm(request.POST), form_texts.issue_draft_key(issue)
    posted = save_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or posted.why_not_sent():
        return show_typed(request, issue, key, IssueForm(initial=posted.texts), posted)
    if not form.is_valid():
        return show_typed(request, issue, key, form, posted)
    revision, now = posted.revision, timezone.now()
    try:
        saved = building.save_issue(
            issue.pk, editor=request.user, saved_revision=revision, now=now, **form.cleaned_data
        )
    except (CurationError, DraftError) as error:
        form.refuse(error)
        return show_typed(request, issue, key, form, posted)
    done = saved_words(form, form_texts.issue_texts(saved))
    messages.success(request, done, extra_tags=sent_draft(request.user, key))
    return redirect_to_part(issue, "editorial")


@editor_required
@form_on("curation:issue", entry_id=issues_of_entries)
def save_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """Save what was posted as a draft, then in the issue."""
    entry = get_object_or_404(Entry.objects.select_related("issue", "version"), pk=entry_id)
    form, key = EntryForm(request.POST, entry_id=entry.pk), form_texts.entry_draft_key(entry)
    posted = save_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or posted.why_not_sent():
        again = EntryForm(initial=posted.texts, entry_id=entry.pk)
        return show_typed(request, entry.issue, key, again, posted)
    if not form.is_valid():
        return show_typed(request, entry.issue, key, form, posted)
    try:
        check_has_declared(entry, request.user)
        saved = save_valid_entry(entry, request.user, form, posted.revision)
    except (CurationError, DraftError) as error:
        form.refuse(error)
        return show_typed(request, entry.issue, key, form, posted)
    done = saved_words(form, form_texts.entry_texts(saved))
    messages.success(request, done, extra_tags=sent_draft(request.user, key))
    return redirect_to_part(entry.issue, f"entry-{entry.pk}")


@editor_required
@form_on("curation:issue", "issue_id")
def add_entry(request: SignedInRequest, issue_id: int, preprint_id: int) -> HttpResponse:
    issue = get_object_or_404(Issue, pk=issue_id)
    listed = Preprint.objects.filter(current_version__isnull=False)
    preprint = get_object_or_404(listed, pk=preprint_id)
    asked, now = asked_of(issue, request.user, preprint), timezone.now()
    if asked and "so_it_is" not in request.POST:
        messages.error(request, NOT_TICKED)
        return redirect_to_part(issue, f"candidate-{preprint.pk}")
    interests = asked.confirmed if asked else None
    try:
        building.add_entry(
            issue.pk, preprint_id=preprint.pk, editor=request.user, interests=interests, now=now
        )
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", issue.pk)
    messages.success(request, _("Added as the last entry."))
    return redirect_to_part(issue, "candidates")


@editor_required
@form_on("curation:issue", entry_id=issues_of_entries)
def move_entry(request: SignedInRequest, entry_id: int, direction: str) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.select_related("issue"), pk=entry_id)
    if direction not in ("up", "down"):
        raise Http404
    shown_at = request.POST.get("position", "")
    position = int(shown_at) if re.fullmatch(r"[0-9]{1,6}", shown_at) else None
    try:
        building.move_entry(entry.pk, editor=request.user, up=direction == "up", position=position)
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", entry.issue_id)
    return redirect_to_part(entry.issue, f"entry-{entry.pk}")


@editor_required
@form_on("curation:issue", entry_id=issues_of_entries)
def remove_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = Entry.objects.select_related("issue").filter(pk=entry_id).first()
    if entry is None:  # a second click, or another editor was quicker
        messages.info(request, _("It is not in an issue any more."))
        return redirect("curation:issues")
    try:
        building.remove_entry(entry.pk, editor=request.user, now=timezone.now())
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", entry.issue_id)
    messages.success(request, _("Removed from the issue."))
    return redirect_to_part(entry.issue, "entries")


@editor_required
@form_on("curation:issue", "issue_id")
def publish_issue(request: SignedInRequest, issue_id: int) -> HttpResponse:
    issue = get_object_or_404(Issue, pk=issue_id)
    try:
        published = publishing.publish_issue(issue.pk, editor=request.user, now=timezone.now())
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("curation:issue", issue.pk)
    messages.success(request, _("The issue is published. The authors are being notified."))
    return redirect(published)


def save_valid_entry(entry: Entry, editor: User, form: TextForm, revision: int | None) -> Entry:
    now, typed = timezone.now(), form.cleaned_data
    return building.save_entry(entry.pk, editor=editor, saved_revision=revision, now=now, **typed)


def saved_words(form: TextForm, saved: Mapping[str, str]) -> str:
    """The message after saving; it names the fields that keep another editor's newer text."""
    merged = [form.fields[name].label for name in saved if saved[name] != form.cleaned_data[name]]
    if not merged:
        return _("Saved in the issue.")
    return _("Saved in the issue. Another editor had changed this meanwhile, and it stays: %s.") % (
        ", ".join(str(label) for label in merged)
    )


def show_typed(
    request: SignedInRequest, issue: Issue, key: str, form: TextForm, posted: PostedForm
) -> HttpResponse:
    """The page with what was typed; of an issue published meanwhile only that, for copying."""
    issue.refresh_from_db()
    if issue.is_published:
        texts = field_texts(form, posted.texts)
        return not_saved_page(request, str(IssuePublished.message), texts)
    preview = preview_html(form, posted) if is_preview(request) else ""
    typed = {key: Typed(form, posted, preview)}
    page = issue_page(issue, request.user, now=timezone.now(), typed=typed)
    return render(request, "curation/issue.html", {"page": page}, status=status_of(request, posted))


def preview_html(form: TextForm, posted: PostedForm) -> str:
    """The HTML of the one text whose preview was asked for by a button; scripts ask elsewhere."""
    text = posted.texts.get(form.part_to_preview, "")[:MAX_TEXT]
    return render_markdown(text, id_prefix=f"preview-{form.part_to_preview}-") if text else ""


def redirect_to_part(issue: Issue, part: str) -> HttpResponse:
    return redirect(f"{reverse('curation:issue', args=[issue.pk])}#{part}")


def show_issue(request: SignedInRequest, issue: Issue) -> HttpResponse:
    if issue.is_published:
        return redirect(issue)
    page = issue_page(issue, request.user, now=timezone.now())
    return render(request, "curation/issue.html", {"page": page})


def show_issues(request: SignedInRequest, form: BeginForm, status: int = 200) -> HttpResponse:
    known = list(issues_with_counts())
    context = {
        "form": form,
        "drafts": [issue for issue in known if not issue.is_published],
        "published": [issue for issue in known if issue.is_published],
    }
    return render(request, "curation/issues.html", context, status=status)
