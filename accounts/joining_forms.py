from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class OtherAccountForm(forms.Form):
    """The other account of the same person, proved by its password."""

    email = forms.EmailField(
        label=_("E-mail address of the other account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password of the other account"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class JoinLinkForm(forms.Form):
    """Beside the other form, so its fields have names of their own on the page."""

    email = forms.EmailField(label=_("E-mail address of the other account"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_link_%s", **kwargs})


class ConfirmJoinForm(forms.Form):
    """The address of the account that ends, typed: there is no way back."""

    address = forms.CharField(
        label=_("Type the address of the account that ends"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, given_up: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given_up = given_up
        self.fields["address"].help_text = given_up.email

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.strip().lower() != self.given_up.email.lower():
            raise forms.ValidationError(
                _("Please type %(address)s, so that the right account ends."),
                params={"address": self.given_up.email},
            )
        return address
