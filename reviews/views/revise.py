"""What an author does after the assessment: declare a revision, or a version final."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import (
    PostedForm,
    form_fields,
    is_for_later,
    is_fragment,
    is_preview,
    save_posted,
    status_of,
)
from drafts.selectors import form_draft, sent_draft
from drafts.services import find_draft
from preprints.models import Version
from reviews.errors import AuthorsOnly, ReviewError
from reviews.models import Review, Submission
from reviews.points import answered_context, asks_for_points
from reviews.revision_forms import RevisionForm
from reviews.selectors.own_work import own_work_page
from reviews.selectors.preview import preview_revision
from reviews.services import revising
from reviews.services.submissions import known_author_ids
from reviews.views.points import add_points_message
from web.form_pages import form_on
from web.typed_text import not_saved_page, typed_texts


@require_GET
@login_required
def own_work(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """What a confirmed author reads of the work's way, and what they may do."""
    page = own_work_page(preprint_id, request.user, now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "reviews/own_work.html", {"page": page})


@login_required
def declare_revision(request: SignedInRequest, preprint_id: int, number: int) -> HttpResponse:
    """The note and the answers of a revision; each post is saved as a draft first."""
    version = find_version(preprint_id, number)
    if request.user.pk not in known_author_ids(preprint_id):
        return refuse_reader(request, version)
    may_declare = revising.may_declare_revision(submission_of(version), version, request.user)
    if request.method != "POST" and not may_declare:
        return redirect("reviews:own_work", preprint_id)  # it says what is waited for
    if is_fragment(request):
        return show_fragment(request, version)
    if request.method == "POST":
        return save_and_declare(request, version)
    return show_revision(request, version)


def show_fragment(request: SignedInRequest, version: Version) -> HttpResponse:
    """The preview alone, for a script."""
    reviews = answered_reviews(version)
    texts = form_fields(request.POST.dict(), RevisionForm(request.POST, reviews=reviews).fields)
    preview = preview_revision(texts, reviews=reviews)
    return render(request, "reviews/_preview.html", {"preview": preview})


@login_required
@form_on("reviews:own_work", "preprint_id")
def declare_final(request: SignedInRequest, preprint_id: int, number: int) -> HttpResponse:
    version = find_version(preprint_id, number)
    try:
        revising.declare_final(version.pk, author=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
        return redirect(version.preprint)
    messages.success(request, _("This version is final now."))
    return redirect("reviews:own_work", preprint_id)


def find_version(preprint_id: int, number: int) -> Version:
    """Of a work that was sent for review."""
    versions = Version.objects.select_related("preprint").filter(
        preprint=preprint_id, preprint__submissions__state="accepted"
    )
    return get_object_or_404(versions.distinct(), number=number)


def refuse_reader(request: SignedInRequest, version: Version) -> HttpResponse:
    """What somebody else typed is shown for copying."""
    if typed := typed_texts(request):
        return not_saved_page(request, str(AuthorsOnly.message), typed)
    messages.error(request, str(AuthorsOnly.message))
    return redirect(version.preprint)


def save_and_declare(request: SignedInRequest, version: Version) -> HttpResponse:
    form = RevisionForm(request.POST, reviews=answered_reviews(version))
    key = revising.revision_draft_key(version)
    fields = request.POST.dict()
    if asks_for_points(request):
        fields |= form.with_points(fields)
    posted = save_posted(request.user, key, form, fields, now=timezone.now())
    if asks_for_points(request) and not posted.problem:
        add_points_message(request, key)
        return redirect("reviews:declare_revision", version.preprint_id, version.number)
    if is_for_later(request, posted):
        messages.success(request, _("Your text is saved. You find it under “My work”."))
        return redirect("reviews:own_work", version.preprint_id)
    if is_preview(request) or posted.why_not_sent():
        again = RevisionForm(initial=posted.texts, reviews=form.reviews.values())
        return show_revision(request, version, again, posted=posted)
    if not form.is_valid():
        return show_revision(request, version, form, posted=posted)
    return declare_as_posted(request, version, form, posted)


def declare_as_posted(
    request: SignedInRequest, version: Version, form: RevisionForm, posted: PostedForm
) -> HttpResponse:
    key = revising.revision_draft_key(version)
    try:
        revising.declare_revision(
            version.pk,
            author=request.user,
            note=form.cleaned_data["note"],
            answers=form.answers,
            saved_revision=posted.revision,
            now=timezone.now(),
        )
    except (ReviewError, DraftError) as error:
        form.add_error(None, str(error.message))
        return show_revision(request, version, form, posted=posted)
    done = _("The revision is declared. The handling editor decides what follows.")
    messages.success(request, done, extra_tags=sent_draft(request.user, key))
    return redirect("reviews:own_work", version.preprint_id)


def show_revision(
    request: SignedInRequest,
    version: Version,
    form: RevisionForm | None = None,
    *,
    posted: PostedForm | None = None,
) -> HttpResponse:
    """form: None shows what is saved."""
    key, reviews = revising.revision_draft_key(version), answered_reviews(version)
    draft = find_draft(request.user, key)
    form = form or RevisionForm(initial=draft.fields if draft else None, reviews=reviews)
    context = {
        "version": version,
        **answered_context(reviews),
        "form": form,
        "draft": form_draft(request.user, key, form, draft, posted=posted),
        "preview": preview_revision(posted.texts, reviews=reviews)
        if posted and is_preview(request)
        else None,
    }
    return render(request, "reviews/revise.html", context, status=status_of(request, posted))


def answered_reviews(version: Version) -> list[Review]:
    """The published reviews of the newest assessed round, which a revision answers."""
    answered = revising.last_assessed_round(submission_of(version))
    if answered is None:
        return []
    return list(answered.reviews.published().select_related("reviewer__profile", "version"))


def submission_of(version: Version) -> Submission:
    accepted = Submission.objects.filter(state=Submission.State.ACCEPTED)
    return accepted.select_related("preprint").get(preprint=version.preprint_id)
