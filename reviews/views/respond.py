"""The authors' response to the reviews and the assessment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import (
    PostedForm,
    form_fields,
    is_for_later,
    is_fragment,
    is_preview,
    save_posted,
    status_of,
)
from drafts.selectors import browser_texts, form_draft, sent_draft, unsent_texts
from drafts.services import find_draft
from reviews.errors import NotAnAuthor, ReviewError
from reviews.forms import ResponseForm
from reviews.interests import as_fields
from reviews.models import Response, Review, Round
from reviews.points import answered_context, asks_for_points, with_points
from reviews.selectors.held import numbered_reviews
from reviews.selectors.preview import Preview, preview_response
from reviews.selectors.redactions import redaction_views
from reviews.services import responding
from reviews.services.submissions import known_author_ids
from reviews.views.points import add_points_message
from web.typed_text import not_saved_page, typed_texts


@login_required
def respond(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """The author's answer to the newest round that is assessed, or with the authors."""
    answered = get_object_or_404(
        Round.objects.filter(submission__preprint_id=preprint_id, state__in=Round.RESPONDED_TO)
        .select_related("version__preprint")
        .order_by("-opened_at")[:1]
    )
    if request.user.pk not in known_author_ids(preprint_id):
        return refuse_reader(request, answered)
    if is_fragment(request):
        return show_fragment(request)
    own = answered.responses.filter(author=request.user).first()
    if own is not None:
        return show_responded(request, answered, own)
    if request.method == "POST":
        return save_and_respond(request, answered)
    return show_response(request, answered)


def refuse_reader(request: SignedInRequest, answered: Round) -> HttpResponse:
    """Whoever is not known as an author cannot respond; what they typed is shown for copying."""
    if typed := typed_texts(request):
        return not_saved_page(request, str(NotAnAuthor.message), typed)
    messages.error(request, str(NotAnAuthor.message))
    return redirect(answered.version.preprint)


def show_fragment(request: SignedInRequest) -> HttpResponse:
    """The preview alone, for a script."""
    texts = form_fields(request.POST.dict(), ResponseForm(request.POST).fields)
    preview = preview_response(texts, author=request.user)
    return render(request, "reviews/_preview.html", {"preview": preview})


def save_and_respond(request: SignedInRequest, answered: Round) -> HttpResponse:
    """Save what was posted as the draft first, whatever is asked for then."""
    form, key = ResponseForm(request.POST), responding.response_draft_key(answered)
    fields = request.POST.dict()
    if asks_for_points(request):
        reviews = answered_reviews(answered, request.user)
        fields["text"] = with_points(fields.get("text", ""), reviews)
    posted = save_posted(request.user, key, form, fields, now=timezone.now())
    if asks_for_points(request) and not posted.problem:
        add_points_message(request, key)
        return redirect("reviews:respond", answered.version.preprint_id)
    if is_for_later(request, posted):
        messages.success(request, _("Saved. You can come back to it at any time."))
        return redirect("reviews:respond", answered.version.preprint_id)
    if is_preview(request) or posted.why_not_sent():
        return show_again(request, answered, ResponseForm(initial=posted.texts), posted)
    if not form.is_valid():
        return show_again(request, answered, form, posted)
    if answered.state == Round.State.WITH_AUTHORS:
        return hold_response(request, answered, form, posted)
    return post_response(request, answered, form, posted)


def hold_response(
    request: SignedInRequest, sent: Round, form: ResponseForm, posted: PostedForm
) -> HttpResponse:
    try:
        responding.hold_response(
            sent.pk,
            author=request.user,
            saved_revision=posted.revision,
            now=timezone.now(),
            **form.content(),
        )
    except (ReviewError, DraftError) as error:
        form.add_error(None, str(error.message))
        return show_again(request, sent, form, posted)
    done = _("Your response is kept, and posted with the reviews. You can change it until then.")
    messages.success(
        request, done, extra_tags=sent_draft(request.user, responding.response_draft_key(sent))
    )
    return redirect("reviews:own_work", sent.version.preprint_id)


def post_response(
    request: SignedInRequest, answered: Round, form: ResponseForm, posted: PostedForm
) -> HttpResponse:
    try:
        responding.post_response(
            answered.pk,
            author=request.user,
            saved_revision=posted.revision,
            now=timezone.now(),
            **form.content(),
        )
    except (ReviewError, DraftError) as error:
        form.add_error(None, str(error.message))
        return show_again(request, answered, form, posted)
    done = _("Your response stands beside the reviews now.")
    messages.success(
        request, done, extra_tags=sent_draft(request.user, responding.response_draft_key(answered))
    )
    return redirect(answered.version.preprint)


def show_again(
    request: SignedInRequest, answered: Round, form: ResponseForm, posted: PostedForm
) -> HttpResponse:
    """The form as it was posted; or the response, where another tab sent it meanwhile."""
    own = answered.responses.filter(author=request.user).first()
    if own is not None:
        return show_responded(request, answered, own)
    return show_response(request, answered, form, posted=posted)


def show_responded(request: SignedInRequest, answered: Round, own: Response) -> HttpResponse:
    """The response as it was sent; other text that is sent after that is shown for copying."""
    form = ResponseForm(request.POST)
    sent = {"text": own.text, **as_fields(own.interests)}
    unsent = unsent_texts(form, request.POST.dict(), sent)
    if request.method == "POST" and not unsent:
        return redirect(answered.version.preprint)
    context = {
        "response": own,
        "redactions": redaction_views(own.redactions),
        "version": answered.version,
        "unsent": unsent,
        "browser_texts": browser_texts(request.user, responding.response_draft_key(answered), sent),
    }
    return render(request, "reviews/responded.html", context, status=409 if unsent else 200)


def show_response(
    request: SignedInRequest,
    answered: Round,
    form: ResponseForm | None = None,
    *,
    posted: PostedForm | None = None,
) -> HttpResponse:
    """form: None shows what is saved."""
    key = responding.response_draft_key(answered)
    draft, held = find_draft(request.user, key), held_texts(answered, request.user)
    form = form or ResponseForm(initial=draft.fields if draft else held)
    reviews = answered_reviews(answered, request.user)
    context = {
        "round": answered,
        "version": answered.version,
        **answered_context(reviews),
        "form": form,
        "draft": form_draft(request.user, key, form, draft, initial=held, posted=posted),
        "preview": preview_asked_for(request, posted),
    }
    return render(request, "reviews/respond.html", context, status=status_of(request, posted))


def answered_reviews(answered: Round, author: User) -> list[Review]:
    """Each with its version: its points are named by it."""
    if answered.state == Round.State.WITH_AUTHORS:
        return numbered_reviews(answered, author)
    return list(answered.reviews.published().select_related("version"))


def held_texts(answered: Round, author: User) -> dict[str, str]:
    """What the author has written before the round is posted, by the form's fields."""
    held = answered.held_responses.filter(author=author).first()
    if held is None:
        return {}
    return {"text": held.text, **as_fields(held.interests)}


def preview_asked_for(request: SignedInRequest, posted: PostedForm | None) -> Preview | None:
    """The preview, if the form was posted by the button for it; None otherwise."""
    if posted is None or not is_preview(request):
        return None
    return preview_response(posted.texts, author=request.user)
