"""A reviewer agrees with the draft of the assessment, or dissents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import guest_scope
from reviews.draft_answer_forms import DraftAnswerForm
from reviews.errors import ReviewError
from reviews.services import draft_answers
from reviews.views.visitors import refuse_visitor, visitor_of
from reviews.views.write_review import show_submitted
from web.form_pages import form_on
from web.secret_pages import private_page


@private_page
@form_on("reviews:write_review", "review_id")
def answer_draft(request: HttpRequest, review_id: int) -> HttpResponse:
    """A refused form is shown again, with the draft as it is now; also when
    it was sent after signing out."""
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        return refuse_visitor(request)
    form = DraftAnswerForm(request.POST)
    if not form.is_valid():
        return show_submitted(request, writer, answer_form=form, status=422)
    try:
        draft_answers.answer_draft(
            review_id, reviewer=writer.reviewer, now=timezone.now(), **form.content()
        )
    except ReviewError as error:
        form.add_error(None, str(error.message))
        return show_submitted(request, writer, answer_form=form, status=409)
    messages.success(request, _("Thank you. The two editors read your answer."))
    return redirect("reviews:write_review", review_id)
