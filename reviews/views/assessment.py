"""The assessment by two editors."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.merging import texts_to_show
from drafts.models import Draft
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
from reviews.assessment_texts import form_texts
from reviews.errors import ReviewError
from reviews.forms import AssessmentForm
from reviews.interest_errors import InterestsNotDeclared
from reviews.models import Assessment, ReviewQuerySet, Round, Submission
from reviews.round_errors import ReviewersStillAnswer
from reviews.seconding_forms import ApprovalForm, ReturnForm
from reviews.selectors.draft_answers import answers_to_draft
from reviews.selectors.preview import Preview, preview_assessment
from reviews.selectors.terms import current_terms
from reviews.services import assessing, posting
from reviews.submission_forms import RefusedForm, save_short_form
from reviews.views.submission import find_submission, show_not_sent, show_refused, show_submission
from web.access import editor_required
from web.form_pages import form_on


def submissions_of_assessments(editor: User) -> QuerySet[Assessment, int]:
    return Assessment.objects.involving(editor).values_list("round__submission_id", flat=True)


@editor_required
def write_assessment(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Write the assessment beside the reviews it sums up."""
    own = Round.objects.filter(submission__editor=request.user)
    summed_up = get_object_or_404(
        own.select_related("version__preprint", "assessment"), pk=round_id
    )
    if is_fragment(request):
        return show_fragment(request)
    if request.method == "POST":
        return save_and_propose(request, summed_up)
    return show_assessment(request, summed_up)


def save_and_propose(request: SignedInRequest, summed_up: Round) -> HttpResponse:
    """Save what was posted as the draft first, whatever is asked for then."""
    form, key = posted_form(request), assessing.draft_key(summed_up)
    posted = save_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_for_later(request, posted):
        messages.success(request, _("Saved. You can come back to it at any time."))
        return redirect("reviews:write_assessment", summed_up.pk)
    if is_preview(request) or posted.why_not_sent():
        form = AssessmentForm(initial=posted.texts, terms=form.terms)
        return show_assessment(request, summed_up, form, posted=posted)
    if not form.is_valid():
        return show_assessment(request, summed_up, form, posted=posted)
    return propose_assessment(request, summed_up, form, posted)


def propose_assessment(
    request: SignedInRequest, summed_up: Round, form: AssessmentForm, posted: PostedForm
) -> HttpResponse:
    try:
        assessing.propose_assessment(
            summed_up.pk,
            editor=request.user,
            saved_revision=posted.revision,
            now=timezone.now(),
            **form.content(),
        )
    except (ReviewError, DraftError) as error:
        form.refuse(error)
        return show_assessment(request, summed_up, form, posted=posted)
    done = _("The second editor has been asked to approve it.")
    messages.success(
        request, done, extra_tags=sent_draft(request.user, assessing.draft_key(summed_up))
    )
    return redirect("reviews:submission", summed_up.submission_id)


def posted_form(request: SignedInRequest) -> AssessmentForm:
    return AssessmentForm(request.POST, terms=current_terms())


def show_fragment(request: SignedInRequest) -> HttpResponse:
    """The preview alone, for a script."""
    form = posted_form(request)
    texts = form_fields(request.POST.dict(), form.fields)
    preview = preview_assessment(texts, terms=form.terms)
    return render(request, "reviews/_preview.html", {"preview": preview})


def reviews_beside(summed_up: Round) -> ReviewQuerySet:
    return summed_up.reviews.accepted().select_related("version", "significance", "strength")


def show_assessment(
    request: SignedInRequest,
    summed_up: Round,
    form: AssessmentForm | None = None,
    posted: PostedForm | None = None,
) -> HttpResponse:
    """form: None shows what is saved."""
    key, initial = assessing.draft_key(summed_up), known_texts(summed_up, request.user)
    draft = find_draft(request.user, key)
    form = form or saved_form(initial, draft)
    context = {
        "round": summed_up,
        "version": summed_up.version,
        "reviews": reviews_beside(summed_up),
        "assessment": known_assessment(summed_up),
        "form": form,
        "draft": form_draft(request.user, key, form, draft, initial=initial, posted=posted),
        "preview": preview_asked_for(request, form, posted),
    }
    page = "reviews/write_assessment.html"
    return render(request, page, context, status=status_of(request, posted))


def saved_form(known: dict[str, str], draft: Draft | None) -> AssessmentForm:
    texts = texts_to_show(known, draft.fields if draft else {})
    return AssessmentForm(initial=texts, terms=current_terms())


def preview_asked_for(
    request: SignedInRequest, form: AssessmentForm, posted: PostedForm | None
) -> Preview | None:
    """The preview, if the form was posted by the button for it; None otherwise."""
    if posted is None or not is_preview(request):
        return None
    return preview_assessment(posted.texts, terms=form.terms)


def known_assessment(summed_up: Round) -> Assessment | None:
    """The proposed assessment of the round; None if none was proposed."""
    return getattr(summed_up, "assessment", None)


def known_texts(summed_up: Round, editor: User) -> dict[str, str]:
    return form_texts(known_assessment(summed_up), summed_up.submission, editor)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def approve_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = find_assessment(assessment_id)
    submission = find_submission(request, assessment.round.submission_id)
    answers = answers_to_draft(assessment, today=timezone.localdate())
    is_early = answers is not None and answers.is_waited_for
    form = ApprovalForm(request.POST, is_early=is_early)
    if not form.is_valid():
        return show_submission(request, submission, RefusedForm("approve", form), status=422)
    return approve_as_posted(request, submission, assessment, form)


def approve_as_posted(
    request: SignedInRequest, submission: Submission, assessment: Assessment, form: ApprovalForm
) -> HttpResponse:
    """Refused, the form is shown again where something in it is to be kept or changed."""
    try:
        assessing.approve_assessment(
            assessment.pk,
            second_editor=request.user,
            now=timezone.now(),
            **form.content(),
        )
    except (ReviewersStillAnswer, InterestsNotDeclared) as error:
        return show_refused(request, submission, RefusedForm("approve", form), error)
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        done = _("Approved. The handling editor sends it to the authors, or posts it.")
        messages.success(request, done)
    return redirect("reviews:submission", submission.pk)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def return_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Save the comment as a draft, then return the assessment."""
    assessment = find_assessment(assessment_id)
    submission = find_submission(request, assessment.round.submission_id)
    form, key = ReturnForm(request.POST), assessing.return_draft_key(assessment)
    posted = save_short_form(request.user, key, form, request.POST.dict())
    if posted.why_not_sent():
        kept = ReturnForm(posted.texts)
        return show_not_sent(request, submission, "return", kept, posted)
    if not form.is_valid():
        refused = RefusedForm("return", form, posted=posted)
        return show_submission(request, submission, refused, status=422)
    return return_with_comment(request, assessment, form, posted)


def return_with_comment(
    request: SignedInRequest, assessment: Assessment, form: ReturnForm, posted: PostedForm
) -> HttpResponse:
    try:
        assessing.return_assessment(
            assessment.pk,
            second_editor=request.user,
            saved_revision=posted.revision,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (ReviewError, DraftError) as error:
        submission = find_submission(request, assessment.round.submission_id)
        refused = RefusedForm("return", form, posted=posted)
        return show_refused(request, submission, refused, error)
    done = _("Returned with your comment.")
    messages.success(
        request, done, extra_tags=sent_draft(request.user, assessing.return_draft_key(assessment))
    )
    return redirect("reviews:submission", assessment.round.submission_id)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def publish_assessment(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = find_assessment(assessment_id)
    try:
        posting.publish_assessment(assessment.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Posted. The work is now a reviewed preprint."))
    return redirect("reviews:submission", assessment.round.submission_id)


@editor_required
@form_on("reviews:submission", assessment_id=submissions_of_assessments)
def send_to_authors(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    assessment = find_assessment(assessment_id)
    try:
        posting.send_to_authors(assessment.pk, editor=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The authors read it all first. They are notified by e-mail."))
    return redirect("reviews:submission", assessment.round.submission_id)


def find_assessment(assessment_id: int) -> Assessment:
    return get_object_or_404(Assessment.objects.select_related("round"), pk=assessment_id)
