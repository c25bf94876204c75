""" "Is this your review?": what the link in a reviewer's mail opens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reviews import guest_scope, opened_links
from reviews.errors import ReviewError
from reviews.models import MailedLink
from reviews.services import confirming
from reviews.services.mailed_links import find_link
from reviews.views.visitors import find_guest, link_is_closed, not_for_editors, visitor_of
from web.form_pages import form_on
from web.secret_pages import private_page, secret_address

CONFIRM = MailedLink.Purpose.CONFIRM_REVIEW


@require_GET
@secret_address
def open_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Note that this browser may open the page, and go there: its address has no secret."""
    link = find_link(token, CONFIRM)
    if link is None:
        return link_is_closed(request)
    opened_links.note_opened(request.session, opened_links.MAILED_LINK, link.pk, link.token_hash)
    return redirect("reviews:confirmation", link.pk)


@require_GET
@private_page
def confirmation(request: HttpRequest, link_id: int) -> HttpResponse:
    """The review as it would be confirmed; looking changes nothing.

    Once it is confirmed and belongs to an account, its text is shown there alone.
    """
    visitor = visitor_of(request)
    link = guest_scope.find_mailed_link(visitor, link_id, CONFIRM)
    if link is None:
        return link_is_closed(request)
    if guest_scope.is_involved(visitor, link.review.own_round):
        return not_for_editors(request)
    review = link.review
    is_hidden = review.is_confirmed and not review.reviewer.is_guest
    context = {"link": link, "review": review, "is_hidden": is_hidden}
    return render(request, "reviews/confirmation.html", context)


@private_page
@form_on("reviews:confirmation", "link_id")
def confirm_review(request: HttpRequest, link_id: int) -> HttpResponse:
    visitor = visitor_of(request)
    link = guest_scope.find_mailed_link(visitor, link_id, CONFIRM)
    if link is None:
        return link_is_closed(request)
    if guest_scope.is_involved(visitor, link.review.own_round):
        return not_for_editors(request)
    try:
        confirming.confirm_review(link.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    return redirect("reviews:confirmation", link.pk)


@private_page
@form_on("reviews:confirmation", "link_id")
def disown_review(request: HttpRequest, link_id: int) -> HttpResponse:
    visitor = visitor_of(request)
    link = guest_scope.find_mailed_link(visitor, link_id, CONFIRM)
    if link is None:
        return link_is_closed(request)
    if guest_scope.is_involved(visitor, link.review.own_round):
        return not_for_editors(request)
    try:
        confirming.disown_review(link.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
        return redirect("reviews:confirmation", link.pk)
    return render(request, "reviews/disowned.html", {"review": link.review})


@private_page
@form_on("reviews:write_review", "review_id")
def mail_confirmation_again(request: HttpRequest, review_id: int) -> HttpResponse:
    """The reviewer asks for "Is this your review?" once more."""
    writer = find_guest(request, review_id)
    try:
        confirming.ask_for_confirmation(writer.review.pk, editor=None, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The e-mail is on its way."))
    return redirect("reviews:write_review", review_id)
