"""The page behind "Please confirm your e-mail address": the mailbox alone does not confirm.

Somebody else may have signed up with the address and a password of theirs. If a click in the
mailbox were enough, its owner would confirm a stranger's account, which would then count as theirs.
So the page asks for the account's password, unless this browser is signed in to the account or has
just signed up: who confirms has both the mailbox and the account.
"""

from typing import Any

from allauth.account.internal.stagekit import unstash_login
from allauth.account.views import ConfirmEmailView
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class OwnPasswordForm(forms.Form):
    """The password that was chosen at sign-up."""

    password = forms.CharField(
        label=_("The password you chose when you signed up"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not the password of the account."))
        return password


class ConfirmOwnEmailView(ConfirmEmailView):
    form: OwnPasswordForm | None = None

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        user = self.object.email_address.user
        if is_own_browser(self.request, user):
            return super().post(*args, **kwargs)
        limit = ratelimit.consume(self.request, action="login_failed", key=user.email)
        self.form = OwnPasswordForm(self.request.POST, user=user)
        if limit and user.has_usable_password() and self.form.is_valid():
            return super().post(*args, **kwargs)
        response: HttpResponse = self.render_to_response(self.get_context_data(), status=422)
        return response

    def logout_other_user(self, confirmation: Any) -> None:
        """Opening a link in a mail signs nobody out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not self.object:
            return context
        user = self.object.email_address.user
        is_asked = not is_own_browser(self.request, user)
        form = self.form or OwnPasswordForm(user=user)
        return {
            **context,
            "form": form if is_asked else None,
            "has_password": user.has_usable_password(),
        }


def is_own_browser(request: HttpRequest, user: User) -> bool:
    """Whether this browser is signed in to the account, or has just signed up for it."""
    if request.user.is_authenticated:
        return bool(request.user.pk == user.pk)
    stashed = unstash_login(request, peek=True)
    return stashed is not None and stashed.user is not None and stashed.user.pk == user.pk


confirm_own_email = ConfirmOwnEmailView.as_view()
