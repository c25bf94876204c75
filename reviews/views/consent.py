""" "Do you agree to the review?": what the link in an author's mail opens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from reviews import moves, opened_links
from reviews.errors import ReviewError
from reviews.models import ConsentRequest
from reviews.services import consent, stopped_mails
from reviews.views.visitors import closed_at_sign_in, link_is_closed
from web.form_pages import form_on
from web.secret_pages import private_page, secret_address

ANSWERS = (
    ConsentRequest.Answer.AGREED,
    ConsentRequest.Answer.DECLINED,
    ConsentRequest.Answer.NOT_AN_AUTHOR,
)


@require_GET
@secret_address
def open_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Note that this browser may answer, and go to the page: its address has no secret."""
    asked = consent.find_request(token)
    if asked is None:
        return link_is_closed(request, why=closed_words())
    opened_links.note_opened(request.session, opened_links.CONSENT, asked.pk, asked.token_hash)
    return redirect("reviews:consent", asked.pk)


@csrf_exempt  # mail programs send the form, from no page of ours (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def stop_consent_mails(request: HttpRequest, request_id: int, token: str) -> HttpResponse:
    """Without signing in. Looking changes nothing: programs open links of mails beforehand."""
    asked = stopped_mails.find_by_stop_link(request_id, token)
    if asked is None:
        return link_is_closed(request, why=closed_words())
    if request.method == "POST":
        if "again" in request.POST:
            stopped_mails.send_mails_again(asked.pk)
        else:
            stopped_mails.stop_mails(asked.pk, now=timezone.now())
        asked.refresh_from_db()
    return render(request, "reviews/stop_consent_mails.html", {"asked": asked})


@require_GET
@private_page
def consent_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Looking changes nothing."""
    asked = find(request, request_id)
    if asked is None:
        return link_is_closed(request, why=why_closed(request, request_id))
    may_answer = moves.ANSWER_REQUEST.refusal(asked.submission.state) is None
    context = {
        "asked": asked,
        "may_answer": may_answer,
        "is_posted": consent.is_posted(asked.submission),
    }
    return render(request, "reviews/consent.html", context)


@private_page
@form_on("reviews:consent", "request_id")
def answer_consent(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = find(request, request_id)
    if asked is None:
        return link_is_closed(request, why=why_closed(request, request_id))
    if "leave" in request.POST:
        opened_links.forget_opened(request.session, opened_links.CONSENT, asked.pk)
        messages.success(request, _("Closed here. The link in your e-mail opens it again."))
        return redirect(asked.submission.preprint)
    answer = next((one for one in ANSWERS if one in request.POST), None)
    try:
        if answer is not None:
            consent.answer_request(asked.pk, answer=answer, now=timezone.now())
            messages.success(request, _("Thank you. You can change your answer here."))
    except ReviewError as error:
        messages.error(request, str(error.message))
    return redirect("reviews:consent", asked.pk)


def find(request: HttpRequest, request_id: int) -> ConsentRequest | None:
    """The request whose link this browser has opened."""
    rows = ConsentRequest.objects.exclude(email="").select_related(
        "submission__version", "submission__preprint", "submission__submitter__profile"
    )
    asked = rows.filter(pk=request_id).first()
    if asked is None or not opened_links.is_opened(
        request.session, opened_links.CONSENT, asked.pk, asked.token_hash
    ):
        return None
    return asked


def why_closed(request: HttpRequest, request_id: int) -> str:
    if opened_links.is_closed_at_sign_in(request.session, opened_links.CONSENT, request_id):
        return closed_at_sign_in()
    return closed_words()


def closed_words() -> str:
    return _("It was used to ask an author, and its address has been erased meanwhile.")
