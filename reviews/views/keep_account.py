"""From a review by an invitation to an account: "Keep this account"."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import AccountError
from accounts.forms import SIGN_IN_ADDRESS
from accounts.guests import verified_account_of
from reviews import guest_scope, opened_links
from reviews.errors import ReviewError, ReviewHasAccount
from reviews.invitation_forms import KeepAccountForm
from reviews.models import MailedLink, Review
from reviews.services import guest_accounts
from reviews.services.mailed_links import find_kept_review, find_link
from reviews.views.visitors import find_guest, link_is_closed, not_for_editors, visitor_of
from web.form_pages import form_on
from web.secret_pages import private_page, secret_address

KEEP = MailedLink.Purpose.KEEP_ACCOUNT


@require_GET
@secret_address
def open_keep_account(request: HttpRequest, token: str) -> HttpResponse:
    """Note that this browser may open the page, and go there: its address has no secret."""
    link = find_link(token, KEEP)
    if link is None:
        return used_or_closed(request, find_kept_review(token))
    opened_links.note_opened(request.session, opened_links.MAILED_LINK, link.pk, link.token_hash)
    return redirect("reviews:keep_account", link.pk)


@private_page
@form_on("reviews:write_review", "review_id")
def offer_account(request: HttpRequest, review_id: int) -> HttpResponse:
    """ "Keep this account": the rest happens by the link in the mail."""
    writer = find_guest(request, review_id)
    try:
        guest_accounts.offer_account(writer.review.pk, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("We sent you an e-mail. Its link leads on from here."))
    return redirect("reviews:write_review", review_id)


@require_http_methods(["GET", "POST"])
@private_page
def keep_account(request: HttpRequest, link_id: int) -> HttpResponse:
    """Choose a password; where the address has an account already, sign in to it instead."""
    visitor = visitor_of(request)
    link = guest_scope.find_mailed_link(visitor, link_id, KEEP)
    if link is None:
        return used_or_closed(request, guest_scope.find_kept_review(visitor, link_id))
    if guest_scope.is_involved(visitor, link.review.own_round):
        return not_for_editors(request)
    if verified_account_of(link.email) is not None:
        return attach_to_account(request, link)
    form = keeping_form(request, link)
    if not form.is_valid():
        return show_keeping_form(request, link, form)
    return make_account(request, link, form)


def used_or_closed(request: HttpRequest, kept: Review | None) -> HttpResponse:
    """kept: the review for which this link has made an account already, if it has."""
    return account_is_ready(request, kept) if kept else link_is_closed(request)


def make_account(request: HttpRequest, link: MailedLink, form: KeepAccountForm) -> HttpResponse:
    try:
        guest_accounts.keep_account(link.pk, now=timezone.now(), **form.cleaned_data)
    except ReviewHasAccount:  # by the first click of two
        return account_is_ready(request, link.review)
    except (ReviewError, AccountError) as error:
        form.add_error(None, str(error.message))
        return show_keeping_form(request, link, form)
    messages.success(request, _("Your account is ready. Sign in with your new password."))
    request.session[SIGN_IN_ADDRESS] = link.email
    return redirect("account_login")


def show_keeping_form(
    request: HttpRequest, link: MailedLink, form: KeepAccountForm
) -> HttpResponse:
    context = {"form": form, "link": link, "review": link.review}
    status = 422 if form.errors else 200
    return render(request, "reviews/keep_account.html", context, status=status)


def keeping_form(request: HttpRequest, link: MailedLink) -> KeepAccountForm:
    return KeepAccountForm(
        request.POST if request.method == "POST" else None,
        guest=link.review.reviewer,
        email=link.email,
        initial={"name": link.review.reviewer.profile.name},
    )


def attach_to_account(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """The address has an account: its owner signs in, and the review goes to that account."""
    account = visitor_of(request).account
    if account is not None and request.method == "POST":
        try:
            guest_accounts.attach_to_account(link.pk, user=account, now=timezone.now())
        except ReviewHasAccount:  # by the first click of two
            return account_is_ready(request, Review.objects.get(pk=link.review_id))
        except ReviewError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("The review is in your account now."))
            return redirect("reviews:write_review", link.review_id)
    here = reverse("reviews:keep_account", args=[link.pk])
    sign_in_url = f"{reverse('account_login')}?{urlencode({'next': here})}"
    context = {"link": link, "review": link.review, "sign_in_url": sign_in_url}
    return render(request, "reviews/attach_review.html", context)


def account_is_ready(request: HttpRequest, review: Review) -> HttpResponse:
    """For a second click, or a link that has been used: the review has its account."""
    account = visitor_of(request).account
    if account is not None and account.pk == review.reviewer_id:
        return redirect("reviews:write_review", review.pk)
    messages.success(request, _("Your account is ready. Please sign in."))
    return redirect("account_login")
