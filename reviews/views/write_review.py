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
from drafts.form_kinds import labels_of
from drafts.posted_forms import (
    PostedForm,
    form_fields,
    is_for_later,
    is_fragment,
    is_preview,
    save_posted,
    status_of,
)
from drafts.selectors import (
    BrowserTexts,
    FieldText,
    browser_texts,
    draft_texts,
    field_texts,
    form_draft,
    sent_draft,
    unsent_texts,
)
from drafts.services import find_draft
from reviews import guest_scope
from reviews.draft_answer_forms import DraftAnswerForm
from reviews.errors import ReviewError
from reviews.forms import ReviewForm
from reviews.guest_scope import Writer
from reviews.interests import Interests, as_fields
from reviews.kept_drafts import kept_until
from reviews.models import Review
from reviews.models.reviews import PARTS
from reviews.selectors.draft_answers import ShownDraft, shown_draft
from reviews.selectors.held import fellow_reviews
from reviews.selectors.preview import Preview, preview_review
from reviews.selectors.redactions import redaction_views
from reviews.selectors.terms import current_terms
from reviews.selectors.threads import count_entries
from reviews.services import due_days, reviewing
from reviews.services.wishes_steps import aspects_of
from reviews.views.visitors import (
    closed_at_sign_in,
    link_is_closed,
    visitor_of,
    why_invitation_is_closed,
)
from web.form_owner import DRAFT_OWNER_FIELD, owner_fingerprint
from web.secret_pages import private_page
from web.typed_text import is_worth_keeping, signed_out_page, typed_texts

DECLARED = ("competing_interests", "ai_use")


@private_page
def write_review(request: HttpRequest, review_id: int) -> HttpResponse:
    """The review form: submit, save, or preview; a submitted review is shown as it stands.

    For its reviewer: signed in, or come by the link of the invitation.
    """
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        return not_theirs(request, review_id)
    if writer.review.status != Review.Status.DRAFT:
        return show_sent_again(request, writer)
    if is_fragment(request):
        return show_fragment(request, writer.reviewer)
    if request.method == "POST":
        return save_and_submit(request, writer)
    if writer.review.why_closed:
        return show_closed(request, writer)
    return show_form(request, writer)


def show_fragment(request: HttpRequest, reviewer: User) -> HttpResponse:
    """The preview alone, for a script."""
    form = review_form(reviewer, posted=request.POST)
    texts = form_fields(request.POST.dict(), form.fields)
    preview = preview_review(texts, writer=reviewer, terms=form.terms)
    return render(request, "reviews/_preview.html", {"preview": preview})


def save_and_submit(request: HttpRequest, writer: Writer) -> HttpResponse:
    """Save what was posted as the draft first, whatever is asked for then."""
    review, reviewer = writer.review, writer.reviewer
    form, key = review_form(reviewer, posted=request.POST), reviewing.draft_key(review)
    posted = save_posted(reviewer, key, form, request.POST.dict(), now=timezone.now())
    if review.why_closed:
        unsaved = field_texts(form, posted.texts) if posted.problem else []
        return show_closed(request, writer, unsaved)
    if is_for_later(request, posted):
        messages.success(request, saved_words(reviewer))
        return redirect("reviews:write_review", review.pk)
    if is_preview(request) or posted.why_not_sent():
        form = ReviewForm(initial=posted.texts, terms=form.terms, writer=reviewer)
        return show_form(request, writer, form, posted=posted)
    if not form.is_valid():
        return show_form(request, writer, form, posted=posted)
    return submit_review(request, writer, form, posted)


def saved_words(reviewer: User) -> str:
    if reviewer.is_guest:
        return _("Saved. You can come back to it at any time, by the link in your e-mail.")
    return _("Saved. You can come back to it at any time.")


def submit_review(
    request: HttpRequest, writer: Writer, form: ReviewForm, posted: PostedForm
) -> HttpResponse:
    try:
        reviewing.submit_review(
            writer.review.pk,
            reviewer=writer.reviewer,
            content=form.content(),
            saved_revision=posted.revision,
            now=timezone.now(),
        )
    except (ReviewError, DraftError, AccountError) as error:
        form.add_error(None, str(error.message))
        return show_form(request, writer, form, posted=posted)
    done = _("Thank you. Your review is with the editor.")
    messages.success(
        request, done, extra_tags=sent_draft(writer.reviewer, reviewing.draft_key(writer.review))
    )
    return redirect("reviews:write_review", writer.review.pk)


def not_theirs(request: HttpRequest, review_id: int) -> HttpResponse:
    """Say that the invitation's link is closed, ask who is signed out to sign in, or answer 404."""
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
    """Whether the form that was sent was made for this review's guest: it holds the guest's
    fingerprint, which nobody else has seen."""
    review = Review.objects.select_related("reviewer").filter(pk=review_id).first()
    if review is None or not review.reviewer.is_guest:
        return False
    return request.POST.get(DRAFT_OWNER_FIELD) == owner_fingerprint(review.reviewer.pk)


def show_sent_again(request: HttpRequest, writer: Writer) -> HttpResponse:
    """The review as it was submitted; other text that is sent after that is shown for copying."""
    review, form = writer.review, review_form(writer.reviewer, posted=request.POST)
    unsent = unsent_texts(form, request.POST.dict(), submitted_texts(review))
    if request.method == "POST" and not unsent:
        return redirect("reviews:write_review", review.pk)
    return show_submitted(request, writer, unsent=unsent, status=409 if unsent else 200)


def submitted_texts(review: Review) -> dict[str, str]:
    return {name: str(getattr(review, name)) for name in (*PARTS, *DECLARED)}


def texts_in_browser(writer: Writer) -> BrowserTexts:
    review = writer.review
    return browser_texts(writer.reviewer, reviewing.draft_key(review), submitted_texts(review))


def show_submitted(
    request: HttpRequest,
    writer: Writer,
    *,
    unsent: Sequence[FieldText] = (),
    answer_form: DraftAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """answer_form: as it was refused; None shows the answer to the draft that is saved."""
    review, draft = writer.review, shown_draft(writer.review)
    context = {
        "review": review,
        "redactions": redaction_views(review.redactions),
        "fellow_reviews": fellow_reviews(review),
        "shown_draft": draft,
        "answer_form": answer_form_on(draft, answer_form),
        "thread_entries": count_entries(review),
        "unsent": unsent,
        "browser_texts": texts_in_browser(writer),
    }
    return render(request, "reviews/submitted.html", context, status=status)


def answer_form_on(
    draft: ShownDraft | None, refused: DraftAnswerForm | None
) -> DraftAnswerForm | None:
    """A refused form is always of the draft that the page shows now."""
    if draft is None or not draft.may_answer:
        return refused
    seen = draft.assessment.fingerprint
    if refused is None:
        return DraftAnswerForm.of(draft.answer, seen=seen)
    refused.data = {**dict(refused.data.items()), "seen": seen}
    return refused


def show_closed(
    request: HttpRequest, writer: Writer, unsaved: Sequence[FieldText] = ()
) -> HttpResponse:
    """What was written before the round closed or the invitation was withdrawn, to be copied."""
    key = reviewing.draft_key(writer.review)
    draft = find_draft(writer.reviewer, key)
    saved = dict.fromkeys(labels_of(key), "") | (draft.fields if draft else {})
    context = {
        "review": writer.review,
        "browser_texts": browser_texts(writer.reviewer, key, saved),
        "texts": draft_texts(draft) if draft else [],
        "kept_until": kept_until(draft, now=timezone.now()) if draft else None,
        "unsaved": [row for row in unsaved if row.text.strip()],
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "reviews/closed_draft.html", context, status=status)


def review_form(
    writer: User, texts: dict[str, Any] | None = None, *, posted: QueryDict | None = None
) -> ReviewForm:
    return ReviewForm(posted, initial=texts, terms=current_terms(), writer=writer)


def show_form(
    request: HttpRequest,
    writer: Writer,
    form: ReviewForm | None = None,
    *,
    posted: PostedForm | None = None,
) -> HttpResponse:
    """form: None shows what is saved."""
    review, reviewer = writer.review, writer.reviewer
    key = reviewing.draft_key(review)
    draft, returned = find_draft(reviewer, key), returned_texts(review)
    form = form or review_form(reviewer, draft.fields if draft else returned)
    context = {
        **work_beside(request, review),
        "form": form,
        "draft": form_draft(reviewer, key, form, draft, initial=returned, posted=posted),
        "preview": preview_asked_for(request, reviewer, form, posted),
        "bylines": bylines(reviewer),
    }
    return render(request, "reviews/write_review.html", context, status=status_of(request, posted))


def work_beside(request: HttpRequest, review: Review) -> dict[str, Any]:
    return {
        "review": review,
        "version": review.version,
        "aspects": aspects_of(review.own_round.pk),
        "latest_day": due_days.latest_day_of(review, today=timezone.now().date()),
        "typed_day": request.GET.get("day", ""),  # refused, and to be changed
    }


def returned_texts(review: Review) -> dict[str, str]:
    """What was submitted of a review that the editor has returned, by the form's fields; of another
    one, what was declared when it was agreed to."""
    interests = Interests(tuple(review.interest_kinds), review.competing_interests)
    if review.last_reply is None:
        return as_fields(interests) if interests.are_declared else {}
    declared = as_fields(interests)
    choices = {
        "significance": str(review.significance_id),
        "strength": str(review.strength_id),
        "confidence": str(review.confidence),
        "byline_kind": review.byline_kind,
        "ai_choice": "declared" if review.ai_use else "none",
    }
    return {name: getattr(review, name) for name in (*PARTS, *DECLARED)} | declared | choices


def preview_asked_for(
    request: HttpRequest, reviewer: User, form: ReviewForm, posted: PostedForm | None
) -> Preview | None:
    """The preview, if the form was posted by the button for it; None otherwise."""
    if posted is None or not is_preview(request):
        return None
    return preview_review(posted.texts, writer=reviewer, terms=form.terms)


def bylines(user: User) -> dict[str, str]:
    """What readers will see for each choice of name."""
    return {
        "signed": user.profile.name,
        "pseudonym": pseudonym_of(user),
        "anonymous": _("Anonymous reviewer"),
    }
