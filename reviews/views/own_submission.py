"""A submission of one's own: what becomes of it, and what its submitter and authors may say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from reviews.author_forms import AskAuthorForm
from reviews.errors import ReviewError
from reviews.models import Submission
from reviews.selectors.own_submission import own_submission_page
from reviews.services import consent, ending
from reviews.wishes_forms import WishesForm, initial_wishes
from web.form_pages import form_on

PAGE = "reviews:own_submission"


@require_GET
@never_cache
@login_required
def own_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    return show(request, find(request, submission_id))


@login_required
@form_on(PAGE, "submission_id")
def ask_author(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find(request, submission_id)
    form = AskAuthorForm(request.POST)
    if not form.is_valid():
        return show(request, submission, ask_form=form, status=422)
    email = form.cleaned_data["email"]
    try:
        consent.ask_author(submission.pk, email=email, by=request.user, now=timezone.now())
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show(request, submission, ask_form=form, status=409)
    messages.success(request, _("The author is asked by e-mail."))
    return redirect(PAGE, submission.pk)


@login_required
@form_on(PAGE, "submission_id")
def say_consent(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """A confirmed author says yes or no."""
    submission = find(request, submission_id)
    said = Submission.Consent.AGREED if "agree" in request.POST else Submission.Consent.DECLINED
    try:
        consent.change_consent(
            submission.pk, consent=said, by=request.user, reason="", now=timezone.now()
        )
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Your answer is public now; you can change it here."))
    return redirect(PAGE, submission.pk)


@login_required
@form_on(PAGE, "submission_id")
def withdraw_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find(request, submission_id)
    try:
        ending.withdraw_submission(submission.pk, by=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The submission is withdrawn."))
    return redirect(PAGE, submission.pk)


@login_required
@form_on(PAGE, "submission_id")
def publish_reasons(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find(request, submission_id)
    try:
        ending.publish_reasons(submission.pk, author=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The reasons are public, on the page of the work."))
    return redirect(PAGE, submission.pk)


def find(request: SignedInRequest, submission_id: int) -> Submission:
    own = Submission.objects.own_of(request.user).select_related(
        "preprint", "version", "editor__profile", "second_editor__profile"
    )
    return get_object_or_404(own, pk=submission_id)


def show(
    request: SignedInRequest,
    submission: Submission,
    *,
    status: int = 200,
    ask_form: AskAuthorForm | None = None,
    wishes_form: WishesForm | None = None,
) -> HttpResponse:
    page = own_submission_page(submission, request.user, now=timezone.now())
    context = {
        "page": page,
        "ask_form": ask_form or AskAuthorForm(),
        "wishes_form": wishes_form or WishesForm(initial=initial_wishes(page.wishes)),
    }
    return render(request, "reviews/own_submission.html", context, status=status)
