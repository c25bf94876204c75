"""The mails of an editor's works: what waits, was sent, or could not be."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from reviews.errors import MailNotFound, ReviewError
from reviews.selectors.outbox import outbox_page
from reviews.services import mail_acts
from web.access import editor_required
from web.form_pages import form_on


@require_GET
@editor_required
def outbox(request: SignedInRequest) -> HttpResponse:
    page = outbox_page(request.user, request.GET)
    return render(request, "reviews/outbox.html", {"page": page.page, "outbox": page})


@editor_required
@form_on("reviews:outbox")
def stop_mail(request: SignedInRequest, mail_id: int) -> HttpResponse:
    return _act(request, mail_id, mail_acts.stop_mail, _("The e-mail is stopped."))


@editor_required
@form_on("reviews:outbox")
def send_mail_again(request: SignedInRequest, mail_id: int) -> HttpResponse:
    return _act(request, mail_id, mail_acts.send_mail_again, _("The e-mail is sent again."))


def _act(
    request: SignedInRequest, mail_id: int, service: Callable[..., Any], done: str
) -> HttpResponse:
    try:
        service(mail_id, editor=request.user, now=timezone.now())
    except MailNotFound:
        raise Http404 from None
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect("reviews:outbox")
