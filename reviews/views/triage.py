"""Accepting or declining a submission, by the forms of its page: by two editors, or by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm
from drafts.selectors import sent_draft
from reviews import triage_rules
from reviews.errors import ReviewError
from reviews.interest_errors import UndeclaredInterest
from reviews.models import Submission, TriageProposal
from reviews.services import submissions, triage
from reviews.services.editor_interests import has_declared
from reviews.services.triage import Decision
from reviews.submission_forms import RefusedForm, save_short_form
from reviews.triage_forms import AgreeForm, DeclineForm, TriageForm
from reviews.views.submission import find_submission, show_not_sent, show_refused, show_submission
from web.access import editor_required
from web.form_pages import form_on


@editor_required
@form_on("reviews:submission", "submission_id")
def accept_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    submission = find_submission(request, submission_id)
    step = triage.next_step(submission, request.user)
    form = TriageForm(request.POST, submission=submission, editor=request.user, step=step)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("triage", form), status=422)
    try:
        words = carry_out(submission, request.user, form.decision, step=step)
    except ReviewError as error:
        return show_refused(request, submission, RefusedForm("triage", form), error)
    messages.success(request, words)
    return redirect("reviews:submission", submission.pk)


@editor_required
@form_on("reviews:submission", "submission_id")
def decline_submission(request: SignedInRequest, submission_id: int) -> HttpResponse:
    """Save what was posted as a draft, then decline, or propose it."""
    submission = find_submission(request, submission_id)
    asks = not has_declared(submission, request.user)
    form, key = DeclineForm(request.POST, asks=asks), submissions.decline_draft_key(submission)
    posted = save_short_form(request.user, key, form, request.POST.dict())
    if posted.why_not_sent():
        kept = DeclineForm(posted.texts, asks=asks)
        return show_not_sent(request, submission, "decline", kept, posted)
    if not form.is_valid():
        refused = RefusedForm("decline", form, posted=posted)
        return show_submission(request, submission, refused, status=422)
    return decline_as_posted(request, submission, form, posted)


def decline_as_posted(
    request: SignedInRequest, submission: Submission, form: DeclineForm, posted: PostedForm
) -> HttpResponse:
    person, step = request.user, triage.next_step(submission, request.user)
    try:
        words = carry_out(
            submission, person, form.decision, step=step, saved_revision=posted.revision
        )
    except (ReviewError, DraftError) as error:
        refused = RefusedForm("decline", form, posted=posted)
        return show_refused(request, submission, refused, error)
    sent = sent_draft(person, submissions.decline_draft_key(submission))
    messages.success(request, words, extra_tags=sent)
    return redirect("reviews:submission", submission.pk)


def carry_out(
    submission: Submission,
    editor: User,
    decision: Decision,
    *,
    step: str,
    saved_revision: int | None = None,
) -> str:
    """Propose it, decide it alone, or decide otherwise than was proposed; what was done, in words.

    Where the journal has changed meanwhile, so that another step is due, the service refuses."""
    now, waiting = timezone.now(), triage.waiting_proposal(submission)
    if step == triage_rules.PROPOSE:
        triage.propose_decision(
            submission.pk, editor=editor, decision=decision, now=now, saved_revision=saved_revision
        )
        return _("Proposed. The submission is decided once a second editor agrees.")
    if waiting is not None and step == triage_rules.DECIDE_OTHERWISE:
        triage.decide_otherwise(
            waiting.pk, editor=editor, decision=decision, now=now, saved_revision=saved_revision
        )
    else:
        decide_alone(submission, editor, decision, saved_revision=saved_revision)
    if decision.is_accepted:
        return _("Accepted. Now invite reviewers.")
    return _("Declined. The submitter is notified with your reasons.")


def decide_alone(
    submission: Submission, editor: User, decision: Decision, *, saved_revision: int | None
) -> None:
    now = timezone.now()
    if decision.is_accepted and decision.second_editor is not None:
        submissions.accept_submission(
            submission.pk,
            editor=editor,
            second_editor=decision.second_editor,
            claimed_author_id=decision.claimed_author_id,
            consent=decision.consent,
            interests=decision.interests,
            in_spite=decision.in_spite,
            now=now,
        )
        return
    submissions.decline_submission(
        submission.pk,
        editor=editor,
        code=decision.code,
        text=decision.text,
        interests=decision.interests,
        saved_revision=saved_revision,
        now=now,
    )


@editor_required
@form_on("reviews:submission", "submission_id")
def agree_to_proposal(
    request: SignedInRequest, submission_id: int, proposal_id: int
) -> HttpResponse:
    submission = find_submission(request, submission_id)
    proposal = get_object_or_404(TriageProposal, submission=submission, pk=proposal_id)
    is_known = has_declared(submission, request.user)
    form = AgreeForm(request.POST, proposal=proposal, has_declared=is_known)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("agree", form), status=422)
    return agree_as_posted(request, submission, proposal, form)


def agree_as_posted(
    request: SignedInRequest, submission: Submission, proposal: TriageProposal, form: AgreeForm
) -> HttpResponse:
    """Refused, the form is shown again where something in it is to be kept or changed."""
    try:
        decided = triage.agree_to_proposal(
            proposal.pk,
            editor=request.user,
            seen=request.POST.get("seen") or None,
            interests=form.declared,
            now=timezone.now(),
        )
    except ReviewError as error:
        if form.data.get("competing_interests") or isinstance(error, UndeclaredInterest):
            return show_refused(request, submission, RefusedForm("agree", form), error)
        messages.error(request, str(error.message))
        return redirect("reviews:submission", submission.pk)
    is_accepted = decided.state == Submission.State.ACCEPTED
    words = _("Accepted. Now reviewers are invited.") if is_accepted else _("Declined.")
    messages.success(request, words)
    return redirect("reviews:submission", submission.pk)
