"""What people send about an invitation: the invited person, and the editor who sends it again."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, NameField
from accounts.forms import checked_name
from accounts.limits import MAX_NAME
from accounts.models import User
from reviews.fields import long_text
from reviews.interest_fields import AgreePart


class _AnswerAs(forms.Form):
    answer_as = forms.ChoiceField()
    name = NameField(
        label=_("Your name"),
        max_length=MAX_NAME,
        required=False,
        help_text=_("For the editors. Whether readers see it you choose with your review."),
    )


class AnswerForm(AgreePart, _AnswerAs):
    """Accepting an invitation: for the account that is signed in, or without one.

    account: who is signed in, or None. may_be_guest: whether they came by the link itself.
    """

    ACCOUNT, GUEST = "account", "guest"

    def __init__(self, *args: Any, account: User | None, may_be_guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, str]] = []
        if account is not None:
            words = _("As %(name)s, the account you are signed in to")
            choices.append((self.ACCOUNT, words % {"name": account.profile.name}))
        if may_be_guest:
            choices.append((self.GUEST, str(_("Without an account"))))
        self.fields["answer_as"] = forms.ChoiceField(
            label=_("You will review it"),
            choices=choices,
            required=False,
            initial=choices[0][0] if choices else "",
            widget=forms.RadioSelect if len(choices) > 1 else forms.HiddenInput,
        )
        if not may_be_guest:
            del self.fields["name"]

    def clean_answer_as(self) -> str:
        """Where nothing was chosen, the first choice."""
        return self.cleaned_data["answer_as"] or str(self.fields["answer_as"].initial)

    def clean(self) -> dict[str, Any]:
        super().clean()
        is_guest = self.cleaned_data.get("answer_as") == self.GUEST
        if is_guest and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please write your name."))
        self.cleaned_data.setdefault("name", "")
        return self.cleaned_data


class DeclineInvitationForm(forms.Form):
    reason = long_text(
        _("Reason, or somebody better placed"),
        _("Optional; it goes to the editor only."),
        rows=3,
        required=False,
    )


class SendAgainForm(forms.Form):
    email = AddressField(
        label=_("E-mail address"),
        help_text=_(
            "Change it only to correct it. The second editor sees that you did, and must approve "
            "a signed review that comes from it."
        ),
    )
    reopens = forms.BooleanField(
        label=_("Open the invitation again"),
        help_text=_(
            "It was withdrawn. With the new link the person can accept it and write a review."
        ),
        error_messages={"required": _("Say that the invitation is to be opened again.")},
    )

    def __init__(self, *args: Any, is_withdrawn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_withdrawn:
            del self.fields["reopens"]


class KeepAccountForm(forms.Form):
    """A guest's account: their name, and a password of their own."""

    name = NameField(
        label=_("Your name"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
    )

    def __init__(self, *args: Any, guest: User, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guest, self.email = guest, email

    def clean_name(self) -> str:
        return checked_name(self.guest, self.cleaned_data["name"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password
