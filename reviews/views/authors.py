"""Who the authors of a submitted work are, as its editors say."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from reviews.author_forms import ConfirmAuthorForm, TakeBackForm
from reviews.errors import ReviewError
from reviews.models import Submission
from reviews.selectors.authors import ConfirmedAuthor, authors_page
from reviews.services import authorship
from reviews.views.submission import find_submission
from web.access import editor_required
from web.form_pages import form_on


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A confirmed author, and the form that takes it back."""

    one: ConfirmedAuthor
    form: TakeBackForm


@require_GET
@editor_required
def authors(request: SignedInRequest, submission_id: int) -> HttpResponse:
    return show_authors(request, find_submission(request, submission_id))


@editor_required
@form_on("reviews:authors", "submission_id")
def confirm_author(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    page = authors_page(submission, request.user)
    form = ConfirmAuthorForm(request.POST, authors=page.others)
    if not form.is_valid():
        return show_authors(request, submission, status=422, confirm_form=form)
    try:
        author = authorship.confirm_author(
            submission.pk,
            author_id=form.cleaned_data["author"].pk,
            person=form.cleaned_data["person"],
            editor=request.user,
            now=timezone.now(),
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_authors(request, submission, status=409, confirm_form=form)
    messages.success(request, _("%(name)s is confirmed, and notified.") % {"name": author.name})
    return redirect("reviews:authors", submission.pk)


@editor_required
@form_on("reviews:authors", "submission_id")
def take_back_author(request: SignedInRequest, submission_id: int, author_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    form = take_back_form(author_id, request)
    if not form.is_valid():
        return show_authors(request, submission, status=422, refused={author_id: form})
    try:
        authorship.take_back_author(
            submission.pk,
            author_id=author_id,
            editor=request.user,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_authors(request, submission, status=409, refused={author_id: form})
    messages.success(request, _("Taken back. The person is notified with your reason."))
    return redirect("reviews:authors", submission.pk)


def take_back_form(author_id: int, request: SignedInRequest | None = None) -> TakeBackForm:
    """Each with ids of its own: a page has several. request: by which it was sent."""
    return TakeBackForm(request.POST if request else None, auto_id=f"id_%s_{author_id}")


def show_authors(
    request: SignedInRequest,
    submission: Submission,
    *,
    status: int = 200,
    confirm_form: ConfirmAuthorForm | None = None,
    refused: dict[int, TakeBackForm] | None = None,
) -> HttpResponse:
    """confirm_form, refused: forms that were sent and not carried out; those by their author."""
    page = authors_page(submission, request.user)
    forms = refused or {}
    context = {
        "page": page,
        "rows": [
            ConfirmedRow(one, forms.get(one.author.pk) or take_back_form(one.author.pk))
            for one in page.confirmed
        ],
        "confirm_form": confirm_form or ConfirmAuthorForm(authors=page.others),
    }
    return render(request, "reviews/authors.html", context, status=status)
