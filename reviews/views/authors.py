"""Who the authors of a submitted work are, as its editors say."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from reviews.author_forms import AskAuthorForm, ConfirmAuthorForm, ConsentForm, TakeBackForm
from reviews.errors import ReviewError
from reviews.models import Submission
from reviews.selectors.authors import AuthorsPage, ConfirmedAuthor, authors_page
from reviews.services import authorship, consent
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


@editor_required
@form_on("reviews:authors", "submission_id")
def ask_author(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    form = AskAuthorForm(request.POST)
    if not form.is_valid():
        return show_authors(request, submission, status=422, ask_form=form)
    email = form.cleaned_data["email"]
    try:
        consent.ask_author(submission.pk, email=email, by=request.user, now=timezone.now())
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_authors(request, submission, status=409, ask_form=form)
    messages.success(request, _("The author is asked by e-mail."))
    return redirect("reviews:authors", submission.pk)


@editor_required
@form_on("reviews:authors", "submission_id")
def set_consent(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """What an editor knows of the authors' consent."""
    submission = find_submission(request, submission_id)
    form = ConsentForm(request.POST, submission=submission, auto_id="id_consent_%s")
    if not form.is_valid():
        return show_authors(request, submission, status=422, consent_form=form)
    try:
        consent.change_consent(
            submission.pk, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_authors(request, submission, status=409, consent_form=form)
    messages.success(request, _("The consent is changed; its page says so."))
    return redirect("reviews:authors", submission.pk)


def take_back_form(author_id: int, request: SignedInRequest | None = None) -> TakeBackForm:
    """Each with ids of its own: a page has several. request: by which it was sent."""
    return TakeBackForm(request.POST if request else None, auto_id=f"id_%s_{author_id}")


def show_authors(
    request: SignedInRequest,
    submission: Submission,
    *,
    status: int = 200,
    refused: dict[int, TakeBackForm] | None = None,
    **forms: BaseForm,
) -> HttpResponse:
    """refused, forms: what was sent and not carried out; those that take back by their author."""
    page, taking_back = authors_page(submission, request.user), refused or {}
    context = {"page": page, "rows": rows_of(page, taking_back), **empty_forms(page), **forms}
    return render(request, "reviews/authors.html", context, status=status)


def rows_of(page: AuthorsPage, refused: dict[int, TakeBackForm]) -> list[ConfirmedRow]:
    return [
        ConfirmedRow(one, refused.get(one.author.pk) or take_back_form(one.author.pk))
        for one in page.confirmed
    ]


def empty_forms(page: AuthorsPage) -> dict[str, BaseForm]:
    consent_now = {"consent": page.submission.consent}
    return {
        "confirm_form": ConfirmAuthorForm(authors=page.others),
        "ask_form": AskAuthorForm(),
        "consent_form": ConsentForm(
            submission=page.submission, initial=consent_now, auto_id="id_consent_%s"
        ),
    }
