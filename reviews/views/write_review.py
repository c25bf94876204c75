"""Writing a review."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import AccountError
from accounts.models import User
from accounts.services import pseudonym_of
from drafts.errors import DraftError
from reviews import guest_scope
from reviews.errors import ReviewError
from reviews.form_draft import (
    FieldText,
    KeptPost,
    field_texts,
    form_draft,
    is_fragment,
    is_preview,
    keep_posted,
    status_of,
)
from reviews.forms import ReviewForm
from reviews.guest_scope import Writer
from reviews.models import Review
from reviews.models.reviews import PARTS
from reviews.selectors.desk import current_terms
from reviews.selectors.preview import preview_review
from reviews.services import drafts, reviewing
from reviews.too_late import left_texts, too_late_texts
from reviews.views.drafts import draft_texts
from reviews.views.visitors import (
    closed_at_sign_in,
    link_is_closed,
    visitor_of,
    why_invitation_is_closed,
)
from web.secret_pages import private_page
from web.typed_text import is_worth_keeping, signed_out_page, typed_texts


@private_page
def write_review(request: HttpRequest, review_id: int) -> HttpResponse:
    """The review form: submit, save, or preview; a submitted review is shown as it stands.

    For its reviewer: signed in, or come by the link of the invitation.
    """
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        return not_theirs(request, review_id)
    if writer.review.status != Review.Status.DRAFT:
        return show_submitted(request, writer)
    if request.method == "POST":
        return keep_and_submit(request, writer)
    if writer.review.why_closed:
        return show_closed(request, writer)
    draft = drafts.find_draft(writer.reviewer, reviewing.draft_key(writer.review))
    return show(request, writer, review_form(writer.reviewer, draft.fields if draft else None))


def keep_and_submit(request: HttpRequest, writer: Writer) -> HttpResponse:
    """Save what was posted as the draft first, whatever is asked for then."""
    review, reviewer = writer.review, writer.reviewer
    form = review_form(reviewer, posted=request.POST)
    if is_fragment(request):
        texts = drafts.form_fields(request.POST.dict(), form.fields)
        preview = preview_review(texts, writer=reviewer, terms=current_terms())
        return render(request, "reviews/_preview.html", {"preview": preview})
    key = reviewing.draft_key(review)
    kept = keep_posted(reviewer, key, form, request.POST.dict(), now=timezone.now())
    if review.why_closed:
        unsaved = field_texts(form, kept.texts) if kept.problem else []
        return show_closed(request, writer, unsaved)
    if "save" in request.POST and not kept.problem:
        done = _("Saved. You can come back to it at any time.")
        if reviewer.is_guest:
            done = _("Saved. You can come back to it at any time, by the link in your e-mail.")
        messages.success(request, done)
        return redirect("reviews:write_review", review.pk)
    if is_preview(request) or kept.why_not_sent():
        return show(request, writer, review_form(reviewer, kept.texts), kept=kept)
    if form.is_valid():
        try:
            reviewing.submit_review(
                review.pk,
                reviewer=reviewer,
                content=form.content(),
                saved_revision=kept.revision,
                now=timezone.now(),
            )
        except (ReviewError, DraftError, AccountError) as error:
            form.add_error(None, str(error.message))
        else:
            done = _("Thank you. Your review is with the editor.")
            messages.success(request, done, extra_tags=key)
            return redirect("reviews:write_review", review.pk)
    return show(request, writer, form, kept=kept)


def not_theirs(request: HttpRequest, review_id: int) -> HttpResponse:
    """A link that is closed is said to be; else 404, or the sign-in for who is signed out."""
    visitor = visitor_of(request)
    if guest_scope.is_closed_at_sign_in(visitor, review_id):
        return link_is_closed(request, why=closed_at_sign_in())
    if guest_scope.has_opened_older_link(visitor, review_id):
        return link_is_closed(request, why=why_invitation_is_closed(review=review_id))
    if visitor.account is None:
        if is_worth_keeping(typed_texts(request)):
            is_guest = is_of_guest(request, review_id)
            return signed_out_page(request, may_have_link=True, is_guest=is_guest)
        return redirect_to_login(request.get_full_path())
    raise Http404


def is_of_guest(request: HttpRequest, review_id: int) -> bool:
    """Whether the form that was sent was made for this review's guest: its mark says so, which
    nobody else has seen."""
    review = Review.objects.select_related("reviewer").filter(pk=review_id).first()
    if review is None or not review.reviewer.is_guest:
        return False
    return request.POST.get("draft_owner") == drafts.owner_fingerprint(review.reviewer)


def show_submitted(request: HttpRequest, writer: Writer) -> HttpResponse:
    """The review as it was submitted; other text that is sent after that is shown for copying."""
    review, form = writer.review, review_form(writer.reviewer, posted=request.POST)
    submitted = {part: str(getattr(review, part)) for part in PARTS}
    too_late = too_late_texts(form, request.POST.dict(), submitted)
    if request.method == "POST" and not too_late:
        return redirect("reviews:write_review", review.pk)
    context = {
        "review": review,
        "too_late": too_late,
        "left": left_texts(writer.reviewer, reviewing.draft_key(review), submitted),
    }
    status = 409 if too_late else 200
    return render(request, "reviews/submitted.html", context, status=status)


def show_closed(
    request: HttpRequest, writer: Writer, unsaved: Sequence[FieldText] = ()
) -> HttpResponse:
    """What was written before the round closed or the invitation was withdrawn, to be copied."""
    draft = drafts.find_draft(writer.reviewer, reviewing.draft_key(writer.review))
    context = {
        "review": writer.review,
        "texts": draft_texts(draft) if draft else [],
        "unsaved": [row for row in unsaved if row.text.strip()],
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "reviews/closed_draft.html", context, status=status)


def review_form(
    writer: User, texts: dict[str, Any] | None = None, *, posted: QueryDict | None = None
) -> ReviewForm:
    return ReviewForm(posted, initial=texts, terms=current_terms(), writer=writer)


def show(
    request: HttpRequest,
    writer: Writer,
    form: ReviewForm,
    *,
    kept: KeptPost | None = None,
) -> HttpResponse:
    review = writer.review
    key = reviewing.draft_key(review)
    preview = None
    if kept is not None and is_preview(request):
        preview = preview_review(kept.texts, writer=writer.reviewer, terms=current_terms())
    context = {
        "review": review,
        "version": review.version,
        "form": form,
        "draft": form_draft(writer.reviewer, key, form, kept=kept),
        "preview": preview,
        "bylines": bylines(writer.reviewer),
    }
    return render(request, "reviews/write.html", context, status=status_of(request, kept))


def bylines(user: User) -> dict[str, str]:
    """What readers will see for each choice of name."""
    return {
        "signed": user.profile.name,
        "pseudonym": pseudonym_of(user),
        "anonymous": _("Anonymous reviewer"),
    }
