"""The links in a reviewer's mails: a browser that has opened one may use its page."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from reviews import guest_scope, opened_links
from reviews.models import MailedLink, Review
from reviews.services.mailed_links import find_kept_review, find_link
from reviews.views.visitors import link_is_closed, not_for_editors, visitor_of

CONFIRM = MailedLink.Purpose.CONFIRM_REVIEW
KEEP = MailedLink.Purpose.KEEP_ACCOUNT
LinkPage = Callable[[HttpRequest, MailedLink], HttpResponse]
Page = Callable[..., HttpResponse]


def for_opened_link(purpose: MailedLink.Purpose) -> Callable[[LinkPage], Page]:
    """Give the page its link, or say that it is closed, or no page for an editor of the work."""

    def wrap(
        page: Callable[[HttpRequest, MailedLink], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(page)
        def answer(request: HttpRequest, link_id: int) -> HttpResponse:
            visitor = visitor_of(request)
            link = guest_scope.find_mailed_link(visitor, link_id, purpose)
            if link is None:
                kept = guest_scope.find_kept_review(visitor, link_id) if purpose == KEEP else None
                return account_is_ready(request, kept) if kept else link_is_closed(request)
            if guest_scope.is_involved(visitor, link.review.round):
                return not_for_editors(request)
            return page(request, link)

        return answer

    return wrap


def open_mailed_link(
    request: HttpRequest, token: str, purpose: MailedLink.Purpose, page: str
) -> HttpResponse:
    """Note that this browser may open the link's page, and go there: its address has no secret."""
    link = find_link(token, purpose)
    if link is None:
        kept = find_kept_review(token) if purpose == KEEP else None
        return account_is_ready(request, kept) if kept else link_is_closed(request)
    opened_links.note_opened(request.session, opened_links.MAILED_LINK, link.pk, link.token_hash)
    return redirect(page, link.pk)


def account_is_ready(request: HttpRequest, review: Review) -> HttpResponse:
    """For a second click, or a link that has been used: the review has its account."""
    account = visitor_of(request).account
    if account is not None and account.pk == review.reviewer_id:
        return redirect("reviews:write_review", review.pk)
    messages.success(request, _("Your account is ready. Please sign in."))
    return redirect("account_login")
