"""An invitation's link: it works without an account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from reviews.errors import AccountExists, ReviewError
from reviews.forms import AnswerForm, DeclineInvitationForm
from reviews.models import Invitation
from reviews.services import invitations

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    return show(request, token, find(token))


@require_POST
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept, or come back to a review accepted before."""
    one = find(token)
    if one.state == Invitation.State.ACCEPTED:
        return come_back(request, one)
    signed_in = request.user if request.user.is_authenticated else None
    form = AnswerForm(request.POST)
    if signed_in is None and not form.is_valid():
        return show(request, token, one, form=form, status=422)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    try:
        accepted = invitations.accept_invitation(
            one.pk, user=signed_in, name=name, now=timezone.now()
        )
    except AccountExists:
        return to_sign_in(request, token)
    except ReviewError as error:
        messages.error(request, str(error.message))
        return show(request, token, one, form=form, status=409)
    if accepted.is_new_account:
        login(request, accepted.user, backend=BACKEND)
    messages.success(request, _("Thank you. Your text is saved as you write."))
    return redirect("reviews:write", accepted.review.pk)


@require_POST
@never_cache
def decline(request: HttpRequest, token: str) -> HttpResponse:
    one = find(token)
    form = DeclineInvitationForm(request.POST)
    if not form.is_valid():
        return show(request, token, one, decline_form=form, status=422)
    signed_in = request.user if request.user.is_authenticated else None
    try:
        invitations.decline_invitation(
            one.pk, user=signed_in, reason=form.cleaned_data["reason"], now=timezone.now()
        )
    except ReviewError as error:
        messages.error(request, str(error.message))
    return redirect("reviews:invitation", token)


def find(token: str) -> Invitation:
    one = invitations.find_invitation(token)
    if one is None or one.state == Invitation.State.REVOKED:
        raise Http404(_("This invitation is no longer open. Please write to the editors."))
    return one


def show(
    request: HttpRequest,
    token: str,
    one: Invitation,
    *,
    form: AnswerForm | None = None,
    decline_form: DeclineInvitationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": one,
        "token": token,
        "version": one.round.version,
        "form": form or AnswerForm(initial={"name": one.name}),
        "decline_form": decline_form or DeclineInvitationForm(),
    }
    return render(request, "reviews/invitation.html", context, status=status)


def come_back(request: HttpRequest, one: Invitation) -> HttpResponse:
    """To the review; the link alone opens only an account it made that has no password yet."""
    review_url = reverse("reviews:write", args=[one.review.pk])
    if request.user.is_authenticated or not invitations.may_sign_in_by_link(one):
        return redirect(review_url)
    user = one.user
    assert isinstance(user, User)  # noqa: S101 - may_sign_in_by_link has checked it
    login(request, user, backend=BACKEND)
    return redirect(review_url)


def to_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    messages.info(request, str(AccountExists.message))
    back = reverse("reviews:invitation", args=[token])
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
