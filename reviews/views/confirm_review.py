""" "Is this your review?", and "Keep this account": what the links in a reviewer's mails open."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import AccountError
from accounts.forms import SIGN_IN_ADDRESS
from accounts.guests import verified_account_of
from reviews import guest_scope, opened_links
from reviews.errors import ReviewError, ReviewHasAccount
from reviews.guest_scope import Writer
from reviews.invitation_forms import KeepAccountForm
from reviews.models import MailedLink, Review
from reviews.services import confirming, keeping
from reviews.services.mailed_links import find_kept_review, find_link
from reviews.views.visitors import link_is_closed, not_for_editors, visitor_of
from web.secret_pages import private_page, secret_address

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


@require_GET
@secret_address
def open_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    return open_mailed_link(request, token, CONFIRM, "reviews:confirmation")


@require_GET
@secret_address
def open_keeping(request: HttpRequest, token: str) -> HttpResponse:
    return open_mailed_link(request, token, KEEP, "reviews:keep_account")


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


@require_GET
@private_page
@for_opened_link(CONFIRM)
def confirmation(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """The review as it would be confirmed; looking changes nothing.

    Once it is confirmed and belongs to an account, its text is shown there alone.
    """
    review = link.review
    is_hidden = review.is_confirmed and not review.reviewer.is_guest
    context = {"link": link, "review": review, "is_hidden": is_hidden}
    return render(request, "reviews/confirmation.html", context)


@require_POST
@private_page
@for_opened_link(CONFIRM)
def confirm(request: HttpRequest, link: MailedLink) -> HttpResponse:
    try:
        confirming.confirm_review(link.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    return redirect("reviews:confirmation", link.pk)


@require_POST
@private_page
@for_opened_link(CONFIRM)
def disown(request: HttpRequest, link: MailedLink) -> HttpResponse:
    try:
        confirming.disown_review(link.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
        return redirect("reviews:confirmation", link.pk)
    return render(request, "reviews/disowned.html", {"review": link.review})


@require_POST
@private_page
def ask_again(request: HttpRequest, review_id: int) -> HttpResponse:
    """The reviewer asks for "Is this your review?" once more."""
    writer = find_guest(request, review_id)
    try:
        confirming.ask_for_confirmation(writer.review.pk, editor=None, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The e-mail is on its way."))
    return redirect("reviews:write", review_id)


@require_POST
@private_page
def offer_account(request: HttpRequest, review_id: int) -> HttpResponse:
    """ "Keep this account": the rest happens by the link in the mail."""
    writer = find_guest(request, review_id)
    try:
        keeping.offer_account(writer.review.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("We sent you an e-mail. Its link leads on from here."))
    return redirect("reviews:write", review_id)


@require_http_methods(["GET", "POST"])
@private_page
@for_opened_link(KEEP)
def keep_account(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """Choose a password; where the address has an account already, sign in to it instead."""
    if verified_account_of(link.email) is not None:
        return attach(request, link)
    form = keeping_form(request, link)
    if form.is_valid():
        try:
            keeping.keep_account(link.pk, now=timezone.now(), **form.cleaned_data)
        except ReviewHasAccount:  # by the first click of two
            return account_is_ready(request, link.review)
        except (ReviewError, AccountError) as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Your account is ready. Sign in with your new password."))
            request.session[SIGN_IN_ADDRESS] = link.email
            return redirect("account_login")
    status = 422 if form.errors else 200
    context = {"form": form, "link": link, "review": link.review}
    return render(request, "reviews/keep_account.html", context, status=status)


def keeping_form(request: HttpRequest, link: MailedLink) -> KeepAccountForm:
    return KeepAccountForm(
        request.POST if request.method == "POST" else None,
        guest=link.review.reviewer,
        email=link.email,
        initial={"name": link.review.reviewer.profile.name},
    )


def account_is_ready(request: HttpRequest, review: Review) -> HttpResponse:
    """For a second click, or a link that has been used: the review has its account."""
    account = visitor_of(request).account
    if account is not None and account.pk == review.reviewer_id:
        return redirect("reviews:write", review.pk)
    messages.success(request, _("Your account is ready. Please sign in."))
    return redirect("account_login")


def attach(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """The address has an account: its owner signs in, and the review goes to that account."""
    account = visitor_of(request).account
    if account is not None and request.method == "POST":
        try:
            keeping.attach_to_account(link.pk, user=account, now=timezone.now())
        except ReviewHasAccount:  # by the first click of two
            return account_is_ready(request, Review.objects.get(pk=link.review_id))
        except ReviewError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("The review is in your account now."))
            return redirect("reviews:write", link.review_id)
    here = reverse("reviews:keep_account", args=[link.pk])
    sign_in_url = f"{reverse('account_login')}?{urlencode({'next': here})}"
    context = {"link": link, "review": link.review, "sign_in_url": sign_in_url}
    return render(request, "reviews/attach_review.html", context)


def find_guest(request: HttpRequest, review_id: int) -> Writer:
    writer = guest_scope.find_writer(visitor_of(request), review_id)
    if writer is None:
        raise Http404
    return writer
