"""The private thread of a round: reading it, and writing in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import PostedForm, is_for_later
from drafts.selectors import form_draft, sent_draft
from drafts.services import find_draft
from reviews import guest_scope
from reviews.errors import ReviewError
from reviews.models import Round
from reviews.selectors.threads import Thread, thread_for_editor, thread_for_reviewer
from reviews.services import consulting
from reviews.submission_forms import save_short_form
from reviews.thread_errors import NotInThread
from reviews.thread_forms import ThreadForm
from reviews.views.visitors import refuse_visitor, visitor_of
from web.access import editor_required
from web.secret_pages import private_page
from web.typed_text import not_saved_page, typed_texts


@dataclass(frozen=True, slots=True)
class Seat:
    """Who reads the thread, and how they write in it.

    back_url: of the page they came from. write: the service, which takes the text by its name, the
    revision of its draft, and the time.
    """

    reader: User
    thread: Thread
    draft_key: str
    back_url: str
    write: Callable[..., object]


@private_page
def reviewer_thread(request: HttpRequest, review_id: int) -> HttpResponse:
    """For the writer of an accepted review: signed in, or come by the invitation's link."""
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        return refuse_visitor(request)
    page = reverse("reviews:write_review", args=[review_id])
    thread = thread_for_reviewer(writer.review)
    if thread is None:
        return refuse_reviewer(request, page)
    seat = Seat(
        writer.reviewer,
        thread,
        consulting.reviewer_draft_key(review_id),
        back_url=page,
        write=partial(consulting.write_as_reviewer, review_id, reviewer=writer.reviewer),
    )
    return show_or_write(request, seat)


def refuse_reviewer(request: HttpRequest, page: str) -> HttpResponse:
    """Their own review says how it stands; what they typed is shown for copying."""
    if typed := typed_texts(request):
        return not_saved_page(request, str(NotInThread.message), typed)
    messages.error(request, str(NotInThread.message))
    return redirect(page)


@private_page
@editor_required
def editor_thread(request: SignedInRequest, round_id: int) -> HttpResponse:
    of = get_object_or_404(Round.objects.select_related("submission", "version"), pk=round_id)
    thread = thread_for_editor(of, request.user)
    if thread is None:
        raise Http404
    seat = Seat(
        request.user,
        thread,
        consulting.editor_draft_key(of),
        back_url=reverse("reviews:submission", args=[of.submission_id]),
        write=partial(consulting.write_as_editor, round_id, editor=request.user),
    )
    return show_or_write(request, seat)


def show_or_write(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Save what was posted as the draft first."""
    if request.method != "POST":
        return show_thread(request, seat)
    form = ThreadForm(request.POST)
    posted = save_short_form(seat.reader, seat.draft_key, form, request.POST.dict())
    if is_for_later(request, posted):
        messages.success(request, _("Saved. You can come back to it at any time."))
        return redirect(request.path)
    if posted.why_not_sent():
        return show_thread(request, seat, ThreadForm(initial=posted.texts), posted)
    if not form.is_valid():
        return show_thread(request, seat, form, posted)
    return write_entry(request, seat, form, posted)


def write_entry(
    request: HttpRequest, seat: Seat, form: ThreadForm, posted: PostedForm
) -> HttpResponse:
    try:
        text = form.cleaned_data["text"]
        seat.write(text=text, saved_revision=posted.revision, now=timezone.now())
    except (ReviewError, DraftError) as error:
        form.add_error(None, str(error.message))
        return show_thread(request, seat, form, posted)
    done = _("The reviewers and the two editors can read it now.")
    messages.success(request, done, extra_tags=sent_draft(seat.reader, seat.draft_key))
    return redirect(request.path)


def show_thread(
    request: HttpRequest,
    seat: Seat,
    form: ThreadForm | None = None,
    posted: PostedForm | None = None,
) -> HttpResponse:
    """form: None shows what is saved."""
    draft = find_draft(seat.reader, seat.draft_key)
    form = form or ThreadForm(initial=draft.fields if draft else None)
    context = {
        "thread": seat.thread,
        "version": seat.thread.round.version,
        "back_url": seat.back_url,
        "form": form,
        "draft": form_draft(seat.reader, seat.draft_key, form, draft, posted=posted),
    }
    status = 422 if posted is not None else 200
    return render(request, "reviews/thread.html", context, status=status)
