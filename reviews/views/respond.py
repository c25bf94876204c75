"""The authors' response to the reviews and the assessment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from drafts.errors import DraftError
from drafts.posted_forms import KeptPost, is_fragment, is_preview, keep_posted, status_of
from drafts.selectors import form_draft, left_texts, too_late_texts
from drafts.services import find_draft, form_fields
from reviews.errors import NotAnAuthor, ReviewError
from reviews.forms import ResponseForm
from reviews.models import Response, Round
from reviews.selectors.preview import Preview, preview_response
from reviews.services import assessing
from reviews.services.submissions import known_author_ids
from web.typed_text import not_saved_page, typed_texts


@login_required
def respond(request: SignedInRequest, preprint_id: int) -> HttpResponse:
    """The author's answer to the newest assessed round."""
    answered = get_object_or_404(
        Round.objects.filter(submission__preprint_id=preprint_id, state=Round.State.ASSESSED)
        .select_related("version__preprint")
        .order_by("-closed_at")[:1]
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
    draft = find_draft(request.user, assessing.response_draft_key(answered))
    return show_response(request, answered, ResponseForm(initial=draft.fields if draft else None))


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
    form, key = ResponseForm(request.POST), assessing.response_draft_key(answered)
    kept = keep_posted(request.user, key, form, request.POST.dict(), now=timezone.now())
    if is_preview(request) or kept.why_not_sent():
        return show_again(request, answered, ResponseForm(initial=kept.texts), kept)
    if not form.is_valid():
        return show_again(request, answered, form, kept)
    return post_response(request, answered, form, kept)


def post_response(
    request: SignedInRequest, answered: Round, form: ResponseForm, kept: KeptPost
) -> HttpResponse:
    try:
        assessing.post_response(
            answered.pk,
            author=request.user,
            saved_revision=kept.revision,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (ReviewError, DraftError) as error:
        form.add_error(None, str(error.message))
        return show_again(request, answered, form, kept)
    done = _("Your response stands beside the reviews now.")
    messages.success(request, done, extra_tags=assessing.response_draft_key(answered))
    return redirect(answered.version.preprint)


def show_again(
    request: SignedInRequest, answered: Round, form: ResponseForm, kept: KeptPost
) -> HttpResponse:
    """The form as it was posted; or the response, where another tab sent it meanwhile."""
    own = answered.responses.filter(author=request.user).first()
    if own is not None:
        return show_responded(request, answered, own)
    return show_response(request, answered, form, kept=kept)


def show_responded(request: SignedInRequest, answered: Round, own: Response) -> HttpResponse:
    """The response as it was sent; other text that is sent after that is shown for copying."""
    form = ResponseForm(request.POST)
    sent = {name: str(getattr(own, name)) for name in form.fields}
    too_late = too_late_texts(form, request.POST.dict(), sent)
    if request.method == "POST" and not too_late:
        return redirect(answered.version.preprint)
    context = {
        "response": own,
        "version": answered.version,
        "too_late": too_late,
        "left": left_texts(request.user, assessing.response_draft_key(answered), sent),
    }
    return render(request, "reviews/responded.html", context, status=409 if too_late else 200)


def show_response(
    request: SignedInRequest,
    answered: Round,
    form: ResponseForm,
    *,
    kept: KeptPost | None = None,
) -> HttpResponse:
    key = assessing.response_draft_key(answered)
    context = {
        "round": answered,
        "version": answered.version,
        "reviews": answered.reviews.published(),
        "form": form,
        "draft": form_draft(request.user, key, form, kept=kept),
        "preview": preview_asked_for(request, kept),
    }
    return render(request, "reviews/respond.html", context, status=status_of(request, kept))


def preview_asked_for(request: SignedInRequest, kept: KeptPost | None) -> Preview | None:
    """Where the button without a script asked for it."""
    if kept is None or not is_preview(request):
        return None
    return preview_response(kept.texts, author=request.user)
