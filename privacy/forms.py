"""The forms with which people take their data, or leave: each asks who they are once more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from accounts.models import User


class _PasswordForm(forms.Form):
    """is_fresh: whether they have signed in a moment ago; who has no password must have."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, is_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.is_fresh = user, is_fresh
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> dict[str, Any]:
        if "password" not in self.fields and not self.is_fresh:
            raise forms.ValidationError(
                _("Please sign out, sign in again, and come back within ten minutes.")
            )
        return self.cleaned_data


class DownloadForm(_PasswordForm):
    """What is downloaded ties hidden reviews to a name, so that a computer that was left signed in
    does not give it away. Who has signed in a moment ago is asked nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_fresh:
            self.fields.pop("password", None)


class EraseForm(_PasswordForm):
    """Whoever sends it knows the password and means it."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("The one you sign in with, typed in full: nothing can be brought back."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "password")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address you sign in with."))
        return email
