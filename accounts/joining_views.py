"""Joining two accounts: prove the other one, see the plan, confirm it by typing."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import joining, proving
from accounts.errors import CannotJoin, NotThePassword
from accounts.joining_forms import ConfirmJoinForm, JoinLinkForm, OtherAccountForm
from accounts.models import User
from accounts.requests import SignedInRequest
from web.form_pages import form_on

PROVED = "proved_other_account"  # in a session: which, its state then, and since when
PROVED_FOR = timedelta(hours=1)


@login_required
def join(request: SignedInRequest) -> HttpResponse:
    form = OtherAccountForm(request.POST or None)
    if form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        try:
            other = proving.prove_by_password(request, email=email, password=password)
        except NotThePassword as error:
            form.add_error(None, str(error.message))
        else:
            return _go_on(request, other)
    return _show_join(request, form, JoinLinkForm())


@login_required
@form_on("accounts:join")
def mail_join_link(request: SignedInRequest) -> HttpResponse:
    form = JoinLinkForm(request.POST)
    if not form.is_valid():
        return _show_join(request, OtherAccountForm(), form)
    proving.mail_link(request.user, email=form.cleaned_data["email"])
    words = _("If an account has confirmed %s, a link is on its way there. It is good for a day.")
    messages.success(request, words % form.cleaned_data["email"])
    return redirect("accounts:join")


@require_GET
@login_required
def join_by_link(request: SignedInRequest, token: str) -> HttpResponse:
    other = proving.proved_by_token(token, kept=request.user)
    if other is None:
        words = _("This link is too old, or is for somebody signed in to another account.")
        messages.error(request, words)
        return redirect("accounts:join")
    return _go_on(request, other)


@login_required
def confirm_join(request: SignedInRequest) -> HttpResponse:
    other = _proved(request)
    if other is None:
        messages.error(request, _("Please prove once more that the other account is yours."))
        return redirect("accounts:join")
    form, status = ConfirmJoinForm(request.POST or None, given_up=other), 200
    if form.is_valid():
        try:
            joining.join_accounts(request.user.pk, other.pk, now=timezone.now())
        except CannotJoin:
            status = 409  # the plan below says why
        else:
            del request.session[PROVED]
            messages.success(request, _("The two accounts are one now."))
            return redirect("accounts:profile")
    plan = joining.plan_join(request.user, other)
    status = 422 if form.errors else status
    return render(
        request, "accounts/confirm_join.html", {"plan": plan, "form": form}, status=status
    )


def _show_join(
    request: SignedInRequest, form: OtherAccountForm, link_form: JoinLinkForm
) -> HttpResponse:
    status = 422 if form.errors or link_form.errors else 200
    context = {"form": form, "link_form": link_form}
    return render(request, "accounts/join.html", context, status=status)


def _go_on(request: SignedInRequest, other: User) -> HttpResponse:
    request.session[PROVED] = [other.pk, proving.state_of(other), timezone.now().isoformat()]
    return redirect("accounts:confirm_join")


def _proved(request: SignedInRequest) -> User | None:
    pk, state, at = request.session.get(PROVED, [0, "", "2000-01-01T00:00:00+00:00"])
    if datetime.fromisoformat(at) < timezone.now() - PROVED_FOR:
        return None
    return proving.account_in_state(pk, state)
