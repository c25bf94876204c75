"""The editor's desk, and one submission on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews import selectors
from reviews.errors import ReviewError
from reviews.forms import DeclineForm, InviteForm, KindForm, ReturnForm, TriageForm
from reviews.models import Invitation, Review, Round, Submission
from reviews.services import invitations, reviewing, submissions
from reviews.submission_page import SubmissionPage, submission_page
from web.access import editor_required


@require_GET
@editor_required
def desk(request: SignedInRequest) -> HttpResponse:
    owed = selectors.editor_desk(request.user, now=timezone.now())
    return render(request, "reviews/desk.html", {"desk": owed})


@require_GET
@editor_required
def submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    return show(request, find(request, submission_id))


@require_POST
@editor_required
def accept(request: SignedInRequest, submission_id: int) -> HttpResponse:
    one = find(request, submission_id)
    form = TriageForm(request.POST, submission=one, editor=request.user)

    def accept_it() -> None:
        author = form.cleaned_data.get("claimed_author")
        submissions.accept_submission(
            one.pk,
            editor=request.user,
            second_editor=form.cleaned_data["second_editor"],
            claimed_author_id=author.pk if author else None,
            consent=form.cleaned_data["consent"],
            now=timezone.now(),
        )

    return act(request, one, "triage", form, accept_it, _("Accepted. Now invite reviewers."))


@require_POST
@editor_required
def decline(request: SignedInRequest, submission_id: int) -> HttpResponse:
    one = find(request, submission_id)
    form = DeclineForm(request.POST)

    def decline_it() -> None:
        submissions.decline_submission(
            one.pk, editor=request.user, now=timezone.now(), **form.cleaned_data
        )

    return act(
        request,
        one,
        "decline",
        form,
        decline_it,
        _("Declined. The submitter is notified with your reasons."),
    )


@require_POST
@editor_required
def subjects(request: SignedInRequest, submission_id: int) -> HttpResponse:
    one = find(request, submission_id)
    form = KindForm(request.POST)

    def classify() -> None:
        submissions.classify_preprint(one.preprint_id, **form.cleaned_data)

    return act(request, one, "kind", form, classify, _("Kind and subjects are saved."))


@require_POST
@editor_required
def invite(request: SignedInRequest, round_id: int) -> HttpResponse:
    asked_for = get_object_or_404(Round, pk=round_id, submission__editor=request.user)
    one = find(request, asked_for.submission_id)
    form = InviteForm(request.POST)

    def invite_them() -> None:
        invitations.invite_reviewer(
            asked_for.pk, editor=request.user, now=timezone.now(), **form.cleaned_data
        )

    return act(request, one, "invite", form, invite_them, _("The invitation is on its way."))


@require_POST
@editor_required
def revoke(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    own = Invitation.objects.filter(round__submission__editor=request.user)
    invitation = get_object_or_404(own.select_related("round"), pk=invitation_id)
    try:
        invitations.revoke_invitation(invitation.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("reviews:submission", invitation.round.submission_id)


@require_POST
@editor_required
def publish_review(request: SignedInRequest, review_id: int) -> HttpResponse:
    own = Review.objects.filter(round__submission__editor=request.user)
    review = get_object_or_404(own.select_related("round"), pk=review_id)
    try:
        reviewing.publish_review(review.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The review is public."))
    return redirect("reviews:submission", review.round.submission_id)


def find(request: SignedInRequest, submission_id: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(
        "preprint",
        "version",
        "submitter__profile",
        "editor__profile",
        "second_editor__profile",
    )
    return get_object_or_404(visible, pk=submission_id)


def act(
    request: SignedInRequest,
    one: Submission,
    name: str,
    form: forms.BaseForm,
    service: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Call the service with a valid form; otherwise show the page with what was typed."""
    if form.is_valid():
        try:
            service()
        except ReviewError as error:
            # The form may not be on the page any more, so what was typed is shown apart from it.
            form.add_error(None, str(error.message))
            return show(request, find(request, one.pk), status=409, refused=form)
        messages.success(request, done)
        return redirect("reviews:submission", one.pk)
    return show(request, one, status=422, **{f"{name}_form": form})


def show(
    request: SignedInRequest, one: Submission, status: int = 200, **shown: forms.BaseForm
) -> HttpResponse:
    page = submission_page(one, request.user)
    context = {"page": page, **blank_forms(page, request.user), **shown}
    return render(request, "reviews/submission.html", context, status=status)


def blank_forms(page: SubmissionPage, editor: User) -> dict[str, forms.BaseForm]:
    one = page.submission
    seen = page.assessment.mark if page.assessment else ""
    due_on = timezone.localdate() + timedelta(days=settings.JOURNAL_REVIEW_DUE_DAYS)
    return {
        "triage_form": TriageForm(submission=one, editor=editor),
        "decline_form": DeclineForm(),
        "kind_form": KindForm(
            initial={"kind": one.preprint.kind, "subjects": one.preprint.subjects.all()}
        ),
        "invite_form": InviteForm(initial={"due_on": due_on}),
        "return_form": ReturnForm(initial={"seen": seen}),
    }
