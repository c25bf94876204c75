"""Volunteering for a review, and writing it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guests import has_verified_address
from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.services import pseudonym_of
from preprints.models import Preprint
from reviews import guest_scope
from reviews.errors import ReviewError
from reviews.forms import ReviewForm
from reviews.guest_scope import Writer
from reviews.models import Draft, Review, Round
from reviews.selectors import current_terms
from reviews.services import drafts, reviewing
from reviews.views.visitors import link_is_closed, visitor_of
from web.secret_pages import private_page


@login_required
def volunteer(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """Offer to review; whoever is reviewing already is taken to their review."""
    preprint = get_object_or_404(
        Preprint.objects.visible_to(request.user).select_related("current_version"), pk=preprint_id
    )
    open_round = (
        Round.objects.filter(submission__preprint=preprint, state=Round.State.OPEN)
        .select_related("version")
        .first()
    )
    if open_round is not None:
        own = open_round.reviews.filter(reviewer=request.user).first()
        if own is not None:
            return redirect("reviews:write", own.pk)
        if request.method == "POST":
            return begin(request, preprint, open_round)
    context = {"preprint": preprint, "round": open_round, "days": settings.JOURNAL_REVIEW_DUE_DAYS}
    return render(request, "reviews/volunteer.html", context)


def begin(request: SignedInRequest, preprint: Preprint, open_round: Round) -> HttpResponse:
    try:
        review = reviewing.begin_review(
            open_round.pk,
            reviewer=request.user,
            due_on=timezone.localdate() + timedelta(days=settings.JOURNAL_REVIEW_DUE_DAYS),
            email_verified=has_verified_address(request.user),
            now=timezone.now(),
        )
    except ReviewError as error:
        messages.error(request, str(error.message))
        return redirect(preprint)
    return redirect("reviews:write", review.pk)


@private_page
def write(request: HttpRequest, review_id: int) -> HttpResponse:
    """The review form: submit, save, or preview; a submitted review is shown as it stands.

    For its reviewer: signed in, or come by the link of the invitation.
    """
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        return not_theirs(request, review_id)
    review, reviewer = writer.review, writer.reviewer
    if review.status != Review.Status.DRAFT:
        return render(request, "reviews/handed_in.html", {"review": review})
    key = reviewing.draft_key(review)
    draft = drafts.find_draft(reviewer, key)
    if request.method != "POST":
        form = ReviewForm(initial=draft.fields if draft else None, terms=current_terms())
        return show(request, writer, form, draft)
    form = ReviewForm(request.POST, terms=current_terms())
    if "save" in request.POST:
        return save(request, writer, form, draft)
    if form.is_valid():
        try:
            drafts.check_not_older(reviewer, key, **drafts.sent(request.POST.dict(), form.fields))
            reviewing.hand_in_review(
                review.pk, reviewer=reviewer, content=form.content(), now=timezone.now()
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Thank you. Your review is with the editor."))
            return redirect("reviews:write", review.pk)
    return show(request, writer, form, draft, status=422)


def not_theirs(request: HttpRequest, review_id: int) -> HttpResponse:
    """A link that is closed is said to be; else 404, or the sign-in for who is signed out."""
    visitor = visitor_of(request)
    if guest_scope.has_opened_older_link(visitor, review_id):
        return link_is_closed(request)
    if visitor.account is None:
        return redirect_to_login(request.get_full_path())
    raise Http404


def save(
    request: HttpRequest, writer: Writer, form: ReviewForm, draft: Draft | None
) -> HttpResponse:
    """Save without a script."""
    try:
        drafts.save_draft(
            writer.reviewer,
            reviewing.draft_key(writer.review),
            now=timezone.now(),
            **drafts.sent(request.POST.dict(), form.fields),
        )
    except ReviewError as error:
        unbound = ReviewForm(initial=request.POST.dict(), terms=current_terms())
        messages.error(request, str(error.message))
        return show(request, writer, unbound, draft, status=409)
    messages.success(request, _("Saved. You can come back to it at any time."))
    return redirect("reviews:write", writer.review.pk)


def show(
    request: HttpRequest,
    writer: Writer,
    form: ReviewForm,
    draft: Draft | None,
    status: int = 200,
) -> HttpResponse:
    review = writer.review
    context = {
        "review": review,
        "version": review.version,
        "form": form,
        "draft": draft,
        "draft_key": reviewing.draft_key(review),
        "bylines": bylines(writer.reviewer),
        "is_guest": writer.reviewer.is_guest,
    }
    return render(request, "reviews/write.html", context, status=status)


def bylines(user: User) -> dict[str, str]:
    """What readers will see for each choice of name."""
    return {
        "signed": user.profile.name,
        "pseudonym": pseudonym_of(user),
        "anonymous": _("Anonymous reviewer"),
    }
